import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aggregate,
  aggregateColumns,
  check,
  evaluate,
  evaluateColumns,
  type Expr,
  parse,
  print,
  valueAt,
} from './index.ts';
import { expressionArbitrary, readerOf, rowsArbitrary, SCOPE, tableOf } from './testing.ts';

const moment = { today: '2025-02-05', zone: 'Europe/Paris' };

function read(text: string, aggregates: boolean): Expr {
  const syntax = parse(text);
  const expr = syntax.ok ? check(syntax.value, SCOPE, { aggregates }) : syntax;
  if (!expr.ok) throw new Error(`${text}: ${expr.issues.map((one) => one.message).join(' ')}`);
  return expr.value;
}

describe('one language, rows and columns', () => {
  it('gives the same value for every row, all rows or some of them, on 10 000 random expressions and data sets', () => {
    fc.assert(
      fc.property(expressionArbitrary(), rowsArbitrary(), fc.func(fc.nat()), (text, rows, pick) => {
        const expr = read(text, false);
        const table = tableOf(rows);
        const expected = rows.map((row) => evaluate(expr, readerOf(row), moment));
        const all = evaluateColumns(expr, table, moment);
        expect(rows.map((_, index) => valueAt(all, index, expr.type.unit))).toEqual(expected);
        const some = Uint32Array.from(rows.map((_, index) => pick(index) % rows.length)).filter(
          (_, index) => index % 2 === 0,
        );
        const part = evaluateColumns(expr, table, moment, some);
        expect(Array.from(some, (_, index) => valueAt(part, index, expr.type.unit))).toEqual(
          Array.from(some, (row) => expected[row]),
        );
      }),
      { numRuns: 10_000 },
    );
  }, 120_000);

  it('gives the same figure for every group, whatever the order of the rows, on 5 000 random figures and data sets', () => {
    fc.assert(
      fc.property(
        expressionArbitrary({ aggregates: true }),
        rowsArbitrary(undefined, { maxLength: 20 }),
        (text, rows) => {
          const expr = read(text, true);
          const count = 3;
          const of = Uint32Array.from(rows, (_, index) => ((index * 7) % 5) % count);
          const found = aggregateColumns(expr, tableOf(rows), { of, count }, moment);
          const reversed = Uint32Array.from(rows, (_, index) => rows.length - 1 - index);
          const again = aggregateColumns(expr, tableOf(rows), { of, count }, moment, reversed);
          for (let group = 0; group < count; group++) {
            const mine = rows.filter((_, index) => of[index] === group).map(readerOf);
            const expected = aggregate(expr, mine, moment);
            expect(valueAt(found, group, expr.type.unit)).toEqual(expected);
            expect(valueAt(again, group, expr.type.unit)).toEqual(expected);
          }
        },
      ),
      { numRuns: 5_000 },
    );
  }, 120_000);

  it('writes every expression so that it reads the same again', () => {
    fc.assert(
      fc.property(fc.oneof(expressionArbitrary({ depth: 4 }), expressionArbitrary({ aggregates: true })), (text) => {
        const first = parse(text);
        if (!first.ok) throw new Error(text);
        const again = parse(print(first.value));
        expect(again.ok && print(again.value)).toBe(print(first.value));
        expect(again.ok && withoutPlaces(again.value)).toEqual(withoutPlaces(first.value));
      }),
      { numRuns: 3_000 },
    );
  });
});

function withoutPlaces(syntax: unknown): unknown {
  return JSON.parse(JSON.stringify(syntax, (key, value: unknown) => (key === 'at' ? undefined : value)));
}
