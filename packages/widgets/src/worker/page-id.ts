import { newId } from '@sluice/core';

/** An identifier for a record that is made in the page. */
export const pageId = (): string =>
  newId(Date.now(), () => {
    const [a = 0, b = 0, c = 0] = crypto.getRandomValues(new Uint32Array(3));
    return [a, b, c];
  });
