import { type Change, isId, type Rec, type Source } from '@sluice/core';
import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import type { Session } from '../../controllers/session.ts';
import { fixtureRecords, fixtureSession, fixtureSource, type Mounted, mountIn } from '../../fixtures.ts';
import './define.ts';
import type { SluiceTimeline } from './timeline.ts';

const deals = fixtureRecords()['deal'] ?? [];
const deal = deals.find(
  ({ values }) => values['stage'] === 'qualified' && values['amount'] !== null && values['owner'] !== null,
) as Rec;
const [anna, boris] = fixtureRecords()['user'] ?? [];

let mounted: Mounted | null = null;
interface Given {
  readonly session?: Session;
  readonly entity?: string;
  readonly id?: string;
  readonly dir?: 'ltr' | 'rtl';
  readonly limit?: number;
}
const put = async ({ session = fixtureSession(), entity = '', id = deal.id, dir = 'ltr', limit = 50 }: Given = {}) => {
  mounted = mountIn(
    session,
    html`<sluice-timeline entity=${entity} record-id=${id} limit=${limit}></sluice-timeline>`,
    { dir },
  );
  await mounted.settled();
  return { timeline: mounted.find('sluice-timeline') as SluiceTimeline, source: session.source as Source };
};
const text = (element: Element | null | undefined): string =>
  (element?.textContent ?? '').replace(/[\s\u00a0\u202f]+/g, ' ').trim();
const all = (timeline: SluiceTimeline, selector: string): readonly HTMLElement[] => [
  ...(timeline.shadowRoot as ShadowRoot).querySelectorAll<HTMLElement>(selector),
];
/** What a line says to somebody who hears it. */
const lines = (timeline: SluiceTimeline): readonly string[] =>
  all(timeline, '.lines li').map((line) => text(line.querySelector('.spoken') ?? line));
const nothing = (timeline: SluiceTimeline): string => text(all(timeline, '.nothing')[0]);

describe('sluice-timeline', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('says what changed from what to what: an amount, a product, an owner by name, the newest first', async () => {
    const { timeline, source } = await put();
    await source.change('deal', deal.id, { amount: 1_200_000, product: null, owner: null }, { version: 1 });
    await source.change('deal', deal.id, { amount: 1_250_055, product: 'Retainer' }, { version: 2 });
    await source.change('deal', deal.id, { owner: anna?.id ?? null }, { version: 3 });
    await source.change('deal', deal.id, { owner: boris?.id ?? null }, { version: 4 });
    await mounted?.settled();
    const said = lines(timeline);
    expect(said[0]).to.equal('Owner: from Anna Petit to Boris Lemaire');
    expect(said).to.include('Amount: from €12,000 to €12,500.55');
    expect(said).to.include('Product: Retainer');
    expect(all(timeline, '.entry')).to.have.length(
      (source as Source & { journal: () => readonly Change[] }).journal().length,
    );
  });

  it('says moves between stages as such, a probability set by hand, and that it follows its stage again', async () => {
    const { timeline, source } = await put();
    await source.change('deal', deal.id, { stage: 'negotiation' }, { version: 1 });
    await source.change('deal', deal.id, { probability: 5500 }, { version: 2 });
    await source.change('deal', deal.id, { stage: 'won' }, { version: 3 });
    await mounted?.settled();
    expect(lines(timeline)).to.deep.equal([
      'Moved from Negotiation to Won',
      'Probability follows its rule again (was 55%)',
      'Closed: Feb 5, 2025',
      'Probability set by hand: 55%',
      'Moved from Qualified to Negotiation',
    ]);
  });

  it('says who, how long ago and exactly when, by the day of the zone', async () => {
    const { timeline, source } = await put();
    await source.change('deal', deal.id, { product: 'Retainer' }, { version: 1 });
    await mounted?.settled();
    expect(all(timeline, 'h4').map(text)).to.deep.equal(['today · Wednesday, February 5, 2025']);
    expect(text(all(timeline, '.who')[0])).to.equal('by anna today · Feb 5, 2025, 11:00 AM');
    expect(all(timeline, '.when time')[0]?.getAttribute('datetime')).to.equal('2025-02-05T10:00:00.000Z');
  });

  it('keeps a deal that was made and deleted, with every value it had', async () => {
    const session = fixtureSession();
    const made = await session.source?.create('deal', { client: 'Nordlicht', amount: 500_000, stage: 'prospect' });
    const id = made?.ok ? made.record.id : '';
    expect(isId(id)).to.equal(true);
    await session.source?.remove('deal', id, { version: 1 });
    const { timeline } = await put({ session, id });
    expect(all(timeline, '.what').map(text)).to.deep.equal(['Deleted', 'Created']);
    for (const entry of all(timeline, '.entry'))
      expect([...entry.querySelectorAll('.lines li')].map(text)).to.include.members([
        'Stage: Prospect',
        'Amount: €5,000',
        'Client: Nordlicht',
      ]);
  });

  it('names the user that the journal names by identifier, and that an import wrote', async () => {
    const session = fixtureSession();
    const change: Change = {
      tenant: 'demo',
      at: '2025-02-03T08:00:00.000Z',
      actor: anna?.id ?? '',
      cause: 'import deals.csv',
      entity: 'deal',
      id: deal.id,
      version: 2,
      before: { amount: 100_000 },
      after: { amount: null },
    };
    session.use({ ...fixtureSource(), journalOf: () => Promise.resolve([change]) } as Source);
    const { timeline } = await put({ session });
    expect(text(all(timeline, '.who')[0])).to.match(/^by Anna Petit import 2 days ago · Feb 3, 2025, 9:00 AM$/);
    expect(lines(timeline)).to.deep.equal(['Amount emptied (was €1,000)']);
  });

  it('shows the newest changes and the earlier ones on demand', async () => {
    const session = fixtureSession();
    for (let version = 1; version <= 5; version += 1)
      await session.source?.change('deal', deal.id, { product: `Product ${version}` }, { version });
    const { timeline } = await put({ session, limit: 2 });
    expect([all(timeline, '.entry').length, text(all(timeline, '.more')[0])]).to.deep.equal([2, '3 earlier']);
    all(timeline, '.more')[0]?.click();
    await mounted?.settled();
    expect([all(timeline, '.entry').length, text(all(timeline, '.more')[0])]).to.deep.equal([4, '1 earlier']);
  });

  it('says why there is nothing: no journal, no such entity, no change, no record chosen', async () => {
    const session = fixtureSession();
    const { journal: _, ...without } = fixtureSource() as Source & { journal: unknown };
    session.use(without);
    expect(nothing((await put({ session })).timeline)).to.equal('This source keeps no history.');
    mounted?.remove();
    const unknown = await put({ entity: 'invoice' });
    expect(nothing(unknown.timeline)).to.equal('This source has no records called “invoice”.');
    expect(unknown.timeline.matches(':state(empty)')).to.equal(true);
    mounted?.remove();
    expect(nothing((await put()).timeline)).to.equal('Nothing is noted about this record yet.');
    mounted?.remove();
    expect(nothing((await put({ id: '' })).timeline)).to.equal('Choose a record to see its history here.');
  });

  it('shows shapes while it loads, and offers to try again when the data cannot be had', async () => {
    const waiting = await put({ session: fixtureSession({ answers: 'never' }) });
    expect(all(waiting.timeline, '.skeleton').length).to.be.greaterThan(4);
    expect(waiting.timeline.matches(':state(loading)')).to.equal(true);
    mounted?.remove();
    const failed = await put({ session: fixtureSession({ answers: 'offline' }) });
    expect(all(failed.timeline, '[role=alert] button')).to.have.length(1);
    expect(failed.timeline.matches(':state(error)')).to.equal(true);
  });

  for (const [dir, width] of [
    ['ltr', 560],
    ['ltr', 280],
    ['rtl', 280],
  ] as const)
    it(`breaks no rule of axe and stays within ${width} pixels, ${dir}`, async () => {
      const session = fixtureSession({ locale: dir === 'rtl' ? 'he' : 'en' });
      await session.source?.change('deal', deal.id, { amount: 1_200_000, notes: 'x'.repeat(300) }, { version: 1 });
      await session.source?.change('deal', deal.id, { stage: 'won' }, { version: 2 });
      await put({ session, dir });
      const root = mounted?.root as HTMLElement;
      root.style.inlineSize = `${width}px`;
      root.style.overflow = 'hidden';
      await mounted?.settled();
      expect(root.scrollWidth).to.equal(width);
      const { violations } = await axe.run(root);
      expect(violations.map((one) => `${one.id} ${one.nodes[0]?.html ?? ''}`)).to.deep.equal([]);
    });
});
