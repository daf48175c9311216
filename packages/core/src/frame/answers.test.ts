import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crm } from '../blueprints/index.ts';
import type { Expr, Moment } from '../expr/index.ts';
import type { Value } from '../kinds/index.ts';
import { registry } from '../metrics/index.ts';
import { resolveModel } from '../model/index.ts';
import { plan, planList, type Query, run, runList } from '../query/index.ts';
import type { Rec } from '../records/index.ts';
import { buildFrame, type Frame } from './index.ts';

const resolved = resolveModel(crm);
if (!resolved.ok) throw new Error('the blueprint has issues');
const model = resolved.value;
const deal = model.find('deal');
const company = model.find('company');
if (!deal || !company) throw new Error('the blueprint has no deals');
const moment: Moment = { today: '2025-02-05', zone: 'Europe/Paris' };

const idOf = (n: number): string => `018f2f6e-0000-7000-8000-${String(n).padStart(12, '0')}`;
const record = (entity: typeof deal, n: number, values: Readonly<Record<string, Value>>): Rec => ({
  id: idOf(n),
  version: 1,
  createdAt: '2025-01-02T10:00:00.000Z',
  updatedAt: '2025-01-02T10:00:00.000Z',
  overrides: {},
  values: Object.fromEntries(entity.stored.map((field) => [field.name, values[field.name] ?? null])),
});

const values = fc.record({
  client: fc.constantFrom('ACME', 'Élan', 'Zoë'),
  amount: fc.option(fc.constantFrom(0, 100, 333, 9_007_199_254_740_991), { nil: null }),
  stage: fc.constantFrom('prospect', 'won', 'lost', 'qualified'),
  sector: fc.option(fc.constantFrom('Vin', 'Agro'), { nil: null }),
  account: fc.option(fc.constantFrom(idOf(50), idOf(51)), { nil: null }),
  dueOn: fc.option(fc.constantFrom('2024-12-31', '2025-02-05', '2025-03-01'), { nil: null }),
  createdOn: fc.option(fc.constantFrom('2024-11-30', '2025-01-05'), { nil: null }),
  closedOn: fc.option(fc.constantFrom('2025-01-31', '2025-02-01'), { nil: null }),
});
const edit = fc.oneof(
  { weight: 6, arbitrary: fc.record({ op: fc.constant('put' as const), n: fc.integer({ min: 0, max: 9 }), values }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('remove' as const), n: fc.integer({ min: 0, max: 9 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constant('company' as const),
      n: fc.constantFrom(50, 51),
      sector: fc.constantFrom('IT', 'Vin'),
    }),
  },
);

const QUESTIONS: readonly Query[] = [
  { entity: 'deal', measures: registry.ids(deal) },
  { entity: 'deal', by: ['stage'], measures: ['count', 'sum:amount', 'avg(amount)', 'max(amount)'] },
  { entity: 'deal', by: ['sector', 'dueOn:month'], measures: ['stage.amount', 'median(amount)'], where: 'stage.open' },
  { entity: 'deal', by: ['account.sector'], measures: ['weighted.open', 'countDistinct(client)'] },
  { entity: 'deal', by: ['dueOn'], measures: ['avg(days(createdOn, closedOn))', 'sum(amount, stage.won)'] },
  { entity: 'deal', measures: ['sum:amount'], filters: [{ field: 'sector', op: 'in', values: ['Vin', null] }] },
  { entity: 'deal', measures: ['sum:amount'], where: 'amount * probability > 1 and dueOn < today()' },
];

const answers = (frames: ReadonlyMap<string, Frame>) => {
  const tables = { frame: (name: string) => frames.get(name) };
  const questions = QUESTIONS.flatMap((query) => {
    const planned = plan(query, model, registry);
    return planned.ok ? [run(planned.value, tables, moment)] : [];
  });
  const pages = ['-amount', 'client', 'dueOn', '-account.sector'].flatMap((word) => {
    const planned = planList({ entity: 'deal', sort: [word], limit: 3 }, model);
    if (!planned.ok) return [];
    const { rows, total, next } = runList(planned.value, tables, moment);
    return [{ ids: Array.from(rows, (row) => frames.get('deal')?.idAt(row)), total, next }];
  });
  return { questions, pages };
};

/** Frames of the same records, in the same rows, of which nothing was asked before. */
const afresh = (frames: ReadonlyMap<string, Frame>): ReadonlyMap<string, Frame> => {
  const made = new Map<string, Frame>();
  for (const [name, frame] of frames) {
    const records = Array.from({ length: frame.length }, (_, row) => frame.record(row));
    made.set(name, buildFrame(frame.entity, records, { related: (other) => made.get(other) }));
  }
  return made;
};

describe('what a frame keeps', () => {
  it('answers every question after any edits as a frame does that is asked for the first time', () => {
    const count = answers(afresh(new Map([['deal', buildFrame(deal, [])]]))).questions.length;
    expect(count).toBeGreaterThanOrEqual(5);
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), fc.array(fc.boolean(), { maxLength: 12 }), (edits, asking) => {
        const frames = new Map<string, Frame>();
        const related = (name: string) => frames.get(name);
        frames.set('company', buildFrame(company, [record(company, 50, { name: 'A', sector: 'IT' })], { related }));
        const start = Array.from({ length: 6 }, (_, n) =>
          record(deal, n, { client: 'ACME', amount: n * 100, stage: 'prospect', account: idOf(50) }),
        );
        const frame = buildFrame(deal, start, { related });
        frames.set('deal', frame);
        answers(frames);
        for (const [at, one] of edits.entries()) {
          if (one.op === 'remove') frame.remove(idOf(one.n));
          else if (one.op === 'company') {
            const there = frames.get('company');
            const next = record(company, one.n, { name: 'B', sector: one.sector });
            if (there?.rowOf(next.id) === -1) there.insert(next);
            else there?.replace(next);
          } else {
            const next = record(deal, one.n, one.values);
            if (frame.rowOf(next.id) < 0) frame.insert(next);
            else frame.replace(next);
          }
          if (asking[at] ?? true) expect(answers(frames)).toEqual(answers(afresh(frames)));
        }
        expect(answers(frames)).toEqual(answers(afresh(frames)));
      }),
      { numRuns: 200 },
    );
  });

  it('gives the same column while nothing it depends on was edited', () => {
    const frame = buildFrame(deal, [record(deal, 1, { client: 'A', stage: 'won', amount: 5 })]);
    const open = deal.scope.resolve(['stage', 'open']) as Expr;
    const before = [frame.vector(open, moment), frame.select(open, moment)];
    frame.replace(record(deal, 1, { client: 'B', stage: 'won', amount: 6 }));
    expect([frame.vector(open, moment), frame.select(open, moment)]).toStrictEqual(before);
    expect(frame.vector(open, moment)).toBe(before[0]);
    frame.replace(record(deal, 1, { client: 'B', stage: 'prospect', amount: 6 }));
    expect(Array.from(frame.select(open, moment))).toEqual([0]);
  });
});
