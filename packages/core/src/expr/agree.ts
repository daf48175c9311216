import type { Issue } from '../issue.ts';
import { sameCurrency } from './arithmetic.ts';
import { fault } from './faults.ts';
import { FLAG, mayBe, NUMBER, type Operand, settle, TEXT, typed, unitWord } from './operand.ts';
import type { Expr, Primitive, Type } from './tree.ts';

const COMPARISONS: Readonly<Record<string, Primitive>> = {
  '=': 'eq',
  '!=': 'ne',
  '<': 'lt',
  '<=': 'lte',
  '>': 'gt',
  '>=': 'gte',
};
const ORDERED: ReadonlySet<string> = new Set(['number', 'money', 'percent', 'date', 'instant']);
const EQUAL: ReadonlySet<string> = new Set([...ORDERED, 'text', 'link', 'flag']);

/** Makes several operands one type: the first that has a unit gives it to the constants. `name` is for the message. */
export function agree(
  operands: readonly Operand[],
  name: string,
  at: number,
  issues: Issue[],
): { readonly type: Type; readonly args: readonly Expr[] } | undefined {
  const type = typeOf(operands);
  for (const operand of operands) {
    const other = operand.is === 'expr' ? operand.expr.type : undefined;
    if (other ? other.unit !== type.unit && other.unit !== 'null' : !mayBe(operand, type)) {
      const first = operands.find((one) => one.is === 'expr') ?? operands[0] ?? operand;
      const params = { left: unitWord(first), right: unitWord(operand), name };
      issues.push(fault('mixed_units', at, { params, remedy: remedyOf(type.unit, params.right) }));
      return undefined;
    }
    if (other && !sameCurrency(type, other, at, issues)) return undefined;
  }
  const args = operands.map((operand) => settle(operand, type, at, issues));
  const whole = args.filter((arg) => arg !== undefined);
  return whole.length < args.length ? undefined : { type, args: whole };
}

function remedyOf(...units: readonly string[]): string {
  if (units.includes('instant')) return 'Take the day with `dateOf(createdAt)` first.';
  if (units.includes('tags') || units.includes('links')) return "Ask `has(tags, 'vip')`.";
  return 'All of them must measure the same.';
}

function typeOf(operands: readonly Operand[]): Type {
  for (const operand of operands)
    if (operand.is === 'expr' && operand.expr.type.unit !== 'null') return operand.expr.type;
  if (operands.some((operand) => operand.is === 'fraction')) return NUMBER;
  return operands.some((operand) => operand.is === 'text') ? TEXT : { unit: 'null' };
}

/** Checks `= != < <= > >=`. */
export function comparison(
  sign: string,
  left: Operand,
  right: Operand,
  at: number,
  issues: Issue[],
): Operand | undefined {
  const name = COMPARISONS[sign];
  if (name === undefined || comparesNull([left, right], at, issues)) return undefined;
  const both = agree([left, right], sign, at, issues);
  if (!both || !comparable(both.type, sign, name === 'eq' || name === 'ne' ? EQUAL : ORDERED, at, issues))
    return undefined;
  return typed({ op: 'call', type: FLAG, name, args: both.args });
}

/** Checks `x in (…)`: constants only. */
export function among(operands: readonly Operand[], at: number, issues: Issue[]): Operand | undefined {
  if (comparesNull(operands, at, issues)) return undefined;
  const all = agree(operands, 'in', at, issues);
  if (!all || !comparable(all.type, 'in', EQUAL, at, issues)) return undefined;
  if (all.args.slice(1).some((arg) => arg.op !== 'value')) {
    issues.push(
      fault('not_a_constant', at, { params: { name: 'in' }, remedy: 'Compare with `=` and join with `or`.' }),
    );
    return undefined;
  }
  return typed({ op: 'call', type: FLAG, name: 'in', args: all.args });
}

/** Checks `x between a and b`: a ≤ x and x ≤ b. */
export function between(operands: readonly Operand[], at: number, issues: Issue[]): Operand | undefined {
  if (comparesNull(operands, at, issues)) return undefined;
  const all = agree(operands, 'between', at, issues);
  if (!all || !comparable(all.type, 'between', ORDERED, at, issues)) return undefined;
  const [x, least, most] = all.args;
  if (!x || !least || !most) return undefined;
  const bound = (name: Primitive, limit: Expr): Expr => ({ op: 'call', type: FLAG, name, args: [x, limit] });
  return typed({ op: 'call', type: FLAG, name: 'and', args: [bound('gte', least), bound('lte', most)] });
}

function comparesNull(operands: readonly Operand[], at: number, issues: Issue[]): boolean {
  if (!operands.some((operand) => operand.is === 'null')) return false;
  issues.push(fault('compares_null', at, { remedy: 'Write `x is empty` or `x is not empty`.' }));
  return true;
}

function comparable({ unit }: Type, sign: string, units: ReadonlySet<string>, at: number, issues: Issue[]): boolean {
  if (units.has(unit)) return true;
  const remedy =
    unit === 'tags' || unit === 'links'
      ? "Ask `has(tags, 'vip')`."
      : units === ORDERED && EQUAL.has(unit)
        ? 'Compare with `=` or `!=`.'
        : 'Ask `x is empty` or `x is not empty`.';
  const expected = units === ORDERED ? 'numbers, amounts, percentages, dates or points in time' : 'single values';
  issues.push(fault('wrong_operand', at, { expected, received: unit, params: { name: sign }, remedy }));
  return false;
}
