import { describe, expect, it } from 'vitest';
import { crm } from '../blueprints/index.ts';
import { createFormat } from '../format/index.ts';
import { resolveModel } from '../model/index.ts';
import { idSequence } from '../records/index.ts';
import { memorySource } from '../source/memory.ts';
import { boardReport, dashboardReport, pdfOf, type Report, type ReportPart, type ReportWish } from './index.ts';
import { broken, pieces } from './pdf.ts';

const resolved = resolveModel(crm);
if (!resolved.ok) throw new Error('the blueprint does not resolve');
const model = resolved.value;
const moment = { today: '2025-02-05', zone: 'Europe/Paris' };

const sourceOf = async (deals: readonly Readonly<Record<string, string | number>>[]) => {
  let count = 0;
  const source = memorySource({
    model,
    moment: () => moment,
    now: () => '2025-02-05T10:00:00.000Z',
    id: idSequence(
      () => 1_738_749_600_000,
      () => [0, 0, (count += 1)],
    ),
    actor: 'anna',
  });
  for (const deal of deals) {
    const made = await source.create('deal', deal);
    if (!made.ok) throw new Error(made.issues[0]?.message);
  }
  return source;
};
const DEALS = [
  { client: 'Alpha', amount: 100_000, stage: 'prospect', sector: 'Énergie', dueOn: '2025-01-26' },
  { client: 'Beta', amount: 300_000, stage: 'negotiation', sector: 'Santé', dueOn: '2025-03-01' },
  { client: 'Gamma', amount: 50_000, stage: 'won', sector: 'Santé', closedOn: '2025-01-10' },
  { client: 'Delta', amount: 70_000, stage: 'lost', closedOn: '2024-12-02' },
];
const wishOf = async (locale: string, deals: typeof DEALS | [] = DEALS, more: Partial<ReportWish> = {}) => {
  const source = await sourceOf(deals);
  const entity = model.find('deal');
  if (!entity) throw new Error('there are no deals');
  const format = createFormat({ locale, currency: 'EUR', zone: moment.zone });
  return { source, entity, selection: {}, format, moment, owner: 'Demo', ...more };
};
const made = async (report: ReturnType<typeof dashboardReport>): Promise<Report> => {
  const done = await report;
  if (!done.ok) throw new Error(done.issues.map(({ message }) => message).join(' '));
  return done.value;
};
const named = (report: Report, title: string): ReportPart | undefined =>
  report.parts.find((part) => 'title' in part && part.title === title);
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');
const all = (report: Report): string => plain(JSON.stringify(report));

describe('a dashboard as a report', () => {
  it('says the figures of the registry in words', async () => {
    const report = await made(dashboardReport(await wishOf('en')));
    const [figures] = report.parts;
    expect(figures).toMatchObject({ kind: 'figures' });
    // 1 000 × 10 % + 3 000 × 70 %
    expect(all(report)).toContain('"value":"€2,200"');
    expect(report.subtitle).toBe('Demo · Deals · as of February 5, 2025');
  });

  it('counts every stage in the order of the pipeline, and the sums below', async () => {
    const table = named(await made(dashboardReport(await wishOf('en'))), 'By stage');
    expect(table).toMatchObject({ kind: 'table', total: ['Total', '4', '€5,200'] });
    if (table?.kind !== 'table') return;
    expect(table.rows.map(([stage]) => stage)).toEqual(['Prospect', 'Negotiation', 'Won', 'Lost']);
  });

  it('lists what is overdue with the days it is late by', async () => {
    const table = named(await made(dashboardReport(await wishOf('fr'))), 'En retard');
    if (table?.kind !== 'table') throw new Error('there is no list');
    expect(table.rows.map((row) => [row[0], row.at(-1)])).toEqual([['Alpha', '10']]);
  });

  it('narrows every part to the selection, and says that it did', async () => {
    const selection = { filters: [{ field: 'sector', op: 'in', values: ['Santé'] }] } as const;
    const report = await made(dashboardReport(await wishOf('en', DEALS, { selection, filtered: 'Santé' })));
    expect(report.subtitle).toContain('filtered: Santé');
    expect(named(report, 'By stage')).toMatchObject({ total: ['Total', '2', '€3,500'] });
    expect(all(report)).not.toContain('Alpha');
  });

  it('is made of nothing at all, too: unknown is a dash with its reason', async () => {
    const report = await made(dashboardReport(await wishOf('en', [])));
    expect(all(report)).toContain('"value":"—"');
    expect(all(report)).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe('a board report', () => {
  it('tells the range of what the open deals will come to, and the chance of a quota', async () => {
    const report = await made(boardReport(await wishOf('en', DEALS, { quota: 300_000 })));
    // 70 % that the larger one is won; the small one alone does not reach it
    expect(all(report)).toContain('{"label":"Chance of €3,000","value":"70%"}');
    expect(named(report, 'Categories, unweighted')).toMatchObject({ kind: 'table' });
    expect(named(report, 'Quarter by quarter')).toMatchObject({ rows: [expect.anything(), expect.anything()] });
  });

  it('counts an open deal in the category somebody set on it, and a won one in its stage’s', async () => {
    const marked = DEALS.map((deal) => ({ ...deal, ...(deal.client === 'Beta' ? {} : { forecast: 'commit' }) }));
    const table = named(await made(boardReport(await wishOf('en', marked))), 'Categories, unweighted');
    if (table?.kind !== 'table') throw new Error('there are no categories');
    // Alpha is a prospect: its stage would have it in the pipeline. Gamma is won, Delta lost.
    expect(table.rows).toEqual([
      ['Closed', '€500', ''],
      ['Commit', '€1,000', '€1,500'],
      ['Best case', '€3,000', '€4,500'],
      ['Pipeline', '€0', ''],
    ]);
  });
});

describe('a report as a PDF', () => {
  const look = { font: 'DejaVu', ordered: (text: string) => text, at: '2025-02-05T10:00:00.000Z' };

  it('has a table per list and pages with numbers', async () => {
    const pdf = pdfOf(await made(dashboardReport(await wishOf('ru'))), look);
    expect(JSON.stringify(pdf['content'])).toContain('По этапам');
    const { footer } = pdf;
    if (typeof footer !== 'function') throw new Error('there is no footer');
    expect((footer as (page: number, pages: number) => unknown)(1, 3)).toMatchObject({ text: 'Стр. 1 из 3' });
  });

  it('turns columns round where a language is written from right to left', async () => {
    const report = await made(dashboardReport(await wishOf('he')));
    const table = named(report, 'לפי שלב');
    if (table?.kind !== 'table') throw new Error('there is no table');
    const text = JSON.stringify(pdfOf(report, look)['content']);
    expect(table.columns.slice(0, 2).map(({ label }) => label)).toEqual(['שלב', 'מספר']);
    expect(report.rightToLeft).toBe(true);
    const [number, stage] = ['מספר', 'שלב'].map((label) => [...label].toReversed().join(''));
    const head = text.indexOf(number ?? '');
    expect(head).toBeGreaterThan(0);
    // in the row of the headings the first column is drawn last
    expect(text.slice(head, head + 300)).toContain(stage);
  });

  it('hands words over as they are read, in the order they are seen', () => {
    expect(pieces('€ 120 ךס')).toEqual(['€ 120 ', 'סך']);
    expect(pieces('לולקש אלל ,תוירוגטק')).toEqual(['שקלול', ' ', 'ללא', ' ,', 'קטגוריות']);
    expect(pieces('Total 12')).toEqual(['Total 12']);
  });

  it('breaks a text into lines of whole words', () => {
    expect(broken('one two three four', 9)).toEqual(['one two', 'three', 'four']);
    expect(broken('unbreakable', 4)).toEqual(['unbreakable']);
  });
});
