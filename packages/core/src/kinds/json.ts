import { bad, good, issue } from '../issue.ts';
import type { FieldShape, Json, KindRules, Path } from './kind.ts';

const LONGEST = 64_000;

const issuesOf = (value: unknown, _shape: FieldShape, path: Path) => {
  try {
    const text = JSON.stringify(value);
    if (text === undefined) return [issue('not_json', path)];
    return text.length > LONGEST ? [issue('too_long', path, { expected: `at most ${LONGEST} characters` })] : [];
  } catch {
    return [issue('not_json', path)];
  }
};

/** A value with a shape of its own that Sluice only keeps; not filtered, not grouped. */
export const json: KindRules = {
  unit: () => 'json',
  column: () => 'none',
  store: () => 'jsonb',
  input: 'textarea',
  decode: (wire, shape, path) => {
    const issues = issuesOf(wire, shape, path);
    return issues.length > 0 ? bad(issues) : good(wire as Json);
  },
  check: issuesOf,
  encode: (value) => value,
  schema: () => ({}),
};
