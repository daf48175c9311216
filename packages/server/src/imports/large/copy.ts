import type { Writable } from 'node:stream';
import type { Tx } from '../../database/fence.ts';

/** A text as a value of COPY's text format; null is its mark for nothing. */
export const copied = (value: string | number | boolean | null): string => {
  if (value === null) return '\\N';
  if (typeof value !== 'string') return String(value);
  return /[\\\n\r\t]/.test(value)
    ? value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')
    : value;
};

/** Characters that are sent at a time. */
const CHUNK = 256 * 1024;

/** Copies lines into a table: `statement` is `copy … from stdin`. Throws what the database says about any of them. */
export const copyIn = async (tx: Tx, statement: string, lines: Iterable<string>): Promise<void> => {
  // the driver answers a statement of this kind with a stream, once the database is ready for it
  const query = tx.unsafe(statement) as unknown as { writable(): Promise<Writable> };
  const stream = await query.writable();
  let broken: unknown;
  stream.on('error', (error: unknown) => {
    broken ??= error;
  });
  let held: string[] = [];
  let length = 0;
  const send = async (): Promise<void> => {
    // the end of a copy may only be sent when nothing waits before it
    await new Promise<void>((resolve) => {
      stream.write(held.join(''), () => resolve());
    });
    held = [];
    length = 0;
  };
  for (const line of lines) {
    held.push(line);
    length += line.length;
    if (length >= CHUNK && broken === undefined) await send();
  }
  if (length > 0 && broken === undefined) await send();
  if (broken === undefined) stream.end();
  // answered after the copy: a copy that failed lets no other statement through
  await tx.unsafe('select 1');
  if (broken !== undefined) throw broken;
};
