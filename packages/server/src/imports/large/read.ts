import { encodingOf, type Entity, streamTable, type Table, type TableBatch } from '@sluice/core';
import { answering } from '../answers.ts';
import type { ImportWish } from '../wish.ts';

/** Rows that go through the hands at a time, and how many characters of them. */
const BATCH = 2000;
const LETTERS = 1_000_000;
/** Bytes a file is understood on: enough for the longest sample of characters. */
const SAMPLE = 1_600_000;
/** Rows that answers are understood on. */
const ENOUGH = 200;

type Batch = TableBatch;

/** A file in pieces that can be read again and again, each time the same. */
export interface Readable {
  /** The rows with the answers in them, a few at a time. */
  readonly batches: () => AsyncGenerator<Batch, void, undefined>;
}

async function* answered(
  batches: AsyncIterable<Batch>,
  entity: Entity | undefined,
  wish: ImportWish,
): AsyncGenerator<Batch, void, undefined> {
  const held: Batch[] = [];
  let answer: ((rows: Table['rows']) => Table['rows']) | null | undefined;
  const understand = (header: Table['header']) =>
    answering({ header, rows: held.flatMap(({ rows }) => rows) }, entity, wish);
  const put = (one: Batch): Batch => (answer ? { ...one, rows: answer(one.rows) } : one);
  for await (const one of batches) {
    if (answer === undefined) {
      held.push(one);
      if (held.reduce((sum, { rows }) => sum + rows.length, 0) < ENOUGH) continue;
      answer = understand(one.header);
      for (const each of held.splice(0)) yield put(each);
    } else yield put(one);
  }
  if (answer === undefined && held[0]) answer = understand(held[0].header);
  for (const each of held) yield put(each);
}

/** Shorter texts never stand on another. */
const SHORT = 13;

/** Rows whose cells do not keep the whole text alive that they were cut from. */
const owned = (rows: Table['rows']): Table['rows'] =>
  rows.map((row) =>
    row.some(({ length }) => length >= SHORT)
      ? row.map((cell) => (cell.length < SHORT ? cell : ` ${cell}`.slice(1)))
      : row,
  );

const lettersIn = (row: Table['rows'][number]): number => row.reduce((sum, { length }) => sum + length, 0);

async function* cut(batches: AsyncIterable<Batch>): AsyncGenerator<Batch, void, undefined> {
  for await (const one of batches) {
    let start = 0;
    while (start < one.rows.length || start === 0) {
      let end = start;
      for (let letters = 0; end < one.rows.length && end - start < BATCH && letters < LETTERS; end++)
        letters += lettersIn(one.rows[end] ?? []);
      const last = end >= one.rows.length;
      const rows = owned(one.rows.slice(start, end));
      yield { ...one, rows, lines: one.lines.slice(start, end), issues: last ? one.issues : [] };
      if (last) break;
      start = end;
    }
  }
}

/** Looks at all bytes of a file for its encoding; it can then be read in small memory. */
export const readable = async (
  pieces: () => AsyncIterable<Uint8Array>,
  entity: Entity | undefined,
  wish: ImportWish,
): Promise<Readable> => {
  const encoding = await encodingOf(pieces());
  return {
    batches: () => {
      const read = streamTable(pieces(), { name: wish.name, sample: SAMPLE, encoding });
      return cut(wish.answers === undefined ? read : answered(read, entity, wish));
    },
  };
};
