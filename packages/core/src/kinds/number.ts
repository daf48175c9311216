import { bad, good, issue } from '../issue.ts';
import { boundIssues } from './bounds.ts';
import type { FieldShape, KindRules, Path } from './kind.ts';
import { quoted } from './received.ts';

/** Beyond this a product of a few numbers could leave the range of a double. */
const LARGEST = 1e15;

const issuesOf = (value: unknown, shape: FieldShape, path: Path) => {
  if (typeof value !== 'number' || !Number.isFinite(value))
    return [issue('not_number', path, { received: quoted(value) })];
  return boundIssues(value, { ...shape, min: shape.min ?? -LARGEST, max: shape.max ?? LARGEST }, path);
};

/** A plain number: a count, a measure, a factor. An IEEE double in every runtime, at most 10¹⁵ either way. */
export const number: KindRules = {
  unit: () => 'number',
  column: () => 'real',
  store: () => 'double precision',
  input: 'number',
  decode: (wire, shape, path) => {
    const value = typeof wire === 'string' && /^\s*[-+]?\d+(\.\d+)?(e[-+]?\d+)?\s*$/i.test(wire) ? Number(wire) : wire;
    const issues = issuesOf(value, shape, path);
    // -0 would print and hash differently from 0 in different runtimes.
    return issues.length > 0 ? bad(issues) : good((value as number) + 0);
  },
  check: issuesOf,
  encode: (value) => value,
  schema: (shape) => ({
    type: 'number',
    ...(shape.min === undefined ? {} : { minimum: shape.min }),
    ...(shape.max === undefined ? {} : { maximum: shape.max }),
  }),
};
