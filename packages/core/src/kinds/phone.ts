import { issue } from '../issue.ts';
import { textLike } from './text-like.ts';

/** A telephone number as people write it: digits with + ( ) . / - and spaces, an extension allowed; at least three digits. */
export const phone = textLike('tel', 40, {
  tidy: (value) => value.replace(/\s+/g, ' ').trim(),
  fault: (value, _shape, path) =>
    /^\+?[\d\s()./-]+(\s*(x|ext|poste)\.?\s*\d+)?$/i.test(value) && (value.match(/\d/g)?.length ?? 0) >= 3
      ? undefined
      : issue('not_phone', path, { received: value.slice(0, 80) }),
});
