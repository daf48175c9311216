import type { Issue } from '../issue.ts';
import { fault } from './faults.ts';
import {
  DATE,
  fits,
  type Fraction,
  NUMBER,
  type Operand,
  reduced,
  settle,
  settled,
  typed,
  unitWord,
} from './operand.ts';
import type { Expr, Primitive, Type } from './tree.ts';

const NULL: Operand = { is: 'null' };
const BASIS = 10_000;

const call = (name: Primitive, type: Type, args: readonly Expr[]): Operand => typed({ op: 'call', type, name, args });

const isNumeric = (unit: Type['unit']): boolean => unit === 'number' || unit === 'money' || unit === 'percent';

/**
 * Checks `+ - * /` on two operands: what the result measures, and which primitive computes it. `money ± money`, `date − date`,
 * `money × percent` and so on; anything else is an issue at `at` with a remedy.
 */
export function arithmetic(
  sign: string,
  left: Operand,
  right: Operand,
  at: number,
  issues: Issue[],
): Operand | undefined {
  if (left.is === 'fraction' && right.is === 'fraction') return constant(sign, left, right, at, issues);
  if (isDated(left) || isDated(right)) return dates(sign, left, right, at, issues);
  if (left.is === 'text' || right.is === 'text') return unfit(sign, left, right, at, issues);
  if (left.is === 'null' || right.is === 'null') return NULL;
  if (sign === '+' || sign === '-') return sum(sign, left, right, at, issues);
  return (
    (sign === '*' ? product(left, right) : quotient(left, right, at, issues)) ?? unfit(sign, left, right, at, issues)
  );
}

/** Checks `−x` and `abs(x)`. */
export function single(name: 'neg' | 'abs', operand: Operand, at: number, issues: Issue[]): Operand | undefined {
  if (operand.is === 'null') return NULL;
  if (operand.is === 'fraction') {
    const num = name === 'neg' || operand.num < 0n ? -operand.num : operand.num;
    return { ...operand, num, text: name === 'neg' ? `-${operand.text}` : operand.text };
  }
  if (operand.is === 'expr' && isNumeric(operand.expr.type.unit)) return call(name, operand.expr.type, [operand.expr]);
  const expected = 'a number, an amount or a percentage';
  const params = { name: name === 'neg' ? '-' : name };
  issues.push(
    fault('wrong_operand', at, { expected, received: unitWord(operand), params, remedy: `Give it ${expected}.` }),
  );
  return undefined;
}

/** Checks `addDays(date, days)`, the meaning of `date + days`. */
export function later(date: Expr, days: Operand, at: number, issues: Issue[]): Operand | undefined {
  const whole = days.is !== 'fraction' || days.den === 1n;
  const number =
    whole && (days.is === 'fraction' || days.is === 'null' || (days.is === 'expr' && days.expr.type.unit === 'number'));
  if (number) {
    const count = settle(days, NUMBER, at, issues);
    return count && call('addDays', DATE, [date, count]);
  }
  const received = days.is === 'fraction' ? days.text : unitWord(days);
  issues.push(
    fault('wrong_operand', at, {
      expected: 'a whole number of days',
      received,
      params: { name: 'A date' },
      remedy: 'Add whole days: `dueOn + 30`.',
    }),
  );
  return undefined;
}

function constant(sign: string, left: Fraction, right: Fraction, at: number, issues: Issue[]): Operand | undefined {
  const text = `${left.text} ${sign} ${right.text}`;
  const across =
    sign === '+' ? left.num * right.den + right.num * left.den : left.num * right.den - right.num * left.den;
  const result =
    sign === '*'
      ? reduced(left.num * right.num, left.den * right.den, text)
      : sign === '/'
        ? reduced(left.num * right.den, left.den * right.num, text)
        : reduced(across, left.den * right.den, text);
  if (result.is !== 'fraction' || fits(result)) return result;
  issues.push(fault('too_precise_a_number', at, { received: text, remedy: 'Write fewer digits.' }));
  return undefined;
}

function isDated(operand: Operand): boolean {
  return operand.is === 'expr' && operand.expr.type.unit === 'date';
}

function dates(sign: string, left: Operand, right: Operand, at: number, issues: Issue[]): Operand | undefined {
  if (left.is === 'expr' && isDated(left) && !isDated(right) && right.is !== 'text') {
    if (sign === '+') return later(left.expr, right, at, issues);
    if (sign === '-') {
      const days = single('neg', right, at, issues);
      return days && later(left.expr, days, at, issues);
    }
  }
  if (sign === '+' && right.is === 'expr' && isDated(right) && !isDated(left) && left.is !== 'text')
    return later(right.expr, left, at, issues);
  const dated = (operand: Operand) => isDated(operand) || operand.is === 'text' || operand.is === 'null';
  if (sign !== '-' || !dated(left) || !dated(right)) return unfit(sign, left, right, at, issues);
  const to = settle(left, DATE, at, issues);
  const from = settle(right, DATE, at, issues);
  return from && to && call('diffDays', NUMBER, [from, to]);
}

function sum(sign: '+' | '-', left: Operand, right: Operand, at: number, issues: Issue[]): Operand | undefined {
  const type = left.is === 'expr' ? left.expr.type : right.is === 'expr' ? right.expr.type : NUMBER;
  const other = right.is === 'expr' ? right.expr.type : type;
  if (!isNumeric(type.unit) || type.unit !== other.unit) return unfit(sign, left, right, at, issues);
  if (!sameCurrency(type, other, at, issues)) return undefined;
  const one = settle(left, type, at, issues);
  const two = settle(right, type, at, issues);
  return one && two && call(sign === '+' ? 'add' : 'sub', type, [one, two]);
}

function product(left: Operand, right: Operand): Operand | undefined {
  // What measures the most comes first: money, percent, number, constant.
  const [one, other] = rank(left) < rank(right) ? [right, left] : [left, right];
  if (one.is !== 'expr') return undefined;
  const { expr } = one;
  const { type } = expr;
  if (type.unit === 'number') return call('multiply', NUMBER, [settled(left), settled(right)]);
  if (type.unit !== 'money' && type.unit !== 'percent') return undefined;
  if (other.is === 'fraction') return scaled(expr, other.num, other.den);
  if (other.is !== 'expr') return undefined;
  if (other.expr.type.unit === 'number') return call('times', type, [expr, other.expr]);
  return other.expr.type.unit === 'percent'
    ? typed({ op: 'call', type, name: 'share', args: [expr, other.expr], den: BASIS })
    : undefined;
}

function rank(operand: Operand): number {
  return operand.is === 'fraction'
    ? 0
    : ['number', 'percent', 'money'].indexOf(unitWord(operand)) + 1 || Number.POSITIVE_INFINITY;
}

function quotient(left: Operand, right: Operand, at: number, issues: Issue[]): Operand | undefined {
  const a = unitWord(left);
  const b = unitWord(right);
  if (a === 'number' && b === 'number') return call('divide', NUMBER, [settled(left), settled(right)]);
  if (left.is !== 'expr' || (a !== 'money' && a !== 'percent')) return undefined;
  const { type } = left.expr;
  if (right.is === 'fraction')
    return right.num < 0n ? scaled(left.expr, -right.den, -right.num) : scaled(left.expr, right.den, right.num);
  if (right.is !== 'expr') return undefined;
  if (b === 'number') return call('per', type, [left.expr, right.expr]);
  if (b === a)
    return sameCurrency(type, right.expr.type, at, issues) ? call('divide', NUMBER, [left.expr, right.expr]) : NULL;
  return b === 'percent'
    ? typed({ op: 'call', type, name: 'unshare', args: [left.expr, right.expr], den: BASIS })
    : undefined;
}

/** x · num ÷ den; ÷ 0 is null. */
function scaled(expr: Expr, num: bigint, den: bigint): Operand {
  const { type } = expr;
  if (den === 0n) return typed({ op: 'value', type, value: null });
  return typed({ op: 'call', type, name: 'scale', args: [expr], num: Number(num), den: Number(den) });
}

/** Whether two amounts are in one currency; pushes an issue when not. */
export function sameCurrency(left: Type, right: Type, at: number, issues: Issue[]): boolean {
  if (left.currency === right.currency || left.unit !== 'money' || right.unit !== 'money') return true;
  const own = 'each record’s own currency';
  const params = { left: left.currency ?? own, right: right.currency ?? own };
  issues.push(fault('mixed_expression_currencies', at, { params, remedy: 'Combine amounts of one currency.' }));
  return false;
}

function unfit(sign: string, left: Operand, right: Operand, at: number, issues: Issue[]): undefined {
  const params = { left: unitWord(left), right: unitWord(right), name: sign };
  issues.push(fault('mixed_units', at, { params, remedy: remedyOf(sign, params.left, params.right) }));
  return undefined;
}

function remedyOf(sign: string, left: string, right: string): string {
  if ((left === 'money' && right === 'percent') || (left === 'percent' && right === 'money')) {
    return 'Take a share with `*`: `amount * probability`.';
  }
  if (left === 'instant' || right === 'instant') return 'Take the day with `dateOf(createdAt)` first.';
  if (sign === '+' || sign === '-') return 'Both sides must measure the same, or be a date and a number of days.';
  return 'Multiply and divide numbers, amounts and percentages only.';
}
