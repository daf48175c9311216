import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crm } from '../blueprints/index.ts';
import { registry } from '../metrics/registry.ts';
import { resolveModel } from '../model/index.ts';
import {
  addressOf,
  type Condition,
  decodeCursor,
  encodeCursor,
  listed,
  type ListQuery,
  OPERATORS,
  plan,
  planList,
  queryFromAddress,
  queryFromWords,
  readQuery,
} from './index.ts';

const resolved = resolveModel(crm);
if (!resolved.ok) throw new Error('the blueprint has issues');
const model = resolved.value;

const codes = (checked: { readonly issues: readonly { code: string; path: readonly (string | number)[] }[] }) =>
  checked.issues.map((one) => `${one.code} ${one.path.join('.')}`);

describe('the address of a list', () => {
  it('reads filters, ranges, blanks, words and pages', () => {
    const address = new Map([
      ['stage', 'won'],
      ['amount[gte]', '1000'],
      ['sector', ''],
      ['owner[empty]', ''],
      ['sort', '-amount,client'],
      ['q', 'acme'],
      ['limit', '20'],
    ]);
    expect(queryFromAddress(address, 'deal')).toMatchObject({
      ok: true,
      value: {
        entity: 'deal',
        filters: [
          { field: 'stage', op: 'in', values: ['won'] },
          { field: 'amount', op: 'gte', values: ['1000'] },
          { field: 'sector', op: 'in', values: [null] },
          { field: 'owner', op: 'empty', values: [] },
        ],
        sort: ['-amount', 'client'],
        search: 'acme',
        limit: 20,
      },
    });
  });

  it('refuses what is no question, by name', () => {
    expect(codes(queryFromAddress([['amount[above]', '1']], 'deal'))).toEqual(['not_a_query amount[above]']);
    expect(codes(queryFromAddress([['limit', 'many']], 'deal'))).toEqual(['not_a_limit limit']);
  });

  it('gives every question back as it was', () => {
    const field = fc.constantFrom('stage', 'amount', 'account.sector', 'sort', 'q');
    const text = fc.string({ minLength: 1 });
    const condition = fc
      .record({ field, op: fc.constantFrom(...OPERATORS), values: fc.array(fc.option(text), { minLength: 1 }) })
      .map(
        ({ values, ...one }): Condition => ({
          ...one,
          values: one.op === 'empty' || one.op === 'filled' ? [] : values,
        }),
      );
    const filters = fc.uniqueArray(condition, { maxLength: 4, selector: (one) => `${one.field}[${one.op}]` });
    fc.assert(
      fc.property(filters, fc.option(text), fc.option(fc.nat()), (given, search, limit) => {
        const query: ListQuery = {
          entity: 'deal',
          ...(given.length > 0 ? { filters: given } : {}),
          ...(search === null ? {} : { search }),
          ...(limit === null ? {} : { limit }),
        };
        expect(queryFromAddress(addressOf(query), 'deal')).toEqual({ ok: true, value: query, issues: [] });
      }),
    );
  });
});

describe('the words of an element', () => {
  it('are lists separated by spaces; what stands in parentheses stays together', () => {
    expect(listed('weighted.open sum(amount, stage.won)  count')).toEqual([
      'weighted.open',
      'sum(amount, stage.won)',
      'count',
    ]);
    expect(
      queryFromWords({ entity: 'deal', measure: 'avg(amount)', by: 'sector', sort: '-avg(amount)', top: '5' }),
    ).toEqual({ entity: 'deal', by: ['sector'], measures: ['avg(amount)'], sort: ['-avg(amount)'], top: 5 });
  });
});

describe('a plan', () => {
  it('says everything that is wrong with a question, with its place and what was meant', () => {
    const refused = plan(
      {
        entity: 'deal',
        filters: [{ field: 'stagee', op: 'in', values: ['won'] }],
        by: ['tags', { field: 'sector', granularity: 'month' }],
        measures: ['weighted.opne', 'sum(client)'],
        top: 0,
      },
      model,
      registry,
    );
    expect(codes(refused)).toEqual([
      'no_such_field filters.0.stagee',
      'not_a_dimension by.0.tags',
      'not_a_period by.1.sector',
      'no_such_metric measures.0',
      'wrong_operand measures.1',
      'not_a_limit top',
    ]);
    expect(refused.issues[0]?.remedy).toBe('Did you mean stage?');
  });

  it('does not compare what has no order, and reads values in the unit of the field', () => {
    const filtered = (field: string, op: 'gt' | 'in' | 'contains', ...values: (string | number | null)[]) =>
      codes(planList({ entity: 'deal', filters: [{ field, op, values }] }, model));
    expect(filtered('client', 'gt', 'a')).toEqual(['not_comparable filters.0.client']);
    expect(filtered('amount', 'gt', 'much')).toEqual(['not_money filters.0.amount']);
    expect(filtered('amount', 'gt')).toEqual(['not_one_value filters.0.amount']);
    expect(filtered('stage', 'in', 'wonn')).toEqual(['not_an_option filters.0.stage']);
    expect(filtered('amount', 'contains', '1')).toEqual(['not_comparable filters.0.amount']);
  });

  it('gives the same expression for the same selection, so that what was computed for it is kept', () => {
    const query = {
      entity: 'deal',
      filters: [{ field: 'stage', op: 'in', values: ['won'] }],
      measures: ['count'],
    } as const;
    const [one, two] = [plan(query, model, registry), plan({ ...query }, model, registry)];
    expect(one.ok && two.ok && one.value.where === two.value.where).toBe(true);
  });

  it('measures ad hoc in the units of the fields', () => {
    const unit = (measure: string) => {
      const planned = plan({ entity: 'deal', measures: [measure] }, model, registry);
      return planned.ok ? planned.value.measures[0]?.unit : codes(planned);
    };
    expect(
      ['sum(amount)', 'sum:amount', 'count()', 'avg(probability)', 'count(stage.won) / count()'].map(unit),
    ).toEqual(['money', 'money', 'count', 'percent', 'ratio']);
  });

  it('refuses a cursor of another list', () => {
    const cursor = encodeCursor(['won', 'x']);
    expect(planList({ entity: 'deal', sort: ['stage'], cursor }, model).ok).toBe(true);
    expect(codes(planList({ entity: 'deal', cursor }, model))).toEqual(['not_a_cursor cursor']);
    expect(codes(planList({ entity: 'deal', cursor: '%%' }, model))).toEqual(['not_a_cursor cursor']);
  });
});

describe('a cursor', () => {
  it('brings back any values, and nothing from a word that is none', () => {
    const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null));
    fc.assert(
      fc.property(fc.array(cell), (values) => {
        expect(decodeCursor(encodeCursor(values))).toEqual(values);
      }),
    );
    for (const word of ['', 'abc', 'e30', '🙂']) expect(decodeCursor(word)).toBe(null);
  });
});

describe('a query in JSON', () => {
  it('is read strictly', () => {
    expect(
      readQuery({ entity: 'deal', measures: ['count'], by: ['stage', { field: 'dueOn', granularity: 'month' }] }),
    ).toEqual({
      ok: true,
      value: { entity: 'deal', measures: ['count'], by: ['stage', { field: 'dueOn', granularity: 'month' }] },
      issues: [],
    });
    expect(readQuery({ entity: 'deal', measures: ['count'], tenant: 'b' }).ok).toBe(false);
    expect(readQuery({ entity: 'deal', measures: [], filters: [{ field: 'a', op: 'like', values: [] }] }).ok).toBe(
      false,
    );
    expect(readQuery(null).ok).toBe(false);
  });
});
