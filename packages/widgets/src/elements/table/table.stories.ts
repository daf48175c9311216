import { SourceError } from '@sluice/core';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { fixtureRecords, fixtureSession, onStage, storyOf } from '../../fixtures.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Table', component: 'sluice-table' };
export default meta;

const filled = html`<sluice-table page-size="10" sort="-amount"></sluice-table>`;

export const Loading = storyOf(filled, { answers: 'never' });
export const Empty = storyOf(html`<sluice-table where="client = 'Nobody'"></sluice-table>`);
export const Failed = storyOf(filled, { answers: 'offline' });
export const Filled = storyOf(filled);
export const Many = storyOf(html`<sluice-table columns="client stage amount weighted dueOn owner"></sluice-table>`, {
  deals: 8800,
  locale: 'fr',
});
export const Companies = storyOf(html`<sluice-table entity="company" columns="name sector city"></sluice-table>`);
export const RightToLeft = storyOf(filled, { locale: 'he' }, { dir: 'rtl' });
export const Dark = storyOf(filled, {}, { theme: 'dark' });

/** In 320 pixels the rows are cards. */
export const Cards = storyOf(filled, {}, { width: '320px' });

const editable = html`<sluice-table
  editable
  page-size="8"
  sort="reference"
  columns="client stage amount weighted probability dueOn owner"
></sluice-table>`;

const until = async <T>(what: () => T | null | undefined): Promise<T> => {
  for (;;) {
    const found = what();
    if (found !== null && found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

/** Opens a cell and types into it; `meanwhile` happens before the entry is taken. */
const typed =
  (
    column: number,
    words: string | null,
    meanwhile: () => Promise<unknown> = async () => undefined,
  ): NonNullable<Story['play']> =>
  async ({ canvasElement }) => {
    const stroke = (at: Element, key: string): boolean =>
      at.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
    const shadow = await until(() => canvasElement.querySelector('sluice-table')?.shadowRoot);
    const cell = await until(() => shadow.querySelector<HTMLElement>(`.cell.editable[data-spot="1,${column}"]`));
    cell.focus();
    stroke(cell, 'Enter');
    const entry = await until(() => shadow.querySelector('.cell-panel:popover-open sluice-field')?.shadowRoot);
    const control = await until(() => entry.querySelector<HTMLInputElement>('#control'));
    if (words === null) return;
    control.value = words;
    control.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await meanwhile();
    stroke(control, 'Enter');
    await new Promise((resolve) => setTimeout(resolve, 200));
  };

/** Enter, F2 or a second press opens a cell; the button beside a title opens its record. */
export const Editable = storyOf(editable);
export const EditableFrench = { ...storyOf(editable, { locale: 'fr' }), play: typed(2, null) };
export const EditableRightToLeft = { ...storyOf(editable, { locale: 'he' }, { dir: 'rtl' }), play: typed(2, null) };
export const EditableDark = { ...storyOf(editable, {}, { theme: 'dark' }), play: typed(1, null) };
export const EditableCards = { ...storyOf(editable, {}, { width: '320px' }), play: typed(2, null) };
export const EditableReadOnly = storyOf(editable, { writable: false });
/** The entry cannot be read: the cell stays open and says why. */
export const EntryRefused = { ...storyOf(editable), play: typed(2, 'a lot') };
/** An entry is stored, with the way back. */
export const EntrySaved = { ...storyOf(editable), play: typed(2, '12000') };

/** Somebody else wrote the same cell meanwhile: both values stand there, and nothing is lost. */
export const EntryOvertaken: Story = (() => {
  const session = fixtureSession();
  const [, second] = fixtureRecords()['deal'] ?? [];
  const other = async (): Promise<unknown> =>
    session.source?.change('deal', second?.id ?? '', { amount: 900_000 }, { version: 1 });
  return { render: () => onStage(session, editable), play: typed(2, '12000', other) };
})();

/** The data cannot be reached: what was typed stays. */
export const EntryUnsent: Story = {
  render: () => {
    const session = fixtureSession();
    const { source } = session;
    const away = (): Promise<never> =>
      Promise.reject(new SourceError('offline', 'The data cannot be reached.', 'Check the connection and try again.'));
    if (source) session.use({ ...source, change: away });
    return onStage(session, editable);
  },
  play: typed(2, '12000'),
};
