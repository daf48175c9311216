import { aggregate, type Expr, evaluate, type Reader, type Value } from '@sluice/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { aggregatesIn, gather } from './aggregate.ts';
import { compileExpr, constant, outward } from './expr.ts';
import { join, name, raw, render, type Sql, sql } from './fragment.ts';
import { CARRIED, type Place } from './table.ts';
import {
  call,
  COLUMNS,
  constant as constantOf,
  type ExampleRow,
  expressionArbitrary,
  figureArbitrary,
  rowsArbitrary,
  TEXTS,
  written,
} from '../../test/expressions.ts';

const moment = { today: '2025-02-05', zone: 'Europe/Paris' };
const ROWS = 30;
const SAFE = Number.MAX_SAFE_INTEGER;

const place: Place = {
  moment,
  column: (column) => {
    const value = name('x', written(column));
    const { unit } = column.type;
    return unit === 'tags' || unit === 'links' ? sql`nullif(${value}, '{}'::${raw(CARRIED[unit])})` : value;
  },
};

const EDGES: readonly Expr[] = [
  // a quotient a hair below a half: 2^52 − 1/2 − 5 · 10^−17
  call('scale', 'money', [constantOf('money', 2 ** 52)], { num: SAFE - 1, den: SAFE }),
  call('unshare', 'money', [constantOf('money', 2 ** 52), constantOf('percent', SAFE)], { den: SAFE - 1 }),
  call('add', 'money', [constantOf('money', SAFE), constantOf('money', 1)]),
  call('sub', 'money', [constantOf('money', -SAFE), constantOf('money', 1)]),
  call('times', 'money', [constantOf('money', 1), constantOf('number', 0.499_999_999_999_999_94)]),
  call('times', 'money', [constantOf('money', 3), constantOf('number', -0.5)]),
  call('per', 'money', [constantOf('money', 5), constantOf('number', -2)]),
  call('multiply', 'number', [constantOf('number', 1e60), constantOf('number', 1e60)]),
  call('multiply', 'number', [constantOf('number', 1e-60), constantOf('number', -1e-60)]),
  call('divide', 'number', [constantOf('number', 0), constantOf('number', -3)]),
  ...['9999-12-31T20:00:00.000Z', '9999-12-31T23:30:00.000Z', '0001-01-01T00:00:00.000Z'].map((at) =>
    call('dateOf', 'date', [constantOf('instant', at)]),
  ),
  ...[0, 0.5, 1e-20, 1, -3_652_058, -3_652_059, 1e90].map((days) =>
    call('addDays', 'date', [constantOf('date', '9999-12-31'), constantOf('number', days)]),
  ),
  ...TEXTS.flatMap((text) => [
    call('lower', 'text', [constantOf('text', text)]),
    ...TEXTS.flatMap((part) => [
      call('contains', 'flag', [constantOf('text', text), constantOf('text', part)]),
      call('eq', 'flag', [constantOf('text', text), constantOf('text', part)]),
    ]),
  ]),
];

const readerOf =
  (row: ExampleRow): Reader =>
  (links, column) =>
    row[written({ links, name: column })] ?? null;

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

/** Rows as a table `x`; `i` is the number of the row. */
function tableOf(rows: readonly ExampleRow[]): Sql {
  const lines = rows.map((row, at) => {
    const cells = COLUMNS.map((column) => constant(row[written(column)] ?? null, column.type.unit));
    return sql`(${raw(String(at))}, ${join(cells, ', ')})`;
  });
  return sql`(values ${join(lines, ', ')}) as "x" ("i", ${join(
    COLUMNS.map((column) => name(written(column))),
    ', ',
  )})`;
}

async function ask(statement: Sql): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { text, params } = render(statement);
  return database.admin.unsafe(text, [...params] as never[], { prepare: false });
}

/** What PostgreSQL gives for each expression (outer) and row (inner), beside what the core gives. */
async function compare(
  exprs: readonly Expr[],
  answer: readonly Readonly<Record<string, unknown>>[],
  expected: (expr: Expr, row: number) => Value,
): Promise<number> {
  for (const [at, expr] of exprs.entries()) {
    const found = answer.map((row) => row[`c${at}`] ?? null);
    const wanted = answer.map((_, row) => expected(expr, row));
    expect({ expr, found }).toStrictEqual({ expr, found: wanted });
  }
  return exprs.length * answer.length;
}

describe('one language, rows and PostgreSQL', () => {
  it('gives the same value for every row, on more than 50 000 random cases', async () => {
    let cases = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(expressionArbitrary(), { minLength: 50, maxLength: 50 }),
        rowsArbitrary(ROWS),
        async (exprs, rows) => {
          const columns = exprs.map(
            (expr, at) => sql`${outward(compileExpr(expr, place), expr.type.unit)} as ${name(`c${at}`)}`,
          );
          const answer = await ask(sql`select ${join(columns, ', ')} from ${tableOf(rows)} order by "i"`);
          cases += await compare(exprs, answer, (expr, row) => evaluate(expr, readerOf(rows[row] ?? {}), moment));
        },
      ),
      { numRuns: 40, endOnFailure: true },
    );
    expect(cases).toBe(60_000);
  }, 120_000);

  it('gives the same figure for every group, on random figures and data sets', async () => {
    let cases = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(figureArbitrary(), { minLength: 25, maxLength: 25 }),
        rowsArbitrary(ROWS),
        async (exprs, rows) => {
          const gathered: Sql[] = [];
          const figures = exprs.map((expr, at) => {
            const known = new Map<Expr, Sql>();
            for (const call of aggregatesIn(expr)) {
              const { columns, value } = gather(call, (row) => compileExpr(row, place), []);
              const names = columns.map((column) => {
                const as = `a${gathered.length}`;
                gathered.push(sql`${column} as ${name(as)}`);
                return name('g', as);
              });
              known.set(call, value(names));
            }
            const figure = compileExpr(expr, { ...place, known });
            return sql`${outward(figure, expr.type.unit)} as ${name(`c${at}`)}`;
          });
          const grouped = sql`select "i" % 3 as "third", ${join(gathered, ', ')} from ${tableOf(rows)} group by 1`;
          const answer = await ask(sql`select ${join(figures, ', ')} from (${grouped}) as "g" order by "third"`);
          cases += await compare(exprs, answer, (expr, third) =>
            aggregate(expr, rows.filter((_, at) => at % 3 === third).map(readerOf), moment),
          );
        },
      ),
      { numRuns: 60, endOnFailure: true },
    );
    expect(cases).toBe(4500);
  }, 120_000);

  it('agrees where rounding, folding and the calendar are hardest', async () => {
    const answer = await ask(
      sql`select ${join(
        EDGES.map((expr, at) => sql`${outward(compileExpr(expr, place), expr.type.unit)} as ${name(`c${at}`)}`),
        ', ',
      )}`,
    );
    expect(await compare(EDGES, answer, (expr) => evaluate(expr, () => null, moment))).toBe(EDGES.length);
  });

  it('adds numbers as people read them', async () => {
    const size: Expr = { op: 'column', type: { unit: 'number' }, links: [], name: 'size' };
    const { columns, value } = gather(
      { op: 'call', type: size.type, name: 'sum', args: [size] },
      (expr) => compileExpr(expr, place),
      [],
    );
    const rows = [1e15, 0.1, 0.2, -1e15].map((one): ExampleRow => ({ size: one }));
    expect(await ask(sql`select ${value(columns)} as "sum" from ${tableOf(rows)}`)).toEqual([{ sum: 0.3 }]);
  });

  it('gives the figures of nothing', async () => {
    const row: Expr = { op: 'column', type: { unit: 'money', currency: 'EUR' }, links: [], name: 'amount' };
    const figures = (['count', 'countDistinct', 'sum', 'avg', 'median', 'p90', 'min', 'max'] as const).map((one) => {
      const expr: Expr = {
        op: 'call',
        type: one.startsWith('count') ? { unit: 'number' } : row.type,
        name: one,
        args: one === 'count' ? [] : [row],
      };
      const [call] = aggregatesIn(expr);
      if (!call) throw new Error(one);
      const { columns, value } = gather(call, (inner) => compileExpr(inner, place), [raw('false')]);
      return sql`${outward(value(columns), expr.type.unit)} as ${name(one)}`;
    });
    const [first] = await rowsArbitraryOnce();
    expect(await ask(sql`select ${join(figures, ', ')} from ${tableOf([first ?? {}])}`)).toEqual([
      { count: 0, countDistinct: 0, sum: 0, avg: null, median: null, p90: null, min: null, max: null },
    ]);
  });
});

const rowsArbitraryOnce = async (): Promise<readonly ExampleRow[]> => fc.sample(rowsArbitrary(1), 1)[0] ?? [];
