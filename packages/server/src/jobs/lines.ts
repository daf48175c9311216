import type { ConstructorOptions } from 'pg-boss';
import type { Connection } from '../database/connection.ts';
import { overloaded, unavailable, worded } from '../database/errors.ts';
import { type Line, openLine } from '../database/line.ts';
import { WIRE_TYPES, writeArray } from '../database/wire.ts';

/** What the library says its statements to. */
export type JobsDatabase = NonNullable<ConstructorOptions['db']>;

/** What runs the library's own statements: each on a connection of its own while it lasts. */
export interface Lines {
  readonly database: JobsDatabase;
  readonly close: () => Promise<void>;
}

const same = (value: unknown): string => String(value);
const { booleans, names, integers, texts, bigints, uuids, numerics } = WIRE_TYPES;
/** As the library's own driver has it: instants are dates, JSON is written by whoever sends it. */
const TYPES = {
  booleans,
  names,
  integers,
  texts,
  bigints,
  uuids,
  numerics,
  json: { to: 114, from: [114, 3802], serialize: same, parse: (text: string): unknown => JSON.parse(text) },
};

/** A value as text, whatever type the statement gives it. */
const written = (value: unknown): string | number | boolean | null => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return writeArray(value, (item) => String(written(item)));
  return JSON.stringify(value);
};

const LONGEST = 60_000;
const CONNECTING = 3;

/**
 * Connections for the library that keeps the jobs. It sends whole transactions as one text and knows nothing of tenants, so that it gets no
 * part in the pool of tenants' transactions. A connection that failed in any way is not used again.
 */
export const openLines = (connection: Connection, most = 3): Lines => {
  const idle: Line[] = [];
  const all = new Set<Line>();
  const waiting: (() => void)[] = [];
  let busy = 0;
  let closed = false;

  const take = async (): Promise<Line> => {
    if (busy >= most) {
      if (waiting.length > 500) throw overloaded('Too many statements of jobs wait for the database.');
      await new Promise<void>((go) => waiting.push(go));
    } else busy += 1;
    for (let line = idle.pop(); line; line = idle.pop()) if (!line.lost()) return line;
    const line = openLine(connection, { connectTimeout: CONNECTING, name: 'sluice jobs', types: TYPES });
    all.add(line);
    return line;
  };

  const give = (line: Line): void => {
    if (line.lost() || closed) {
      line.discard();
      all.delete(line);
    } else idle.push(line);
    const next = waiting.shift();
    if (next) next();
    else busy -= 1;
  };

  const run = async (text: string, values: readonly unknown[] = []): Promise<{ rows: Record<string, unknown>[] }> => {
    if (closed) throw unavailable();
    const line = await take();
    const timer = setTimeout(line.discard, LONGEST);
    try {
      const gone = new Promise<never>((_, reject) => line.whenLost(() => reject(unavailable())));
      gone.catch(() => undefined);
      // without values the simple protocol, which takes several statements in one text
      const sent = values.length === 0 ? line.client.unsafe(text) : line.client.unsafe(text, values.map(written));
      const answer: unknown = await Promise.race([sent, gone]);
      const lists = Array.isArray(answer) && answer.some(Array.isArray) ? answer : [answer];
      return { rows: lists.flat() as Record<string, unknown>[] };
    } catch (error) {
      // a text of several statements may have left its transaction open
      if (values.length === 0) line.discard();
      throw worded(error);
    } finally {
      clearTimeout(timer);
      line.whenLost(undefined);
      give(line);
    }
  };

  return {
    database: { executeSql: (text, values) => run(text, values) },
    close: async () => {
      closed = true;
      for (const line of all) line.discard();
      all.clear();
    },
  };
};
