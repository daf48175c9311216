import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import { type FixtureSessionOptions, fixtureSession, type MountOptions, mountIn } from '../../fixtures.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Search', component: 'sluice-search' };
export default meta;

const story = (template: TemplateResult, options: FixtureSessionOptions = {}, mount: MountOptions = {}): Story => ({
  render: () => {
    const { root } = mountIn(fixtureSession(options), template, { parent: null, ...mount });
    root.style.background = mount.theme === 'dark' ? '#12191b' : '';
    return root;
  },
});

const blank = html`<sluice-search></sluice-search>`;

export const Loading = story(blank, { state: 'loading' });
export const Empty = story(blank);
export const Failed = story(blank, { state: 'failed' });
export const Filled: Story = {
  render: () => {
    const session = fixtureSession();
    session.setSearch('EcoGreen');
    return mountIn(session, blank, { parent: null }).root;
  },
};
export const Named = story(html`<sluice-search placeholder="Find a deal"></sluice-search>`);
export const RightToLeft = story(blank, { locale: 'he' }, { dir: 'rtl' });
export const Dark = story(blank, {}, { theme: 'dark' });
