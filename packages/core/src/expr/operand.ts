import type { Issue } from '../issue.ts';
import { isId } from '../kinds/index.ts';
import { exponent } from '../money.ts';
import { instantFromText, isDate } from '../time.ts';
import { fault } from './faults.ts';
import type { Expr, Type } from './tree.ts';

/**
 * A part of an expression while it is being checked. Constants have no unit yet: the other side gives it (`amount >= 1000`,
 * `dueOn < '2025-01-01'`). Constant numbers are exact fractions in lowest terms, `den` above 0.
 */
export type Operand =
  | { readonly is: 'expr'; readonly expr: Expr }
  | { readonly is: 'fraction'; readonly num: bigint; readonly den: bigint; readonly text: string }
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'null' };

export type Fraction = Extract<Operand, { is: 'fraction' }>;

const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);
const NULL: Operand = { is: 'null' };

export const NUMBER: Type = { unit: 'number' };
export const TEXT: Type = { unit: 'text' };
export const FLAG: Type = { unit: 'flag' };
export const DATE: Type = { unit: 'date' };

/** Wraps what is already typed; what has no unit at all can only be null. */
export function typed(expr: Expr): Operand {
  return expr.type.unit === 'null' ? NULL : { is: 'expr', expr };
}

/** A number as it is written (`0.5`) as a fraction. */
export function fractionOf(text: string): Operand {
  const [whole = '', decimals = ''] = text.split('.');
  return reduced(BigInt(whole + decimals), 10n ** BigInt(decimals.length), text);
}

/** A fraction in lowest terms; null for a denominator of 0. */
export function reduced(num: bigint, den: bigint, text: string): Operand {
  if (den === 0n) return NULL;
  const divisor = gcd(num < 0n ? -num : num, den < 0n ? -den : den) * (den < 0n ? -1n : 1n);
  return { is: 'fraction', num: num / divisor, den: den / divisor, text };
}

/** Whether both parts of a fraction are exact as doubles. */
export function fits({ num, den }: Fraction): boolean {
  return num <= LARGEST && num >= -LARGEST && den <= LARGEST;
}

/** What an operand measures, in a word for people. */
export function unitWord(operand: Operand): string {
  if (operand.is === 'expr') return operand.expr.type.unit;
  return operand.is === 'fraction' ? 'number' : operand.is;
}

/** The expression of an operand that nothing else gives a unit. */
export function settled(operand: Operand): Expr {
  switch (operand.is) {
    case 'expr':
      return operand.expr;
    case 'fraction':
      return { op: 'value', type: NUMBER, value: Number(operand.num) / Number(operand.den) };
    case 'text':
      return { op: 'value', type: TEXT, value: operand.text };
    case 'null':
      return { op: 'value', type: { unit: 'null' }, value: null };
  }
}

/** An operand as an expression of a type: constants are read in its unit, exactly. Pushes an issue when that cannot be. */
export function settle(operand: Operand, type: Type, at: number, issues: Issue[]): Expr | undefined {
  switch (operand.is) {
    case 'expr':
      return operand.expr;
    case 'null':
      return { op: 'value', type, value: null };
    case 'fraction':
      return amount(operand, type, at, issues);
    case 'text': {
      const value = textIn(operand.text, type);
      if (value !== undefined) return { op: 'value', type, value };
      issues.push(fault('unreadable_constant', at, { received: `'${operand.text}'`, ...expectedText(type) }));
      return undefined;
    }
  }
}

/** Whether a constant may be read in a unit at all. */
export function mayBe(operand: Operand, { unit }: Type): boolean {
  if (operand.is === 'null') return true;
  if (operand.is === 'fraction') return unit === 'number' || unit === 'money' || unit === 'percent';
  return unit === 'text' || unit === 'date' || unit === 'instant' || unit === 'link';
}

function amount({ num, den, text }: Fraction, type: Type, at: number, issues: Issue[]): Expr | undefined {
  if (type.unit === 'number') return { op: 'value', type, value: Number(num) / Number(den) };
  const decimals = type.unit === 'percent' ? 2 : exponent(type.currency ?? 'EUR');
  const scaled = num * 10n ** BigInt(decimals);
  const value = scaled / den;
  if (scaled % den === 0n && value <= LARGEST && value >= -LARGEST) return { op: 'value', type, value: Number(value) };
  const expected =
    type.unit === 'percent' ? 'a percentage with at most two decimals' : `an amount with at most ${decimals} decimals`;
  issues.push(fault('unreadable_constant', at, { received: text, expected, remedy: 'Write fewer digits.' }));
  return undefined;
}

function textIn(text: string, { unit }: Type): string | undefined {
  if (unit === 'text') return text;
  if (unit === 'date') return isDate(text) ? text : undefined;
  if (unit === 'instant') return instantFromText(text) ?? undefined;
  return unit === 'link' && isId(text.toLowerCase()) ? text.toLowerCase() : undefined;
}

function expectedText({ unit }: Type): { readonly expected: string; readonly remedy: string } {
  if (unit === 'date') return { expected: 'a date', remedy: "Write dates as '2025-02-28'." };
  if (unit === 'instant')
    return { expected: 'a point in time', remedy: "Write points in time as '2025-02-28T09:30:00Z'." };
  return { expected: 'an identifier', remedy: 'Write the id of a record, or compare a field of the linked record.' };
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}
