import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerProcess } from './server-process.ts';

/** What an import of so many rows took. Milliseconds, bytes. */
export interface Measured {
  readonly rows: number;
  readonly file: number;
  readonly plan: number;
  readonly accept: number;
  /** The most memory the process held, before anything and at the end. */
  readonly idle: number;
  readonly peak: number;
  /** How long /livez took while it was imported: half of them, 99 of a hundred, and the longest. */
  readonly livez: readonly [number, number, number];
  readonly asked: number;
}

const peakOf = (pid: number | undefined): number => {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid ?? 0}/status`, 'utf8')) ?? [];
  return Number(kilobytes ?? 0) * 1024;
};

/** A file of deals with a company each, of about sixty bytes a row. */
export const manyDeals = (rows: number): string => {
  const lines = ['client,account,amount,stage,notes,due date\n'];
  for (let at = 0; at < rows; at++)
    lines.push(
      `Client ${at},Company ${at % 997},${(at % 9000) + 1},prospect,"a note, ${at}",2025-0${(at % 9) + 1}-11\n`,
    );
  return lines.join('');
};

/** Imports so many new deals on a server, with somebody asking /livez all the while. */
export const measureImport = async (server: ServerProcess, rows: number): Promise<Measured> => {
  const body = new TextEncoder().encode(manyDeals(rows));
  const idle = peakOf(server.child.pid);
  const took: number[] = [];
  let over = false;
  const live = server.base.replace('/api/v1', '/livez');
  const watching = (async () => {
    while (!over) {
      const start = performance.now();
      await (await fetch(live)).text();
      took.push(performance.now() - start);
      await sleep(10);
    }
  })();
  const start = performance.now();
  const planned = await server.ask('/imports?entity=deal&links=create&titles=same', {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'text/csv' },
  });
  const { id, detail } = (await planned.json()) as { readonly id?: string; readonly detail?: string };
  if (id === undefined) throw new Error(detail);
  const between = performance.now();
  await server.ask(`/imports/${id}/accept`, { method: 'POST', headers: { Prefer: 'respond-async' } });
  for (;;) {
    const found = (await (await server.ask(`/imports/${id}`)).json()) as {
      readonly status: string;
      readonly job?: { readonly state: string; readonly detail?: string; readonly code?: string };
    };
    if (found.status === 'accepted') break;
    if (found.job && found.job.state !== 'running') throw new Error(JSON.stringify(found.job));
    await sleep(100);
  }
  const end = performance.now();
  over = true;
  await watching;
  took.sort((a, b) => a - b);
  const at = (part: number): number => Math.round(took[Math.floor((took.length - 1) * part)] ?? 0);
  return {
    rows,
    file: body.length,
    plan: Math.round(between - start),
    accept: Math.round(end - between),
    idle,
    peak: peakOf(server.child.pid),
    livez: [at(0.5), at(0.99), at(1)],
    asked: took.length,
  };
};
