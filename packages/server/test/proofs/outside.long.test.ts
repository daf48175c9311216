import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CORPUS } from '../inside.ts';
import { atLeast, atMost, none, note, plainly } from './report.ts';
import { openWorld, type World } from './world.ts';

const PROGRAM = join(import.meta.dirname, 'outward.ts');
const NOWHERE = '3ffe::1';
const strace = spawnSync('strace', ['-V']).status === 0;

let world: World;
let folder: string;
/** One that may be told, and sends whoever comes on to the other. */
let allowed: Server;
/** One on this machine that nobody may be led to. */
let inside: Server;
const seen = { allowed: 0, inside: 0 };
const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};
beforeAll(async () => {
  world = await openWorld();
  folder = mkdtempSync(join(tmpdir(), 'sluice-outward-'));
  inside = createServer((_, response) => response.end());
  inside.on('connection', () => {
    seen.inside += 1;
  });
  allowed = createServer((request, response) => {
    const status = Number(request.url?.split('/').at(-1)) || 302;
    const next = request.url?.includes('again')
      ? `http://127.0.0.1:${portOf(inside)}/`
      : `${request.url ?? ''}/again/${status}`;
    response.writeHead(status, { Location: next }).end();
  });
  allowed.on('connection', () => {
    seen.allowed += 1;
  });
  for (const server of [inside, allowed]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
});
afterAll(async () => {
  inside.close();
  allowed.close();
  rmSync(folder, { recursive: true, force: true });
  await world.close();
});

/** Runs a program to its end; gives the JSON it says. The listeners are in this process, which goes on meanwhile. */
const told = async (command: readonly string[]): Promise<Readonly<Record<string, string>>> => {
  const [file = '', ...words] = command;
  const child = spawn(file, words, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } });
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  await once(child, 'close');
  return JSON.parse(Buffer.concat(parts).toString('utf8')) as Readonly<Record<string, string>>;
};

describe('an address that leads inside', () => {
  it('is refused by the API in every disguise, and nothing is kept of it (G19)', async () => {
    const admin = await world.admin('acme');
    const kept = async (): Promise<string> => (await world.server.send('GET', '/webhooks', undefined, admin)).text();
    const before = await kept();
    const taken: string[] = [];
    for (const [url] of CORPUS) {
      const answer = await world.server.send('POST', '/webhooks', { url, label: 'x' }, admin);
      if (answer.status !== 422) taken.push(`${answer.status} ${url}`);
    }
    const missed = note('G19', 'addresses of webhooks through the API', [
      atLeast('addresses', CORPUS.length, 70),
      none('that were taken', taken.length),
    ]);
    expect(taken).toEqual([]);
    expect(await kept()).toBe(before);
    expect(missed).toEqual([]);
  });

  it('is not connected to, nor what a name or a redirect leads to: seen from outside of the process (G19)', async () => {
    const trace = join(folder, 'trace');
    const words = ['--conditions=sluice-src', PROGRAM, `http://127.0.0.1:${portOf(allowed)}`];
    const command = strace
      ? ['strace', '-f', '-qq', '-e', 'trace=connect,sendto,sendmsg,sendmmsg', '-o', trace, process.execPath, ...words]
      : [process.execPath, ...words];
    const said = await told(command);
    const calls = strace
      ? readFileSync(trace, 'utf8')
          .split('\n')
          .filter((line) => /sa_family=AF_INET6?\b/.test(line))
      : [];
    const right = (line: string): boolean =>
      line.includes(`htons(${portOf(allowed)})`) || line.includes(`"${NOWHERE}"`);
    const wrong = calls.filter((line) => !right(line));
    const missed = note(
      'G19',
      strace
        ? 'telling them all the same, under strace'
        : 'telling them all the same (strace is not installed: that half is left out)',
      [
        atLeast('addresses, names and redirects', Object.keys(said).length, 70 + 20),
        none('connections at a listener inside', seen.inside),
        atMost('connections at the place that sends on', seen.allowed, 5),
        ...(strace
          ? [
              atLeast('connections seen to where it is allowed', calls.filter(right).length, 5),
              none('connections or datagrams to anywhere else', wrong.length),
            ]
          : [plainly('strace', 0)]),
      ],
    );
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(missed).toEqual([]);
  });
});
