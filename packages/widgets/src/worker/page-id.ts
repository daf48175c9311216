import { idSequence } from '@sluice/core';

const words = new Uint32Array(3 * 256);
let used = words.length;

/** Three numbers that nobody can foresee; drawn by the hundred, because a file asks for many. */
const random = (): readonly [number, number, number] => {
  if (used >= words.length) {
    crypto.getRandomValues(words);
    used = 0;
  }
  used += 3;
  return [words[used - 3] ?? 0, words[used - 2] ?? 0, words[used - 1] ?? 0];
};

/** An identifier for a record that is made in the page; each follows the one before it. */
export const pageId: () => string = idSequence(() => Date.now(), random);
