import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import {
  fixtureRecords,
  fixtureSession,
  type FixtureSessionOptions,
  mountIn,
  type StageOptions,
  storyOf,
} from '../../fixtures.ts';
import type { SluiceField } from '../field/field.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Record', component: 'sluice-record' };
export default meta;

const story = (template: TemplateResult, options: FixtureSessionOptions = {}, stage: StageOptions = {}): Story =>
  storyOf(template, options, { width: '560px', ...stage });

const [, , deal] = fixtureRecords()['deal'] ?? [];
const id = deal?.id ?? '';
const filled = html`<sluice-record entity="deal" record-id=${id}></sluice-record>`;
const edited = html`<sluice-record entity="deal" record-id=${id} mode="edit"></sluice-record>`;

export const Loading = story(filled, { answers: 'never' });
export const Empty = story(html`<sluice-record entity="deal"></sluice-record>`);
export const Missing = story(
  html`<sluice-record entity="deal" record-id="0194d000-0000-7000-8000-00000000ffff"></sluice-record>`,
);
export const Failed = story(filled, { answers: 'offline' });
export const Filled = story(filled);
export const Edit = story(edited);
export const New = story(html`<sluice-record entity="deal" mode="new"></sluice-record>`);
export const ReadOnly = story(filled, { writable: false });
export const French = story(edited, { locale: 'fr' });
export const RightToLeft = story(edited, { locale: 'he' }, { dir: 'rtl' });
export const Dark = story(edited, {}, { theme: 'dark' });
/** What two people changed differently, side by side. */
export const Conflict: Story = {
  render: () => {
    const session = fixtureSession();
    const { root } = mountIn(session, edited, { parent: null });
    root.style.maxWidth = '560px';
    const record = root.querySelector('sluice-record');
    const clash = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const field = record?.shadowRoot?.querySelector<SluiceField>('sluice-field[name="amount"]');
      if (!record || !field) return;
      field.value = 1_200_000;
      field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      await session.source?.change('deal', id, { amount: 900_000 }, { version: 1 });
      await record.save();
    };
    void clash();
    return root;
  },
};
