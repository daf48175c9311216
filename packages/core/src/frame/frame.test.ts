import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crm } from '../blueprints/index.ts';
import type { Expr, Moment } from '../expr/index.ts';
import type { Value } from '../kinds/index.ts';
import { type Entity, resolveModel } from '../model/index.ts';
import type { Rec } from '../records/index.ts';
import { buildFrame, compareFolded, compareText, type Frame, orderRows, restore, snapshot } from './index.ts';

const resolved = resolveModel(crm);
if (!resolved.ok) throw new Error('the blueprint has issues');
const model = resolved.value;
const entity = (name: string): Entity => {
  const found = model.find(name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};
const deal = entity('deal');
const moment: Moment = { today: '2025-02-05', zone: 'Europe/Paris' };

const idOf = (n: number): string => `018f2f6e-0000-7000-8000-${String(n).padStart(12, '0')}`;
const record = (n: number, values: Readonly<Record<string, Value>>): Rec => ({
  id: idOf(n),
  version: 1,
  createdAt: '2025-01-02T10:00:00.000Z',
  updatedAt: '2025-01-02T10:00:00.000Z',
  overrides: {},
  values: Object.fromEntries(deal.stored.map((field) => [field.name, values[field.name] ?? null])),
});
const named = (name: string): Expr => {
  const expr = deal.scope.resolve(name.split('.'));
  if (!expr) throw new Error(`no ${name}`);
  return expr;
};

const values = fc.record({
  client: fc.constantFrom('ACME', 'acme', 'Élan', 'elan', 'Zoë', '9', '10', 'ß', '😀', '\uE000'),
  amount: fc.option(
    fc.integer({ min: 0, max: 5 }).map((n) => n * 100),
    { nil: null },
  ),
  stage: fc.constantFrom('prospect', 'won', 'lost', 'qualified'),
  dueOn: fc.option(fc.constantFrom('2024-12-31', '2025-02-05', '1969-12-31'), { nil: null }),
  tags: fc.option(fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 }), { nil: null }),
});
const edits = fc.array(
  fc.oneof(
    fc.record({ op: fc.constant('put' as const), n: fc.integer({ min: 0, max: 12 }), values }),
    fc.record({ op: fc.constant('remove' as const), n: fc.integer({ min: 0, max: 12 }) }),
  ),
  { maxLength: 40 },
);
type Edit = { op: 'put'; n: number; values: Readonly<Record<string, Value>> } | { op: 'remove'; n: number };

const applied = (frame: Frame, list: readonly Edit[]): Map<string, Rec> => {
  const kept = new Map<string, Rec>();
  for (const edit of list) {
    const id = idOf(edit.n);
    if (edit.op === 'remove') {
      expect(frame.remove(id)).toBe(kept.delete(id));
      continue;
    }
    const next = record(edit.n, edit.values);
    if (kept.has(id)) frame.replace(next);
    else frame.insert(next);
    kept.set(id, next);
    // Reading between edits must not leave anything stale behind.
    frame.select({ op: 'call', type: { unit: 'flag' }, name: 'filled', args: [named('amount')] }, moment);
    frame.byId();
  }
  return kept;
};
const contents = (frame: Frame): readonly Rec[] =>
  Array.from({ length: frame.length }, (_, row) => frame.record(row)).sort((a, b) => compareText(a.id, b.id));

describe('a frame', () => {
  it('holds after any edits exactly the records that were put and not removed', () => {
    fc.assert(
      fc.property(edits, (list) => {
        const frame = buildFrame(deal, []);
        const kept = applied(frame, list);
        expect(contents(frame)).toEqual([...kept.values()].sort((a, b) => compareText(a.id, b.id)));
        for (const id of kept.keys()) expect(frame.idAt(frame.rowOf(id))).toBe(id);
        const open = frame.select(named('stage.open'), moment);
        expect(Array.from(open, (row) => frame.idAt(row)).sort()).toEqual(
          [...kept.values()]
            .filter((one) => one.values['stage'] === 'prospect' || one.values['stage'] === 'qualified')
            .map((one) => one.id)
            .sort(),
        );
      }),
    );
  });

  it('comes back from its snapshot as it was, and can be edited on', () => {
    fc.assert(
      fc.property(edits, (list) => {
        const frame = buildFrame(deal, []);
        applied(frame, list);
        const back = restore(deal, snapshot(frame));
        expect(contents(back)).toEqual(contents(frame));
        back.insert(record(99, { client: 'New', stage: 'won', amount: 1 }));
        expect(back.record(back.rowOf(idOf(99))).values['client']).toBe('New');
        expect(frame.rowOf(idOf(99))).toBe(-1);
      }),
    );
    expect(() => restore(deal, new ArrayBuffer(64))).toThrow('not a snapshot');
  });

  it('orders rows as a comparison of their values would, nulls last, equal rows by id', () => {
    const key = fc.record({
      name: fc.constantFrom('client', 'amount', 'dueOn', 'stage'),
      descending: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(values, { maxLength: 30 }), fc.array(key, { maxLength: 3 }), (all, keys) => {
        const records = all.map((one, n) => record(n, one));
        // Built backwards, so that the order of rows is not the order of ids.
        const frame = buildFrame(deal, [...records].reverse());
        const ordered = orderRows(
          frame,
          frame.select(null, moment),
          keys.map(({ name, descending }) => ({
            vector: frame.vector(named(name), moment),
            descending,
            collate: true,
          })),
        );
        const expected = [...records].sort((a, b) => {
          for (const { name, descending } of keys) {
            const x = a.values[name] ?? null;
            const y = b.values[name] ?? null;
            if (x === y) continue;
            if (x === null) return 1;
            if (y === null) return -1;
            const difference =
              typeof x === 'number' && typeof y === 'number' ? x - y : compareFolded(x as string, y as string);
            if (difference !== 0) return descending ? -difference : difference;
          }
          return compareText(a.id, b.id);
        });
        expect(Array.from(ordered, (row) => frame.idAt(row))).toEqual(expected.map((one) => one.id));
      }),
    );
  });

  it('finds the first rows as sorting all of them would', () => {
    const key = fc.record({
      name: fc.constantFrom('client', 'amount', 'dueOn', 'stage'),
      descending: fc.boolean(),
    });
    const many = fc.array(fc.tuple(values, fc.integer({ min: -3, max: 2000 })), { minLength: 100, maxLength: 400 });
    fc.assert(
      fc.property(
        many,
        fc.array(key, { maxLength: 3 }),
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        (all, keys, limit, backwards) => {
          const records = all.map(([one, amount], n) => record(n, { ...one, amount: amount < 0 ? null : amount }));
          const frame = buildFrame(deal, backwards ? records.toReversed() : records);
          const asked = keys.map(({ name, descending }) => ({
            vector: frame.vector(named(name), moment),
            descending,
            collate: true,
          }));
          for (const rows of [frame.select(null, moment), frame.select(named('stage.open'), moment)])
            expect([...orderRows(frame, rows, asked, limit)]).toEqual(
              [...orderRows(frame, rows, asked)].slice(0, limit),
            );
        },
      ),
    );
  });

  it('orders texts by code points, as UTF-8 does', () => {
    expect(['😀', '\uE000', 'é', 'e', 'Z'].sort(compareText)).toEqual(['Z', 'e', 'é', '\uE000', '😀']);
    expect(['eté', 'Été', 'etb', 'ETC'].sort(compareFolded)).toEqual(['etb', 'ETC', 'eté', 'Été']);
  });

  it('follows links into other frames, and sees their edits', () => {
    const company = entity('company');
    const blank = Object.fromEntries(company.stored.map((field) => [field.name, null]));
    const companies = buildFrame(company, [
      { ...record(50, {}), values: { ...blank, name: 'Isavigne', sector: 'Vin' } },
    ]);
    const frame = buildFrame(
      deal,
      [record(1, { client: 'A', account: idOf(50) }), record(2, { client: 'B', account: idOf(51) }), record(3, {})],
      { related: (name) => (name === 'company' ? companies : undefined) },
    );
    const sectors = () => {
      const vector = frame.vector(named('account.sector'), moment);
      if (vector.kind !== 'codes') throw new Error('not texts');
      return Array.from(vector.codes, (code) => (code === 0 ? null : vector.dictionary.get(code - 1)));
    };
    expect(sectors()).toEqual(['Vin', null, null]);
    companies.insert({ ...record(51, {}), values: { ...blank, name: 'Zenco', sector: 'IT' } });
    expect(sectors()).toEqual(['Vin', 'IT', null]);
    companies.remove(idOf(50));
    expect(sectors()).toEqual([null, 'IT', null]);
  });

  it('refuses the same record twice and the replacement of none', () => {
    const frame = buildFrame(deal, [record(1, { client: 'A' })]);
    expect(() => frame.insert(record(1, { client: 'B' }))).toThrow('there already');
    expect(() => frame.replace(record(2, { client: 'B' }))).toThrow('there is no');
    expect(contents(frame).map((one) => one.values['client'])).toEqual(['A']);
  });
});
