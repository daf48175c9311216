import { bad, good, issue } from '../issue.ts';
import type { FieldShape, KindRules, Path } from './kind.ts';
import { quoted } from './received.ts';

const issuesOf = (value: unknown, _shape: FieldShape, path: Path) =>
  typeof value === 'boolean' ? [] : [issue('not_flag', path, { received: quoted(value) })];

/** Yes or no; unknown is null. */
export const flag: KindRules = {
  unit: () => 'flag',
  column: () => 'flag',
  store: () => 'boolean',
  input: 'checkbox',
  decode: (wire, shape, path) => {
    const issues = issuesOf(wire, shape, path);
    return issues.length > 0 ? bad(issues) : good(wire as boolean);
  },
  check: issuesOf,
  encode: (value) => value,
  schema: () => ({ type: 'boolean' }),
};
