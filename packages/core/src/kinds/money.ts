import { bad, good, issue } from '../issue.ts';
import { decimalFromMinor, exponent, jsonFromMinor, minorFromDecimal } from '../money.ts';
import { boundIssues } from './bounds.ts';
import type { FieldShape, KindRules, Path } from './kind.ts';
import { quoted } from './received.ts';

const digits = (shape: FieldShape) => exponent(shape.currency ?? 'EUR');

const issuesOf = (value: unknown, shape: FieldShape, path: Path) => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    return [issue('not_money', path, { received: quoted(value) })];
  }
  return boundIssues(value, shape, path, (minor) => decimalFromMinor(minor, digits(shape)));
};

/** An amount: integer minor units in memory, decimals in major units on the wire (`1000.55`), never a float in between. */
export const money: KindRules = {
  unit: () => 'money',
  column: () => 'integer',
  store: () => 'bigint',
  input: 'number',
  decode: (wire, shape, path) => {
    const read = typeof wire === 'number' || typeof wire === 'string' ? minorFromDecimal(wire, digits(shape)) : null;
    if (read === null) return bad([issue('not_money', path, { received: quoted(wire) })]);
    if (!read.exact) {
      return bad([
        issue('too_precise', path, { expected: `at most ${digits(shape)} decimals`, received: quoted(wire) }),
      ]);
    }
    const issues = issuesOf(read.minor, shape, path);
    return issues.length > 0 ? bad(issues) : good(read.minor);
  },
  check: issuesOf,
  encode: (value, shape) => (typeof value === 'number' ? jsonFromMinor(value, digits(shape)) : value),
  schema: (shape) => ({
    type: ['number', 'string'],
    ...(shape.min === undefined ? {} : { minimum: Number(decimalFromMinor(shape.min, digits(shape))) }),
    ...(shape.max === undefined ? {} : { maximum: Number(decimalFromMinor(shape.max, digits(shape))) }),
    description: `Amount in major units${shape.currency ? ` of ${shape.currency}` : ''}, at most ${digits(shape)} decimals.`,
  }),
};
