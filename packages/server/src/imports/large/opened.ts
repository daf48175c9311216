import { isWorkbook } from '@sluice/core';

/** Files below this are planned as a whole: they are done before a thread has started. Bytes. */
export const LARGE_FILE = 200_000;

/** Looks at how a file begins: whether it is held as a whole, because it is small or a workbook; `stream` is all of it. */
export const opened = async (
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ readonly small: boolean; readonly stream: AsyncGenerator<Uint8Array, void, undefined> }> => {
  const source = chunks[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let size = 0;
  let over = false;
  while (size < LARGE_FILE && !over) {
    const next = await source.next();
    over = next.done === true;
    if (next.done === true) continue;
    held.push(next.value);
    size += next.value.byteLength;
  }
  async function* stream(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* held.splice(0);
      for (; !over; ) {
        const next = await source.next();
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await source.return?.();
    }
  }
  return { small: over || isWorkbook(Buffer.concat(held.slice(0, 4))), stream: stream() };
};
