import { issue } from '../issue.ts';
import { textLike } from './text-like.ts';

// One mailbox, as HTML's <input type=email> reads it, with international letters allowed: no spaces, commas or line breaks.
const MAILBOX = /^[^\s@,;:<>()"\\]+@[^\s@,;:<>()"\\.]+(\.[^\s@,;:<>()"\\.]+)+$/u;

/** One e-mail address, in lower case: no provider tells Anna@ from anna@, and two spellings would be two records where one is meant. */
export const email = textLike('email', 254, {
  tidy: (value) => value.trim().toLowerCase(),
  fault: (value, _shape, path) =>
    MAILBOX.test(value) ? undefined : issue('not_email', path, { received: value.slice(0, 80) }),
  format: 'email',
});
