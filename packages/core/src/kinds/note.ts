import { textLike } from './text-like.ts';

/** A block of text with its line breaks, at most 64 000 characters. */
export const note = textLike('textarea', 64_000);
