import { bad, good, issue } from '../issue.ts';
import { isDate } from '../time.ts';
import type { FieldShape, KindRules, Path } from './kind.ts';
import { quoted } from './received.ts';

const issuesOf = (value: unknown, _shape: FieldShape, path: Path) =>
  typeof value === 'string' && isDate(value) ? [] : [issue('not_date', path, { received: quoted(value) })];

/** A calendar day without a zone: `YYYY-MM-DD`, a day that exists. */
export const date: KindRules = {
  unit: () => 'date',
  column: () => 'day',
  store: () => 'date',
  input: 'date',
  decode: (wire, shape, path) => {
    const value = typeof wire === 'string' ? wire.trim() : wire;
    const issues = issuesOf(value, shape, path);
    return issues.length > 0 ? bad(issues) : good(value as string);
  },
  check: issuesOf,
  encode: (value) => value,
  schema: () => ({ type: 'string', format: 'date' }),
};
