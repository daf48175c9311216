import { setTimeout as sleep } from 'node:timers/promises';
import { manyDeals, peakOf } from './measure-import.ts';
import type { ServerProcess } from './server-process.ts';

/** What an export took. Milliseconds, bytes. */
export interface MeasuredExport {
  readonly status: number;
  /** How many records the server said that it has. */
  readonly rows: number;
  readonly size: number;
  readonly took: number;
  /** The most memory the server held, before and at the end. */
  readonly idle: number;
  readonly peak: number;
  /** How long /livez took meanwhile: half of them, 99 of a hundred, and the longest. */
  readonly livez: readonly [number, number, number];
  readonly asked: number;
}

/** Fills a server with so many new deals. */
export const fillDeals = async (server: ServerProcess, rows: number): Promise<void> => {
  const until = async (id: string, status: string): Promise<void> => {
    for (;;) {
      const found = (await (await server.ask(`/imports/${id}`)).json()) as {
        readonly status: string;
        readonly job?: { readonly state: string };
      };
      if (found.status === status) return;
      if (found.job && found.job.state !== 'running') throw new Error(JSON.stringify(found.job));
      await sleep(500);
    }
  };
  const posted = await server.ask('/imports?entity=deal&links=create&titles=same', {
    method: 'POST',
    body: ReadableStream.from<Uint8Array>(manyDeals(rows)),
    duplex: 'half',
    headers: { 'Content-Type': 'text/csv', Prefer: 'respond-async' },
  });
  const { id = '' } = (await posted.json()) as { readonly id?: string };
  await until(id, 'planned');
  await server.ask(`/imports/${id}/accept`, { method: 'POST', headers: { Prefer: 'respond-async' } });
  await until(id, 'accepted');
};

/** Exports the deals of a server and throws them away, with somebody asking /livez all the while. */
export const measureExport = async (server: ServerProcess, format: string): Promise<MeasuredExport> => {
  const idle = peakOf(server.child.pid);
  const live = server.base.replace('/api/v1', '/livez');
  const waits: number[] = [];
  let over = false;
  const watching = (async () => {
    while (!over) {
      const from = performance.now();
      await (await fetch(live)).text();
      waits.push(performance.now() - from);
      await sleep(10);
    }
  })();
  const start = performance.now();
  const answer = await server.ask(`/deals/export?format=${format}`);
  let size = 0;
  for await (const part of answer.body ?? []) size += part.length;
  const took = Math.round(performance.now() - start);
  over = true;
  await watching;
  waits.sort((a, b) => a - b);
  const at = (part: number): number => Math.round(waits[Math.floor((waits.length - 1) * part)] ?? 0);
  return {
    status: answer.status,
    rows: Number(answer.headers.get('sluice-rows')),
    size,
    took,
    idle,
    peak: peakOf(server.child.pid),
    livez: [at(0.5), at(0.99), at(1)],
    asked: waits.length,
  };
};
