import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerProcess } from './server-process.ts';

/** What an import of so many rows took. Milliseconds, bytes. */
export interface Measured {
  readonly rows: number;
  readonly file: number;
  readonly plan: number;
  readonly accept: number;
  /** The most memory the server held, before anything and at the end. */
  readonly idle: number;
  readonly peak: number;
  /** The most that a process held which imported for it. */
  readonly apart: number;
  /** How long /livez took while it was imported: half of them, 99 of a hundred, and the longest. */
  readonly livez: readonly [number, number, number];
  readonly asked: number;
}

/** The most memory that a process has held until now, in bytes. */
export const peakOf = (pid: number | undefined): number => {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid ?? 0}/status`, 'utf8')) ?? [];
  return Number(kilobytes ?? 0) * 1024;
};

/** The most memory that a process held which this one started; 0 when there is none any more. */
const peakBelow = (pid: number | undefined): number => {
  try {
    const children = readFileSync(`/proc/${pid ?? 0}/task/${pid ?? 0}/children`, 'utf8')
      .trim()
      .split(' ');
    return Math.max(0, ...children.filter((one) => one !== '').map((one) => peakOf(Number(one))));
  } catch {
    return 0;
  }
};

/** A file of deals with a company each, of about sixty bytes a row and so many more (`fat`), as it is sent. */
export async function* manyDeals(rows: number, fat = 0): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  const more = 'x'.repeat(fat);
  let lines = 'client,account,amount,stage,notes,due date\n';
  for (let at = 0; at < rows; at++) {
    const day = `2025-0${(at % 9) + 1}-11`;
    lines += `Client ${at},Company ${at % 997},${(at % 9000) + 1},prospect,"a note, ${at}${more}",${day}\n`;
    if (lines.length < 64_000) continue;
    yield encoder.encode(lines);
    lines = '';
  }
  if (lines !== '') yield encoder.encode(lines);
}

/** Imports so many new deals on a server, with somebody asking /livez all the while. */
export const measureImport = async (server: ServerProcess, rows: number, fat = 0): Promise<Measured> => {
  let size = 0;
  async function* counted(): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const bytes of manyDeals(rows, fat)) {
      size += bytes.byteLength;
      yield bytes;
    }
  }
  const idle = peakOf(server.child.pid);
  const took: number[] = [];
  let over = false;
  let apart = 0;
  const live = server.base.replace('/api/v1', '/livez');
  const watching = (async () => {
    while (!over) {
      const start = performance.now();
      await (await fetch(live)).text();
      took.push(performance.now() - start);
      apart = Math.max(apart, peakBelow(server.child.pid));
      await sleep(10);
    }
  })();
  const start = performance.now();
  /** The import when it has come this far. */
  const until = async (id: string, status: string): Promise<void> => {
    for (;;) {
      const found = (await (await server.ask(`/imports/${id}`)).json()) as {
        readonly status: string;
        readonly job?: { readonly state: string; readonly detail?: string; readonly code?: string };
      };
      if (found.status === status) return;
      if (found.job && found.job.state !== 'running') throw new Error(JSON.stringify(found.job));
      await sleep(1000);
    }
  };
  const posted = await server.ask('/imports?entity=deal&links=create&titles=same', {
    method: 'POST',
    body: ReadableStream.from<Uint8Array>(counted()),
    duplex: 'half',
    headers: { 'Content-Type': 'text/csv', Prefer: 'respond-async' },
  });
  const { id, detail } = (await posted.json()) as { readonly id?: string; readonly detail?: string };
  if (id === undefined) throw new Error(detail);
  await until(id, 'planned');
  const between = performance.now();
  await server.ask(`/imports/${id}/accept`, { method: 'POST', headers: { Prefer: 'respond-async' } });
  await until(id, 'accepted');
  const end = performance.now();
  over = true;
  await watching;
  took.sort((a, b) => a - b);
  const at = (part: number): number => Math.round(took[Math.floor((took.length - 1) * part)] ?? 0);
  return {
    rows,
    file: size,
    plan: Math.round(between - start),
    accept: Math.round(end - between),
    idle,
    peak: peakOf(server.child.pid),
    apart,
    livez: [at(0.5), at(0.99), at(1)],
    asked: took.length,
  };
};
