import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import { type FixtureSessionOptions, fixtureSession, type MountOptions, mountIn } from '../../fixtures.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Board', component: 'sluice-board' };
export default meta;

const story = (template: TemplateResult, options: FixtureSessionOptions = {}, mount: MountOptions = {}): Story => ({
  render: () => {
    const { root } = mountIn(fixtureSession(options), template, { parent: null, ...mount });
    root.style.background = mount.theme === 'dark' ? '#12191b' : '';
    return root;
  },
});

const filled = html`<sluice-board></sluice-board>`;

export const Loading = story(filled, { answers: 'never' });
export const Empty = story(html`<sluice-board where="client = 'Nobody'"></sluice-board>`);
export const Failed = story(filled, { answers: 'offline' });
export const Filled = story(filled);
export const Many = story(html`<sluice-board limit="20"></sluice-board>`, { deals: 800 });
export const ByOwner = story(html`<sluice-board by="owner" card="client stage amount dueOn"></sluice-board>`);
export const ReadOnly = story(filled, { writable: false });
export const French = story(filled, { locale: 'fr' });
export const RightToLeft = story(filled, { locale: 'he' }, { dir: 'rtl' });
export const Dark = story(filled, {}, { theme: 'dark' });
export const Phone: Story = {
  render: () => {
    const { root } = mountIn(fixtureSession(), filled, { parent: null });
    root.style.maxWidth = '360px';
    return root;
  },
};
/** A deal without an owner does not get to negotiation. */
export const Refused: Story = {
  render: () => {
    const session = fixtureSession({ deals: 60 });
    const { root } = mountIn(session, html`<sluice-board where="owner is empty"></sluice-board>`, { parent: null });
    const board = root.querySelector('sluice-board');
    const press = async (selector: string): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 120));
      board?.shadowRoot?.querySelector<HTMLElement>(selector)?.click();
    };
    const refuse = async (): Promise<void> => {
      await press('.lane:not(.won):not(.lost) .more');
      await press('.menu .chip:nth-of-type(3)');
    };
    void refuse();
    return root;
  },
};
