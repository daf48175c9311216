import { bad, good, issue } from '../issue.ts';
import { decimalFromMinor, minorFromDecimal } from '../money.ts';
import { boundIssues } from './bounds.ts';
import type { FieldShape, KindRules, Path } from './kind.ts';
import { quoted } from './received.ts';

const show = (bps: number) => `${Number(decimalFromMinor(bps, 2))} %`;

const issuesOf = (value: unknown, shape: FieldShape, path: Path) => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    return [issue('not_percent', path, { received: quoted(value) })];
  }
  return boundIssues(value, { ...shape, min: shape.min ?? 0, max: shape.max ?? 10_000 }, path, show);
};

/** A share of a hundred, up to two decimals: integer basis points in memory (30 % = 3 000), percent on the wire (30). */
export const percent: KindRules = {
  unit: () => 'percent',
  column: () => 'integer',
  store: () => 'integer',
  input: 'number',
  decode: (wire, shape, path) => {
    const read = typeof wire === 'number' || typeof wire === 'string' ? minorFromDecimal(wire, 2) : null;
    if (read === null) return bad([issue('not_percent', path, { received: quoted(wire) })]);
    if (!read.exact)
      return bad([issue('too_precise', path, { expected: 'at most two decimals', received: quoted(wire) })]);
    const issues = issuesOf(read.minor, shape, path);
    return issues.length > 0 ? bad(issues) : good(read.minor);
  },
  check: issuesOf,
  encode: (value) => (typeof value === 'number' ? value / 100 : value),
  schema: (shape) => ({
    type: 'number',
    minimum: (shape.min ?? 0) / 100,
    maximum: (shape.max ?? 10_000) / 100,
    description: 'Percent, at most two decimals: 30 is 30 %.',
  }),
};
