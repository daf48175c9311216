import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { fixtureSession, mountIn, storyOf } from '../../fixtures.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Board', component: 'sluice-board' };
export default meta;

const filled = html`<sluice-board></sluice-board>`;

export const Loading = storyOf(filled, { answers: 'never' });
export const Empty = storyOf(html`<sluice-board where="client = 'Nobody'"></sluice-board>`);
export const Failed = storyOf(filled, { answers: 'offline' });
export const Filled = storyOf(filled);
export const Many = storyOf(html`<sluice-board limit="20"></sluice-board>`, { deals: 800 });
export const ByOwner = storyOf(html`<sluice-board by="owner" card="client stage amount dueOn"></sluice-board>`);
export const ReadOnly = storyOf(filled, { writable: false });
export const French = storyOf(filled, { locale: 'fr' });
export const RightToLeft = storyOf(filled, { locale: 'he' }, { dir: 'rtl' });
export const Dark = storyOf(filled, {}, { theme: 'dark' });
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
