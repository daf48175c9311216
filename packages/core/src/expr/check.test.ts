import { describe, expect, it } from 'vitest';
import { check } from './check.ts';
import { parse } from './parse.ts';
import { SCOPE } from './testing.ts';
import type { Expr, Scope } from './tree.ts';
import { conditions, references, sizeOf } from './walk.ts';

const checked = (text: string, aggregates = false, scope: Scope = SCOPE) => {
  const syntax = parse(text);
  if (!syntax.ok) throw new Error(text);
  return check(syntax.value, scope, { aggregates });
};

const meaning = (text: string, aggregates = false): string => {
  const expr = checked(text, aggregates);
  if (!expr.ok) return expr.issues.map(({ code, params }) => `${code} at ${params?.['at']}`).join(', ');
  const show = (at: Expr): string => {
    if (at.op === 'value') return JSON.stringify(at.value);
    if (at.op === 'column') return [...at.links, at.name].join('.');
    if (at.op === 'lookup') return `lookup(${show(at.of)})`;
    return `${at.name}${at.num === undefined ? '' : `·${at.num}`}${at.den === undefined ? '' : `/${at.den}`}(${at.args.map(show).join(', ')})`;
  };
  const { unit, currency } = expr.value.type;
  return `${unit}${currency ? ` ${currency}` : ''}: ${show(expr.value)}`;
};

describe('what an expression means', () => {
  it.each([
    ['amount - cost', 'money EUR: sub(amount, cost)'],
    ['amount + 12.5', 'money EUR: add(amount, 1250)'],
    ['1000 - amount', 'money EUR: sub(100000, amount)'],
    ['yen + 1000', 'money JPY: add(yen, 1000)'],
    ['amount * chance', 'money EUR: share/10000(amount, chance)'],
    ['chance * amount', 'money EUR: share/10000(amount, chance)'],
    ['chance * rate', 'percent: share/10000(chance, rate)'],
    ['amount / chance', 'money EUR: unshare/10000(amount, chance)'],
    ['amount * 0.3', 'money EUR: scale·3/10(amount)'],
    ['-0.5 * amount', 'money EUR: scale·-1/2(amount)'],
    ['amount / 1.2', 'money EUR: scale·5/6(amount)'],
    ['amount / -4', 'money EUR: scale·-1/4(amount)'],
    ['amount / 0', 'money EUR: null'],
    ['amount * (1 - 0.2)', 'money EUR: scale·4/5(amount)'],
    ['amount * 1/3', 'money EUR: scale·1/3(scale·1/1(amount))'],
    ['amount * size', 'money EUR: times(amount, size)'],
    ['seats * amount', 'money EUR: times(amount, seats)'],
    ['amount / seats', 'money EUR: per(amount, seats)'],
    ['amount / cost', 'number: divide(amount, cost)'],
    ['chance / rate', 'number: divide(chance, rate)'],
    ['seats * chance', 'percent: times(chance, seats)'],
    ['chance + 5', 'percent: add(chance, 500)'],
    ['seats * 2 + 1', 'number: add(multiply(seats, 2), 1)'],
    ['2 * 3 + 0.5', 'number: 6.5'],
    ['abs(-3)', 'number: 3'],
    ['dueOn + 30', 'date: addDays(dueOn, 30)'],
    ['30 + dueOn', 'date: addDays(dueOn, 30)'],
    ['today() - 90', 'date: addDays(today(), -90)'],
    ['dueOn - seats', 'date: addDays(dueOn, neg(seats))'],
    ['closedOn - dueOn', 'number: diffDays(dueOn, closedOn)'],
    ["dueOn - '2025-01-01'", 'number: diffDays("2025-01-01", dueOn)'],
    ['amount >= 1000', 'flag: gte(amount, 100000)'],
    ['1000.55 < amount', 'flag: lt(100055, amount)'],
    ['amount > 12 * 1000', 'flag: gt(amount, 1200000)'],
    ['stage.probability >= 70', 'flag: gte(lookup(stage), 7000)'],
    ['chance between 33.33 and 70', 'flag: and(gte(chance, 3333), lte(chance, 7000))'],
    ["dueOn < '2025-02-28'", 'flag: lt(dueOn, "2025-02-28")'],
    ["seenAt >= '2025-02-05T10:00+01:00'", 'flag: gte(seenAt, "2025-02-05T09:00:00.000Z")'],
    ["stage in ('won', 'lost')", 'flag: in(stage, "won", "lost")'],
    ["owner = '01890A5D-AC96-774B-BCCE-B302099A8057'", 'flag: eq(owner, "01890a5d-ac96-774b-bcce-b302099a8057")'],
    ['hot = true and not hot', 'flag: and(eq(hot, true), not(hot))'],
    ['if(hot, amount, 0)', 'money EUR: if(hot, amount, 0)'],
    ['coalesce(chance, 50)', 'percent: coalesce(chance, 5000)'],
    ["coalesce(dueOn, '2025-01-31')", 'date: coalesce(dueOn, "2025-01-31")'],
    ['if(hot, null, stage)', 'text: if(hot, null, stage)'],
    ['coalesce(null, null)', 'null: null'],
    ["has(labels, 'vip') and account.sector is empty", 'flag: and(has(labels, "vip"), empty(account.sector))'],
    ["contains(lower(client), 'eau')", 'flag: contains(lower(client), "eau")'],
    ['amount + null', 'null: null'],
    ['null is empty', 'flag: empty(null)'],
  ])('%s is %s', (text, said) => {
    expect(meaning(text)).toBe(said);
  });

  it.each([
    ['count(stage.won) / count()', 'number: divide(count(lookup(stage)), count())'],
    ['sum(amount) / count()', 'money EUR: per(sum(amount), count())'],
    ['sum(amount, stage.won) / sum(amount)', 'number: divide(sum(amount, lookup(stage)), sum(amount))'],
    ['avg(closedOn - dueOn, hot)', 'number: avg(diffDays(dueOn, closedOn), hot)'],
    ['max(dueOn) - min(dueOn)', 'number: diffDays(min(dueOn), max(dueOn))'],
    ['count(chance >= 70)', 'number: count(gte(chance, 7000))'],
    ['countDistinct(account.sector)', 'number: countDistinct(account.sector)'],
    ['sum(amount) * 0.5 > 1000', 'flag: gt(scale·1/2(sum(amount)), 100000)'],
    ['sum(1)', 'number: sum(1)'],
  ])('%s, over many rows, is %s', (text, said) => {
    expect(meaning(text, true)).toBe(said);
  });

  it.each([
    ['amount + chance', 'mixed_units at 8'],
    ['amount + seats', 'mixed_units at 8'],
    ['amount * cost', 'mixed_units at 8'],
    ['amount + yen', 'mixed_expression_currencies at 8'],
    ['amount > yen', 'mixed_expression_currencies at 8'],
    ['amount / yen', 'mixed_expression_currencies at 8'],
    ['2 / amount', 'mixed_units at 3'],
    ['dueOn + closedOn', 'mixed_units at 7'],
    ['dueOn * 2', 'mixed_units at 7'],
    ['dueOn + 1.5', 'wrong_operand at 7'],
    ['dueOn + amount', 'wrong_operand at 7'],
    ['30 - dueOn', 'mixed_units at 4'],
    ['-dueOn', 'wrong_operand at 1'],
    ["stage + 'x'", 'mixed_units at 7'],
    ["stage < 'x'", 'wrong_operand at 7'],
    ['amount = 10.005', 'unreadable_constant at 8'],
    ['yen > 0.5', 'unreadable_constant at 5'],
    ['chance > 33.333', 'unreadable_constant at 8'],
    ["dueOn = '2025-02-29'", 'unreadable_constant at 7'],
    ["owner = 'me'", 'unreadable_constant at 7'],
    ['amount = null', 'compares_null at 8'],
    ["labels = 'vip'", 'mixed_units at 8'],
    ['labels = labels', 'wrong_operand at 8'],
    ['amount in (cost)', 'not_a_constant at 8'],
    ["amount in (1, 'a')", 'mixed_units at 8'],
    ['hot and amount', 'wrong_operand at 9'],
    ['seenAt > today()', 'mixed_units at 8'],
    ['year(seenAt)', 'wrong_operand at 1'],
    ['if(amount, 1, 2)', 'wrong_operand at 1'],
    ['if(hot, amount, chance)', 'mixed_units at 1'],
    ['if(hot, amount)', 'wrong_count at 1'],
    ["has(stage, 'x')", 'wrong_operand at 1'],
    ['nothing + else', 'unknown_name at 1, unknown_name at 11'],
    ['stage.colour', 'unknown_name at 1'],
    ['sin(size)', 'unknown_function at 1'],
    ['constructor(size)', 'unknown_function at 1'],
    ['sum(amount) > 3', 'aggregate_here at 1'],
    ['123456789012345 * 1000000', 'too_precise_a_number at 17'],
  ])('%s is refused: %s', (text, said) => {
    expect(meaning(text)).toBe(said);
  });

  it.each([
    ['amount', 'not_aggregated at 1'],
    ['sum(amount) + amount', 'not_aggregated at 15'],
    ['sum(avg(amount))', 'nested_aggregate at 5'],
    ['count(amount)', 'wrong_operand at 1'],
    ['sum(dueOn)', 'wrong_operand at 1'],
    ['avg(stage)', 'wrong_operand at 1'],
    ['sum(amount, seats)', 'wrong_operand at 1'],
    ['sum()', 'wrong_count at 1'],
  ])('%s, over many rows, is refused: %s', (text, said) => {
    expect(meaning(text, true)).toBe(said);
  });

  it('names the nearest fields and functions', () => {
    const remedy = (text: string) => {
      const expr = checked(text);
      return expr.ok ? '' : expr.issues[0]?.remedy;
    };
    expect(remedy('amout > 3')).toContain('Did you mean `amount`');
    expect(remedy('startWith(client, client)')).toContain('`startsWith`');
    expect(remedy('amount + chance')).toBe('Take a share with `*`: `amount * probability`.');
  });

  it('tells a field that is not there what there is', () => {
    const expr = checked('zzz');
    expect(expr.ok ? '' : expr.issues[0]?.expected).toMatch(/^one of amount, cost, /);
  });

  it('refuses derived fields that write each other out beyond measure', () => {
    const type = { unit: 'number' } as const;
    let expr: Expr = { op: 'column', type, links: [], name: 'n' };
    for (let level = 0; level < 20; level++) expr = { op: 'call', type, name: 'add', args: [expr, expr] };
    const found = checked('n', false, { entity: 'x', names: () => ['n'], resolve: () => expr });
    expect(found.ok ? '' : found.issues[0]?.code).toBe('too_deep_an_expression');
    expect(sizeOf(expr)).toBe(2 ** 21 - 1);
  });
});

describe('taking an expression apart', () => {
  it('knows the columns it reads, each once', () => {
    const expr = checked("account.sector = 'x' or stage.won and amount + cost > amount");
    expect(expr.ok && references(expr.value)).toEqual([
      { links: ['account'], name: 'sector' },
      { links: [], name: 'stage' },
      { links: [], name: 'amount' },
      { links: [], name: 'cost' },
    ]);
  });

  it('gives the conditions that must all hold', () => {
    const parts = (text: string) => {
      const expr = checked(text);
      return expr.ok ? conditions(expr.value).length : 0;
    };
    expect(parts('hot and (stage.won and amount > 1)')).toBe(3);
    expect(parts('hot or stage.won')).toBe(1);
  });
});
