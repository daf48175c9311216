// A reader of event streams and a slow writer, for tests.
import { randomUUID } from 'node:crypto';
import { asTenant } from '../database/as-tenant.ts';
import type { Pool } from '../database/lease.ts';
import { insertChanges } from '../records/write.ts';

/** One event as a reader gets it. */
export interface ReadEvent {
  readonly id: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const fieldsOf = (block: string): ReadonlyMap<string, string> =>
  new Map(
    block
      .split('\n')
      .filter((line) => !line.startsWith(':'))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );

/** Reads a stream event by event. */
export const readEvents = (body: ReadableStream<Uint8Array>) => {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let id = '';
  const waiting: ReadEvent[] = [];
  const take = async (): Promise<boolean> => {
    const { done, value } = await reader.read();
    if (done) return false;
    text += decoder.decode(value, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = fieldsOf(block);
      id = fields.get('id') ?? id;
      const data = fields.get('data');
      if (data === undefined) continue;
      const read = JSON.parse(data) as ReadEvent['data'];
      waiting.push({ id, event: fields.get('event') ?? 'message', data: read });
    }
    return true;
  };
  /** The next event; null at the end. */
  const next = async (): Promise<ReadEvent | null> => {
    while (waiting.length === 0) if (!(await take())) return null;
    return waiting.shift() ?? null;
  };
  return {
    next,
    /** The next changes, so many. */
    changes: async (count: number): Promise<readonly ReadEvent[]> => {
      const found: ReadEvent[] = [];
      while (found.length < count) {
        const read = await next();
        if (read === null) break;
        if (read.event === 'change') found.push(read);
      }
      return found;
    },
    /** The id that a browser would send when it comes back. */
    lastId: () => id,
    cancel: () => reader.cancel(),
  };
};

/** Writes an entry and leaves its transaction open until told. */
export const writeSlowly = async (pool: Pool, tenant: string, client: string) => {
  const written = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const done = asTenant(pool, { tenant, actor: 'slow' }, async (tx) => {
    const at = '2025-02-05T09:00:00.000Z';
    const about = { tenant, at, actor: 'slow', cause: 'test', entity: 'deal', version: 1, before: null };
    await insertChanges(tx, [{ ...about, id: randomUUID(), after: { client } }]);
    written.resolve();
    await go.promise;
  });
  await written.promise;
  return {
    commit: async () => {
      go.resolve();
      await done;
    },
  };
};
