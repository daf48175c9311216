import { bad, good, issue } from '../issue.ts';
import type { FieldShape, KindRules, Path } from './kind.ts';
import { quoted } from './received.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MOST = 1000;

/** Whether a text is a record's identifier: a UUID in lower case. */
export const isId = (text: unknown): text is string => typeof text === 'string' && UUID.test(text);

const issuesOf = (value: unknown, shape: FieldShape, path: Path) => {
  if (!shape.many) return isId(value) ? [] : [issue('not_id', path, { received: quoted(value) })];
  if (!Array.isArray(value)) return [issue('not_id', path, { received: typeof value })];
  if (value.length > MOST)
    return [issue('too_many', path, { expected: `at most ${MOST}`, received: `${value.length}` })];
  const broken = value.findIndex((id) => !isId(id));
  return broken < 0 ? [] : [issue('not_id', [...path, broken], { received: quoted(value[broken]) })];
};

/** One record of another entity by its id, or several with `many`. Whether the target exists is the source's to say. */
export const link: KindRules = {
  unit: (shape) => (shape.many ? 'links' : 'link'),
  column: (shape) => (shape.many ? 'list' : 'code'),
  store: (shape) => (shape.many ? 'uuid[]' : 'uuid'),
  input: 'link',
  decode: (wire, shape, path) => {
    const lower = (id: unknown) => (typeof id === 'string' ? id.toLowerCase() : id);
    const tidy = Array.isArray(wire) ? [...new Set(wire.map(lower))] : lower(wire);
    const issues = issuesOf(tidy, shape, path);
    return issues.length > 0 ? bad(issues) : good(tidy as string | string[]);
  },
  check: issuesOf,
  encode: (value) => value,
  schema: (shape) => {
    const id = { type: 'string', format: 'uuid' };
    return shape.many ? { type: 'array', items: id, maxItems: MOST, uniqueItems: true } : id;
  },
};
