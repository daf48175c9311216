import { bad, good, issue } from '../issue.ts';
import { isInstant } from '../time.ts';
import type { FieldShape, KindRules, Path } from './kind.ts';

const issuesOf = (value: unknown, _shape: FieldShape, path: Path) =>
  typeof value === 'string' && isInstant(value)
    ? []
    : [issue('not_instant', path, { received: String(value).slice(0, 80) })];

/** A moment: an ISO 8601 string with a zone on the wire, normalised to UTC with milliseconds in memory. */
export const instant: KindRules = {
  unit: () => 'instant',
  column: () => 'instant',
  store: () => 'timestamptz',
  input: 'datetime-local',
  decode: (wire, shape, path) => {
    const issues = issuesOf(wire, shape, path);
    return issues.length > 0 ? bad(issues) : good(new Date(wire as string).toISOString());
  },
  check: issuesOf,
  encode: (value) => value,
  schema: () => ({ type: 'string', format: 'date-time' }),
};
