import { createFormat, type Rec, type Source, SourceError } from '@sluice/core';
import axe from 'axe-core';
import { expect } from 'chai';
import { html, type TemplateResult } from 'lit';
import type { Session } from '../../controllers/session.ts';
import {
  FIXTURE_DAY,
  fixtureModel,
  fixtureRecords,
  fixtureSession,
  fixtureSource,
  mountIn,
  type Mounted,
} from '../../fixtures.ts';
import type { RecordSaved } from '../record/events.ts';
import type { CardMoveDetail, RecordOpenDetail, SluiceBoard } from './board.ts';
import './define.ts';

const deals = fixtureRecords()['deal'] ?? [];
const stages = fixtureModel().find('deal')?.stage?.pipeline?.stages ?? [];
const place = (key: string): number => stages.findIndex((one) => one.key === key);
const inStage = (key: string): readonly Rec[] => deals.filter(({ values }) => values['stage'] === key);
const amountOf = (records: readonly Rec[]): number =>
  records.reduce((sum, { values }) => sum + Number(values['amount'] ?? 0), 0);
const euros = createFormat({ locale: 'en', currency: 'EUR' });
/** A deal that is qualified, priced and owned. */
const deal = inStage('qualified').find(({ values }) => values['amount'] !== null && values['owner'] !== null) as Rec;
const client = deal.values['client'] as string;

let mounted: Mounted | null = null;
interface Given {
  readonly session?: Session;
  readonly template?: TemplateResult;
  readonly width?: number;
  readonly dir?: 'ltr' | 'rtl';
}
const put = async ({
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
const settled = async () => {
  await mounted?.settled();
};
const text = (element: Element | null | undefined): string =>
  (element?.textContent ?? '').replace(/[\s\u00a0\u202f]+/g, ' ').trim();
const all = (board: SluiceBoard, selector: string): readonly HTMLElement[] => [
  ...(board.shadowRoot as ShadowRoot).querySelectorAll<HTMLElement>(selector),
];
const lane = (board: SluiceBoard, key: string): HTMLElement =>
  all(board, `.lane[data-lane="${place(key)}"]`)[0] as HTMLElement;
const tile = (board: SluiceBoard, { id }: Rec): HTMLElement => all(board, `[data-id="${id}"]`)[0] as HTMLElement;
const name = (board: SluiceBoard, record: Rec): HTMLElement =>
  tile(board, record).querySelector('.name') as HTMLElement;
const stageOf = (board: SluiceBoard, record: Rec): string =>
  stages[Number(tile(board, record).closest<HTMLElement>('.lane')?.dataset['lane'])]?.key ?? '';
const count = (board: SluiceBoard, key: string): number => Number(text(lane(board, key).querySelector('.count')));
const sum = (board: SluiceBoard, key: string): string =>
  lane(board, key).querySelector<HTMLElement>('.sum')?.title ?? '';
const said = (board: SluiceBoard): string => text(all(board, '.said p')[0]);
const spoken = (board: SluiceBoard): string => text(all(board, '[aria-live="assertive"]')[0]);
const focused = (board: SluiceBoard): Element | null => (board.shadowRoot as ShadowRoot).activeElement;
const press = async (board: SluiceBoard, key: string, init: KeyboardEventInit = {}): Promise<KeyboardEvent> => {
  const stroke = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...init });
  focused(board)?.dispatchEvent(stroke);
  await settled();
  return stroke;
};
const menuTo = async (board: SluiceBoard, record: Rec, label: string): Promise<void> => {
  tile(board, record).querySelector<HTMLElement>('.more')?.click();
  await settled();
  [...tile(board, record).querySelectorAll<HTMLElement>('.menu button')].find((one) => text(one) === label)?.click();
  await settled();
};
const stored = async (source: Source, record: Rec) => (await source.get('deal', record.id))?.values['stage'];
const middle = (element: Element): { clientX: number; clientY: number } => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { clientX: left + width / 2, clientY: Math.max(10, top + Math.min(height / 2, 60)) };
};
const point = (target: EventTarget, type: string, init: PointerEventInit): void => {
  target.dispatchEvent(
    new PointerEvent(type, { pointerId: 7, bubbles: true, composed: true, cancelable: true, ...init }),
  );
};
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
const hearing = <T>(target: EventTarget, type: string): readonly T[] => {
  const heard: T[] = [];
  target.addEventListener(type, (event) => heard.push((event as CustomEvent<T>).detail));
  return heard;
};

describe('sluice-board', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('has a column for each stage in the order of the pipeline, with its deals and what they are worth', async () => {
    const { board } = await put();
    expect(all(board, '.lane h4').map(text)).to.deep.equal([
      'Prospect',
      'To call back',
      'Qualified',
      'Negotiation',
      'Won',
      'Lost',
    ]);
    for (const { key } of stages) {
      expect([key, count(board, key), sum(board, key)]).to.deep.equal([
        key,
        inStage(key).length,
        euros.money(amountOf(inStage(key)), 'EUR'),
      ]);
      expect(lane(board, key).querySelectorAll('.tile')).to.have.length(inStage(key).length);
    }
  });

  it('shows on a card its client, its amount without cents, its owner and by how many days it is late', async () => {
    const { board } = await put();
    const late = deals.find(
      ({ values: { stage, dueOn, amount, owner } }) =>
        stage === 'negotiation' &&
        amount !== null &&
        owner !== null &&
        typeof dueOn === 'string' &&
        dueOn < FIXTURE_DAY,
    ) as Rec;
    const days = Math.round((Date.parse(FIXTURE_DAY) - Date.parse(late.values['dueOn'] as string)) / 86_400_000);
    const card = tile(board, late);
    expect(text(name(board, late))).to.equal(late.values['client']);
    expect(text(card.querySelector('.amount'))).to.equal(
      `Amount: ${euros.money(late.values['amount'] as number, 'EUR', { cents: false })}`,
    );
    expect(text(card.querySelector('.late'))).to.equal(days === 1 ? '1 day late' : `${days} days late`);
    expect(card.querySelector('.late svg')).not.to.equal(null);
    expect(text(card.querySelector('.owner'))).to.match(/^\p{Lu}{2}Owner: \p{L}+ \p{L}+$/u);
    const idle = Math.round((Date.parse(FIXTURE_DAY) - Date.parse(late.updatedAt.slice(0, 10))) / 86_400_000);
    expect(text(card.querySelector('.idle'))).to.equal(`idle for ${idle} days`);
  });

  it('moves a deal by its menu: its stage is stored, both columns count and sum it, and the page hears of it', async () => {
    const { board, source } = await put();
    const moves = hearing<CardMoveDetail>(board, 'sluice-card-move');
    const saves = hearing<RecordSaved>(board, 'sluice-record-saved');
    const amount = deal.values['amount'] as number;
    await menuTo(board, deal, 'Negotiation');
    expect(await stored(source, deal)).to.equal('negotiation');
    expect(stageOf(board, deal)).to.equal('negotiation');
    expect([count(board, 'qualified'), count(board, 'negotiation')]).to.deep.equal([
      inStage('qualified').length - 1,
      inStage('negotiation').length + 1,
    ]);
    expect([sum(board, 'qualified'), sum(board, 'negotiation')]).to.deep.equal([
      euros.money(amountOf(inStage('qualified')) - amount, 'EUR'),
      euros.money(amountOf(inStage('negotiation')) + amount, 'EUR'),
    ]);
    expect(moves).to.deep.equal([{ entity: 'deal', id: deal.id, from: 'qualified', to: 'negotiation' }]);
    expect(saves.map(({ id, values }) => [id, values['stage']])).to.deep.equal([[deal.id, 'negotiation']]);
    expect(said(board)).to.equal(`${client} moved to Negotiation.`);
    expect(focused(board)).to.equal(name(board, deal));
  });

  it('stands in its new column before the source has answered', async () => {
    const session = fixtureSession();
    const kept = fixtureSource();
    session.use({ ...kept, change: () => new Promise<never>(() => {}) });
    const { board } = await put({ session });
    await menuTo(board, deal, 'Negotiation');
    expect(stageOf(board, deal)).to.equal('negotiation');
    expect(count(board, 'negotiation')).to.equal(inStage('negotiation').length + 1);
    expect(tile(board, deal).getAttribute('aria-busy')).to.equal('true');
  });

  it('does not move where the page prevents it', async () => {
    const { board, source } = await put();
    board.addEventListener('sluice-card-move', (event) => event.preventDefault());
    await menuTo(board, deal, 'Negotiation');
    expect([await stored(source, deal), stageOf(board, deal), said(board)]).to.deep.equal([
      'qualified',
      'qualified',
      '',
    ]);
  });

  it('takes the card back when a rule refuses: negotiation needs an owner, and nothing changes', async () => {
    const { board, source } = await put();
    await source.change('deal', deal.id, { owner: null }, { version: 1 });
    await settled();
    const [unowned, from] = [deal, 'qualified'];
    const opened = hearing<RecordOpenDetail>(board, 'sluice-record-open');
    await menuTo(board, unowned, 'Negotiation');
    expect([await stored(source, unowned), stageOf(board, unowned)]).to.deep.equal([from, from]);
    expect((await source.get('deal', unowned.id))?.version).to.equal(2);
    expect([count(board, from), count(board, 'negotiation')]).to.deep.equal([
      inStage(from).length,
      inStage('negotiation').length,
    ]);
    const refusal = tile(board, unowned).querySelector('[role="alert"]');
    expect([...(refusal?.querySelectorAll('p') ?? [])].map(text)).to.deep.equal([
      'Not moved to Negotiation.',
      'A deal this far on needs an owner.',
    ]);
    expect(text(refusal?.querySelector('button'))).to.equal('Open the deal');
    refusal?.querySelector('button')?.click();
    expect(opened).to.deep.equal([{ entity: 'deal', id: unowned.id }]);
    expect(all(board, '.undo')).to.have.length(0);
  });

  it('says both stages where somebody else moved the deal meanwhile, and overwrites nothing', async () => {
    const session = fixtureSession();
    const kept = fixtureSource();
    session.use({ ...kept, watch: () => () => {} });
    const { board } = await put({ session });
    await kept.change('deal', deal.id, { stage: 'prospect' }, { version: 1 });
    await menuTo(board, deal, 'Negotiation');
    expect(await stored(kept, deal)).to.equal('prospect');
    expect(stageOf(board, deal)).to.equal('prospect');
    expect(text(tile(board, deal).querySelector('.refusal p'))).to.equal(
      'Somebody else moved it meanwhile. Theirs: Prospect. Yours: Negotiation.',
    );
  });

  it('moves a deal of which somebody else changed the product meanwhile', async () => {
    const session = fixtureSession();
    const kept = fixtureSource();
    session.use({ ...kept, watch: () => () => {} });
    const { board } = await put({ session });
    await kept.change('deal', deal.id, { product: 'Retainer' }, { version: 1 });
    await menuTo(board, deal, 'Negotiation');
    const { values } = (await kept.get('deal', deal.id)) as Rec;
    expect([values['stage'], values['product']]).to.deep.equal(['negotiation', 'Retainer']);
  });

  it('takes the card back when the data cannot be reached', async () => {
    const session = fixtureSession();
    const kept = fixtureSource();
    session.use({ ...kept, change: () => Promise.reject(new SourceError('offline', 'No network.', 'Try again.')) });
    const { board } = await put({ session });
    await menuTo(board, deal, 'Negotiation');
    expect(stageOf(board, deal)).to.equal('qualified');
    expect(text(tile(board, deal).querySelector('.refusal'))).to.contain('The data cannot be reached.');
  });

  it('takes a move back by Ctrl+Z right after it, and by the line that stays: a won deal is open again', async () => {
    const { board, source } = await put();
    await menuTo(board, deal, 'Won');
    expect((await source.get('deal', deal.id))?.values['closedOn']).to.equal(FIXTURE_DAY);
    await press(board, 'z', { ctrlKey: true });
    const back = await source.get('deal', deal.id);
    expect([back?.values['stage'], back?.values['closedOn']]).to.deep.equal(['qualified', null]);
    expect([said(board), stageOf(board, deal)]).to.deep.equal([`${client} is back in Qualified.`, 'qualified']);
    expect([count(board, 'qualified'), count(board, 'won')]).to.deep.equal([
      inStage('qualified').length,
      inStage('won').length,
    ]);
    await menuTo(board, deal, 'Prospect');
    all(board, '.undo')[0]?.click();
    await settled();
    expect(await stored(source, deal)).to.equal('qualified');
    expect(all(board, '.undo')).to.have.length(0);
  });

  it('gives a probability that was set by hand back with the stage', async () => {
    const { board, source } = await put();
    const overridden = deals.find(
      ({ values }) => values['probability'] !== null && values['stage'] !== 'negotiation',
    ) as Rec;
    await menuTo(board, overridden, 'Lost');
    expect((await source.get('deal', overridden.id))?.values['probability']).to.equal(0);
    await press(board, 'z', { ctrlKey: true });
    expect((await source.get('deal', overridden.id))?.values['probability']).to.equal(5500);
  });

  it('is worked by keyboard alone, and says every step', async () => {
    const { board, source } = await put();
    name(board, deal).focus();
    await press(board, ' ');
    expect(spoken(board)).to.equal(`${client} picked up from Qualified.`);
    await press(board, 'ArrowRight');
    expect(spoken(board)).to.equal('Over Negotiation, column 4 of 6.');
    expect(lane(board, 'negotiation').querySelector('.placeholder')).not.to.equal(null);
    await press(board, 'ArrowDown');
    expect(spoken(board)).to.equal('The cards of a column stand in the order of: Due.');
    await press(board, ' ');
    expect(await stored(source, deal)).to.equal('negotiation');
    expect(said(board)).to.equal(`${client} moved to Negotiation.`);
    expect(focused(board)).to.equal(name(board, deal));
    expect(lane(board, 'negotiation').querySelector('.placeholder')).to.equal(null);
  });

  it('puts a carried card back on Escape', async () => {
    const { board, source } = await put();
    name(board, deal).focus();
    await press(board, ' ');
    await press(board, 'ArrowLeft');
    await press(board, 'Escape');
    expect([spoken(board), await stored(source, deal)]).to.deep.equal([`${client} stays in Qualified.`, 'qualified']);
    expect(all(board, '.lifted, .placeholder')).to.have.length(0);
  });

  it('is one stop of the tab key, walked with the arrows; Enter opens the deal', async () => {
    const { board } = await put();
    const stops = () => all(board, '.name[tabindex="0"]');
    expect(stops()).to.have.length(1);
    stops()[0]?.focus();
    await press(board, 'ArrowDown');
    await press(board, 'ArrowRight');
    const second = lane(board, 'followUp').querySelectorAll('.name')[1];
    expect(focused(board)).to.equal(second ?? lane(board, 'followUp').querySelector('.name'));
    expect(stops()).to.deep.equal([focused(board)]);
    const opened = hearing<RecordOpenDetail>(board, 'sluice-record-open');
    (focused(board) as HTMLElement).click();
    expect(opened.map(({ entity }) => entity)).to.deep.equal(['deal']);
  });

  it('turns the arrows round where one writes from right to left', async () => {
    const { board } = await put({ session: fixtureSession({ locale: 'he' }), dir: 'rtl' });
    name(board, deal).focus();
    await press(board, ' ');
    await press(board, 'ArrowLeft');
    expect(lane(board, 'negotiation').querySelector('.placeholder')).not.to.equal(null);
    await press(board, 'Escape');
  });

  it('is dragged by the mouse into another column, and put back by Escape', async () => {
    const { board, source } = await put({ width: 760 });
    const opened = hearing<RecordOpenDetail>(board, 'sluice-record-open');
    name(board, deal).scrollIntoView({ block: 'nearest' });
    const from = middle(tile(board, deal));
    point(name(board, deal), 'pointerdown', { ...from, button: 0, pointerType: 'mouse' });
    point(window, 'pointermove', { clientX: from.clientX + 20, clientY: from.clientY, pointerType: 'mouse' });
    await settled();
    expect(all(board, '.ghost')).to.have.length(1);
    point(window, 'pointermove', { ...middle(lane(board, 'prospect')), pointerType: 'mouse' });
    await settled();
    expect(lane(board, 'prospect').classList.contains('over')).to.equal(true);
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
    await settled();
    expect([all(board, '.ghost').length, await stored(source, deal)]).to.deep.equal([0, 'qualified']);
    point(window, 'pointerup', from);
    point(name(board, deal), 'pointerdown', { ...from, button: 0, pointerType: 'mouse' });
    point(window, 'pointermove', { clientX: from.clientX + 20, clientY: from.clientY, pointerType: 'mouse' });
    point(window, 'pointermove', { ...middle(lane(board, 'prospect')), pointerType: 'mouse' });
    point(window, 'pointerup', { ...middle(lane(board, 'prospect')), pointerType: 'mouse' });
    await settled();
    expect([await stored(source, deal), stageOf(board, deal)]).to.deep.equal(['prospect', 'prospect']);
    expect(opened).to.deep.equal([]);
  });

  it('is picked up by a finger that rests, and scrolls under one that moves', async () => {
    const { board, source } = await put({ width: 760 });
    name(board, deal).scrollIntoView({ block: 'nearest' });
    const from = middle(tile(board, deal));
    const finger = { pointerType: 'touch', button: 0 };
    point(name(board, deal), 'pointerdown', { ...from, ...finger });
    point(window, 'pointermove', { clientX: from.clientX, clientY: from.clientY + 30, ...finger });
    await new Promise((resolve) => setTimeout(resolve, 450));
    expect(all(board, '.ghost')).to.have.length(0);
    point(name(board, deal), 'pointerdown', { ...from, ...finger });
    await new Promise((resolve) => setTimeout(resolve, 450));
    await settled();
    expect(all(board, '.ghost')).to.have.length(1);
    point(window, 'pointermove', { ...middle(lane(board, 'followUp')), ...finger });
    point(window, 'pointerup', { ...middle(lane(board, 'followUp')), ...finger });
    await settled();
    expect(await stored(source, deal)).to.equal('followUp');
  });

  it('moves nothing where the source can only be read', async () => {
    const { board, source } = await put({ session: fixtureSession({ writable: false }) });
    expect(all(board, '.more')).to.have.length(0);
    name(board, deal).focus();
    await press(board, ' ');
    await press(board, 'ArrowRight');
    await press(board, ' ');
    expect([await stored(source, deal), spoken(board)]).to.deep.equal(['qualified', '']);
  });

  it('shows the first cards of a column and the rest on demand', async () => {
    const { board } = await put({ template: html`<sluice-board limit="2"></sluice-board>` });
    const cards = () => lane(board, 'prospect').querySelectorAll('.tile').length;
    expect([cards(), text(lane(board, 'prospect').querySelector('.more-cards'))]).to.deep.equal([
      2,
      `${inStage('prospect').length - 2} more`,
    ]);
    lane(board, 'prospect').querySelector<HTMLElement>('.more-cards')?.click();
    await settled();
    expect(cards()).to.equal(4);
    expect(count(board, 'prospect')).to.equal(inStage('prospect').length);
  });

  it('folds closed stages where not all columns have room; a card can still be dropped there', async () => {
    const { board, source } = await put({ width: 1000 });
    expect(all(board, '.folded').map(text)).to.deep.equal(
      ['won', 'lost'].map(
        (key) =>
          `Show ${key === 'won' ? 'Won' : 'Lost'}: ${key === 'won' ? 'Won' : 'Lost'} ${inStage(key).length} ${euros.money(amountOf(inStage(key)), 'EUR', { compact: true, cents: false })}`,
      ),
    );
    const from = middle(tile(board, deal));
    const to = lane(board, 'won');
    point(name(board, deal), 'pointerdown', { ...from, button: 0 });
    point(window, 'pointermove', { clientX: from.clientX + 20, clientY: from.clientY });
    to.scrollIntoView({ inline: 'nearest', block: 'nearest' });
    const at = to.getBoundingClientRect();
    point(window, 'pointermove', { clientX: at.left + 20, clientY: at.top + 20 });
    point(window, 'pointerup', { clientX: at.left + 20, clientY: at.top + 20 });
    await settled();
    expect([await stored(source, deal), said(board)]).to.deep.equal(['won', `${client} moved to Won.`]);
    expect(count(board, 'won')).to.equal(inStage('won').length + 1);
    // a click right after a drop is none
    await new Promise((resolve) => setTimeout(resolve, 80));
    lane(board, 'won').querySelector('button')?.click();
    await settled();
    expect(stageOf(board, deal)).to.equal('won');
  });

  it('shows one column at a time on a phone, chosen by tabs', async () => {
    const { board, source } = await put({ width: 360 });
    expect(all(board, '[role=tab]').map(text)).to.deep.equal(
      stages.map(
        ({ key }, at) =>
          `${['Prospect', 'To call back', 'Qualified', 'Negotiation', 'Won', 'Lost'][at]} ${inStage(key).length}`,
      ),
    );
    expect(all(board, '.lane')).to.have.length(1);
    all(board, '[role=tab]')[0]?.focus();
    await press(board, 'ArrowRight');
    await press(board, 'ArrowRight');
    expect(all(board, '[role=tabpanel] .tile')).to.have.length(inStage('qualified').length);
    await menuTo(board, deal, 'Negotiation');
    expect(await stored(source, deal)).to.equal('negotiation');
    expect(text(all(board, '[role=tab]')[3])).to.equal(`Negotiation ${inStage('negotiation').length + 1}`);
    expect(focused(board)?.classList.contains('undo')).to.equal(true);
  });

  it('follows the filters of the app, and offers to clear them when nothing is left', async () => {
    const { board, session } = await put();
    session.setFilters([{ field: 'client', op: 'in', values: [client] }]);
    await settled();
    expect(all(board, '.tile').map((one) => text(one.querySelector('.name')))).to.deep.equal(
      deals.filter(({ values }) => values['client'] === client).map(() => client),
    );
    session.setFilters([{ field: 'client', op: 'in', values: ['Nobody'] }]);
    await settled();
    expect(text(all(board, '.nothing p')[0])).to.equal('Nothing matches these filters.');
    expect(board.matches(':state(empty)')).to.equal(true);
    all(board, '.nothing button')[0]?.click();
    await settled();
    expect(all(board, '.tile')).to.have.length(deals.length);
  });

  it('has its columns by any field of choices: an owner is given by moving the card', async () => {
    const { board, source } = await put({
      template: html`<sluice-board by="owner" card="client stage amount"></sluice-board>`,
    });
    const names = all(board, '.lane h4').map(text);
    expect([...names].sort()).to.deep.equal(['Anna Petit', 'Boris Lemaire', 'Chloé Durand', 'David Cohen']);
    await menuTo(board, deal, 'Anna Petit');
    const anna = (fixtureRecords()['user'] ?? []).find(({ values }) => values['name'] === 'Anna Petit');
    expect((await source.get('deal', deal.id))?.values['owner']).to.equal(anna?.id);
  });

  it('says so where records have no stages', async () => {
    const { board } = await put({ template: html`<sluice-board entity="company"></sluice-board>` });
    expect(text(all(board, '.nothing p')[0])).to.equal('These records have no stages to stand in.');
  });

  it('shows shapes while it loads, and offers to try again when the data cannot be had', async () => {
    const waiting = await put({ session: fixtureSession({ answers: 'never' }) });
    expect(all(waiting.board, '.columns .lane')).to.have.length(4);
    expect(waiting.board.matches(':state(loading)')).to.equal(true);
    mounted?.remove();
    const failed = await put({ session: fixtureSession({ answers: 'offline' }) });
    expect(all(failed.board, '[role=alert] button')).to.have.length(1);
    expect(failed.board.matches(':state(error)')).to.equal(true);
  });

  for (const [width, dir] of [
    [280, 'ltr'],
    [280, 'rtl'],
    [1200, 'ltr'],
  ] as const)
    it(`stays within ${width} pixels, ${dir}`, async () => {
      await put({ session: fixtureSession({ locale: dir === 'rtl' ? 'he' : 'fr' }), width, dir });
      const root = mounted?.root as HTMLElement;
      root.style.overflow = 'hidden';
      await settled();
      expect(root.scrollWidth).to.equal(width);
    });

  for (const [dir, width] of [
    ['ltr', 1200],
    ['rtl', 1200],
    ['ltr', 360],
  ] as const)
    it(`breaks no rule of axe, ${dir}, ${width} pixels`, async () => {
      const { board } = await put({ session: fixtureSession({ locale: dir === 'rtl' ? 'he' : 'en' }), dir, width });
      all(board, '.more')[0]?.click();
      await settled();
      const { violations } = await axe.run(mounted?.root as HTMLElement);
      expect(violations.map((one) => `${one.id} ${one.nodes[0]?.html ?? ''}`)).to.deep.equal([]);
    });
});
