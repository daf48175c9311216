import { textLike } from './text-like.ts';

/** One line of text, at most 1 000 characters unless the field says less. */
export const text = textLike('text', 1000, { tidy: (value) => value.replace(/\s+/g, ' ').trim() });
