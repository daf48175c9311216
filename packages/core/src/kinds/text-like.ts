import { bad, good, issue } from '../issue.ts';
import type { FieldShape, KindRules, Path } from './kind.ts';

type Fault = (text: string, shape: FieldShape, path: Path) => ReturnType<typeof issue> | undefined;

const textIssues = (value: unknown, shape: FieldShape, path: Path, longest: number, fault?: Fault) => {
  if (typeof value !== 'string') return [issue('not_text', path, { received: typeof value })];
  const max = shape.max ?? longest;
  if (value.length > max)
    return [issue('too_long', path, { expected: `at most ${max} characters`, received: `${value.length}` })];
  // PostgreSQL text cannot hold NUL, and half a surrogate pair is not a character.
  if (value.includes('\u0000') || !value.isWellFormed()) return [issue('unreadable_text', path)];
  const found = value === '' ? undefined : fault?.(value, shape, path);
  return found ? [found] : [];
};

/** Rules shared by the kinds that are a line or a block of text; `fault` adds what the kind alone asks. Blank text is `null`. */
export const textLike = (
  input: KindRules['input'],
  longest: number,
  {
    tidy = (text: string) => text.trim(),
    fault,
    format,
  }: { tidy?: (text: string) => string; fault?: Fault; format?: string } = {},
): KindRules => ({
  unit: () => 'text',
  column: () => 'code',
  store: () => 'text',
  input,
  decode: (wire, shape, path) => {
    if (typeof wire !== 'string') return bad([issue('not_text', path, { received: typeof wire })]);
    const value = tidy(wire);
    const issues = textIssues(value, shape, path, longest, fault);
    return issues.length > 0 ? bad(issues) : good(value === '' ? null : value);
  },
  check: (value, shape, path) => textIssues(value, shape, path, longest, fault),
  encode: (value) => value,
  schema: (shape) => ({ type: 'string', maxLength: shape.max ?? longest, ...(format ? { format } : {}) }),
});
