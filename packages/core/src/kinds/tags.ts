import { bad, good, issue } from '../issue.ts';
import type { FieldShape, KindRules, Path } from './kind.ts';

const MOST = 100;

const issuesOf = (value: unknown, _shape: FieldShape, path: Path) => {
  if (!Array.isArray(value) || value.some((tag) => typeof tag !== 'string')) return [issue('not_tags', path)];
  if (value.length > MOST)
    return [issue('too_many', path, { expected: `at most ${MOST}`, received: `${value.length}` })];
  const broken = value.findIndex(
    (tag: string) => tag === '' || tag.length > 100 || tag.includes('\u0000') || !tag.isWellFormed(),
  );
  return broken < 0 ? [] : [issue('not_tags', [...path, broken])];
};

/** Free words, each once, in the order they were given. */
export const tags: KindRules = {
  unit: () => 'tags',
  column: () => 'list',
  store: () => 'text[]',
  input: 'tags',
  decode: (wire, shape, path) => {
    const tidy = Array.isArray(wire)
      ? [...new Set(wire.map((tag: unknown) => (typeof tag === 'string' ? tag.trim() : tag)))]
      : wire;
    const issues = issuesOf(tidy, shape, path);
    return issues.length > 0 ? bad(issues) : good(tidy as string[]);
  },
  check: issuesOf,
  encode: (value) => value,
  schema: () => ({
    type: 'array',
    items: { type: 'string', minLength: 1, maxLength: 100 },
    maxItems: MOST,
    uniqueItems: true,
  }),
};
