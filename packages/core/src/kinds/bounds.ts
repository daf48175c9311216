import { issue } from '../issue.ts';
import type { FieldShape, Path } from './kind.ts';

/** Issues of a number against a field's bounds; `show` writes a bound as people write it. */
export const boundIssues = (value: number, shape: FieldShape, path: Path, show: (bound: number) => string = String) => {
  if (shape.min !== undefined && value < shape.min) {
    return [issue('too_small', path, { expected: `at least ${show(shape.min)}`, received: show(value) })];
  }
  if (shape.max !== undefined && value > shape.max) {
    return [issue('too_large', path, { expected: `at most ${show(shape.max)}`, received: show(value) })];
  }
  return [];
};
