import { bad, good, issue } from '../issue.ts';
import { instantFromText, isInstant } from '../time.ts';
import type { FieldShape, KindRules, Path } from './kind.ts';
import { quoted } from './received.ts';

const unreadable = (value: unknown, path: Path) => issue('not_instant', path, { received: quoted(value) });

const issuesOf = (value: unknown, _shape: FieldShape, path: Path) =>
  typeof value === 'string' && isInstant(value) ? [] : [unreadable(value, path)];

/** A moment: an ISO 8601 string with a zone on the wire, normalised to UTC with milliseconds in memory. */
export const instant: KindRules = {
  unit: () => 'instant',
  column: () => 'instant',
  store: () => 'timestamptz',
  input: 'datetime-local',
  decode: (wire, _shape, path) => {
    const read = typeof wire === 'string' ? instantFromText(wire) : null;
    return read === null ? bad([unreadable(wire, path)]) : good(read);
  },
  check: issuesOf,
  encode: (value) => value,
  schema: () => ({ type: 'string', format: 'date-time' }),
};
