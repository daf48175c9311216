import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { fixtureSession, type FixtureSessionOptions, mountIn, type MountOptions, storyOf } from '../../fixtures.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Search', component: 'sluice-search' };
export default meta;

const blank = html`<sluice-search></sluice-search>`;

export const Loading = storyOf(blank, { state: 'loading' });
export const Empty = storyOf(blank);
export const Failed = storyOf(blank, { state: 'failed' });
export const Filled: Story = {
  render: () => {
    const session = fixtureSession();
    session.setSearch('EcoGreen');
    return mountIn(session, blank, { parent: null }).root;
  },
};
/** What was found, as soon as the story stands. */
const found = (text: string, options: FixtureSessionOptions = {}, mount: MountOptions = {}): Story => ({
  render: () => {
    const { root } = mountIn(fixtureSession(options), html`<sluice-search everywhere></sluice-search>`, {
      parent: null,
      ...mount,
    });
    root.style.background = mount.theme === 'dark' ? '#12191b' : '';
    root.style.minBlockSize = '420px';
    return root;
  },
  play: async ({ canvasElement }) => {
    const search = canvasElement.querySelector('sluice-search');
    await search?.updateComplete;
    const input = search?.shadowRoot?.querySelector('input');
    if (!input) return;
    input.focus();
    input.value = text;
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await new Promise((resolve) => setTimeout(resolve, 300));
  },
});

export const Everywhere = found('elan');
export const EverywhereSimilar = found('brasserei');
export const EverywhereNothing = found('zzzzzz');
export const EverywhereRightToLeft = found('elan', { locale: 'he' }, { dir: 'rtl' });
export const EverywhereDark = found('elan', {}, { theme: 'dark' });
export const Named = storyOf(html`<sluice-search placeholder="Find a deal"></sluice-search>`);
export const RightToLeft = storyOf(blank, { locale: 'he' }, { dir: 'rtl' });
export const Dark = storyOf(blank, {}, { theme: 'dark' });
