// For tests alone: a board on the page, and what a person does to it.
import { createFormat, type Rec, type Source } from '@sluice/core';
import { html, type TemplateResult } from 'lit';
import type { Session } from '../../controllers/session.ts';
import { fixtureModel, fixtureRecords, fixtureSession, mountIn, type Mounted } from '../../fixtures.ts';
import type { SluiceBoard } from './board.ts';
import './define.ts';

export const deals = fixtureRecords()['deal'] ?? [];
export const stages = fixtureModel().find('deal')?.stage?.pipeline?.stages ?? [];
export const place = (key: string): number => stages.findIndex((one) => one.key === key);
export const inStage = (key: string): readonly Rec[] => deals.filter(({ values }) => values['stage'] === key);
export const amountOf = (records: readonly Rec[]): number =>
  records.reduce((sum, { values }) => sum + Number(values['amount'] ?? 0), 0);
export const euros = createFormat({ locale: 'en', currency: 'EUR' });
/** A deal that is qualified, priced and owned. */
export const deal = inStage('qualified').find(
  ({ values }) => values['amount'] !== null && values['owner'] !== null,
) as Rec;
export const client = deal.values['client'] as string;

let mounted: Mounted | null = null;
/** Takes the board off the page. */
export const remove = (): void => {
  mounted?.remove();
  mounted = null;
};
export const rootOf = (): HTMLElement | undefined => mounted?.root;
interface Given {
  readonly session?: Session;
  readonly template?: TemplateResult;
  readonly width?: number;
  readonly dir?: 'ltr' | 'rtl';
}
export const put = async ({
  session = fixtureSession(),
  template = html`<sluice-board></sluice-board>`,
  width = 1600,
  dir = 'ltr',
}: Given = {}) => {
  mounted = mountIn(session, template, { dir });
  mounted.root.style.inlineSize = `${width}px`;
  const board = mounted.find('sluice-board') as SluiceBoard;
  await mounted.settled();
  return { board, session, source: session.source as Source };
};
/** Waits for something that comes by itself. */
export const until = async (holds: () => boolean) => {
  for (let round = 0; round < 500 && !holds(); round += 1) await new Promise((resolve) => setTimeout(resolve, 10));
};
export const settled = async () => {
  await mounted?.settled();
};
export const text = (element: Element | null | undefined): string =>
  (element?.textContent ?? '').replace(/[\s\u00a0\u202f]+/g, ' ').trim();
export const all = (board: SluiceBoard, selector: string): readonly HTMLElement[] => [
  ...(board.shadowRoot as ShadowRoot).querySelectorAll<HTMLElement>(selector),
];
export const lane = (board: SluiceBoard, key: string): HTMLElement =>
  all(board, `.lane[data-lane="${place(key)}"]`)[0] as HTMLElement;
export const tile = (board: SluiceBoard, { id }: Rec): HTMLElement => all(board, `[data-id="${id}"]`)[0] as HTMLElement;
export const name = (board: SluiceBoard, record: Rec): HTMLElement =>
  tile(board, record).querySelector('.name') as HTMLElement;
export const stageOf = (board: SluiceBoard, record: Rec): string =>
  stages[Number(tile(board, record).closest<HTMLElement>('.lane')?.dataset['lane'])]?.key ?? '';
export const count = (board: SluiceBoard, key: string): number =>
  Number(text(lane(board, key).querySelector('.count')));
export const sum = (board: SluiceBoard, key: string): string =>
  lane(board, key).querySelector<HTMLElement>('.sum')?.title ?? '';
export const said = (board: SluiceBoard): string => text(all(board, '.said p')[0]);
export const spoken = (board: SluiceBoard): string => text(all(board, '[aria-live="assertive"]')[0]);
export const focused = (board: SluiceBoard): Element | null => (board.shadowRoot as ShadowRoot).activeElement;
export const press = async (board: SluiceBoard, key: string, init: KeyboardEventInit = {}): Promise<KeyboardEvent> => {
  const stroke = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...init });
  focused(board)?.dispatchEvent(stroke);
  await settled();
  return stroke;
};
export const menuTo = async (board: SluiceBoard, record: Rec, label: string): Promise<void> => {
  tile(board, record).querySelector<HTMLElement>('.more')?.click();
  await settled();
  [...tile(board, record).querySelectorAll<HTMLElement>('.menu button')].find((one) => text(one) === label)?.click();
  await settled();
};
export const stored = async (source: Source, record: Rec) => (await source.get('deal', record.id))?.values['stage'];
export const middle = (element: Element): { clientX: number; clientY: number } => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { clientX: left + width / 2, clientY: Math.max(10, top + Math.min(height / 2, 60)) };
};
export const point = (target: EventTarget, type: string, init: PointerEventInit): void => {
  target.dispatchEvent(
    new PointerEvent(type, { pointerId: 7, bubbles: true, composed: true, cancelable: true, ...init }),
  );
};
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export const hearing = <T>(target: EventTarget, type: string): readonly T[] => {
  const heard: T[] = [];
  target.addEventListener(type, (event) => heard.push((event as CustomEvent<T>).detail));
  return heard;
};
