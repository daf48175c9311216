import { bad, good, issue } from '../issue.ts';
import type { FieldShape, KindRules, Path } from './kind.ts';
import { quoted } from './received.ts';

const issuesOf = (value: unknown, shape: FieldShape, path: Path) =>
  typeof value === 'string' && (shape.keys ?? []).includes(value)
    ? []
    : [
        issue('not_an_option', path, {
          expected: `one of ${(shape.keys ?? []).join(', ')}`,
          received: quoted(value),
        }),
      ];

/** One word of a closed vocabulary; the stage kind has the same rules over the stages of its pipeline. */
export const choice: KindRules = {
  unit: () => 'text',
  column: () => 'code',
  store: () => 'text',
  input: 'select',
  decode: (wire, shape, path) => {
    const issues = issuesOf(wire, shape, path);
    return issues.length > 0 ? bad(issues) : good(wire as string);
  },
  check: issuesOf,
  encode: (value) => value,
  schema: (shape) => ({ type: 'string', enum: [...(shape.keys ?? [])] }),
};
