import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { distributionFolders, packagedFolder, versionIn } from './binaries.ts';
import { openClient } from './connection.ts';
import { type Embedded, type EmbeddedOptions, startEmbedded } from './embedded.ts';
import { postmasterOf } from './postmaster.ts';
import { accountToRunAs, isAlive, waitForEnd } from './process.ts';

const root = process.getuid?.() === 0;
const older = distributionFolders().find((folder) => versionIn(folder, accountToRunAs())?.major === 15);
const cleanUp: (() => unknown)[] = [];

afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

/** A folder that PostgreSQL's account may enter. */
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-test-'));
  chmodSync(folder, 0o755);
  cleanUp.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function start(folder: string, options: EmbeddedOptions = {}): Promise<Embedded> {
  const embedded = await startEmbedded(folder, { durable: false, ...options });
  cleanUp.push(() => embedded.stop());
  return embedded;
}

async function ask(embedded: Embedded, text: string): Promise<readonly unknown[]> {
  const client = openClient(embedded.connection);
  try {
    return [...(await client.unsafe(text))];
  } finally {
    await client.end();
  }
}

/** Another server process on a folder; resolves when its database is up. */
async function serve(
  folder: string,
  row: string,
  stopOn = '',
): Promise<{ readonly child: ChildProcess; readonly pid: number; readonly adopted: boolean }> {
  const script = join(import.meta.dirname, '../../test/serve-database.ts');
  const child = spawn(process.execPath, ['--conditions=sluice-src', script, folder, row, stopOn], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const said = JSON.parse(line.toString()) as { pid: number; adopted: boolean };
  const socket = readFileSync(join(folder, 'socket'), 'utf8');
  cleanUp.push(async () => {
    if (isAlive(said.pid)) process.kill(said.pid, 'SIGQUIT');
    await waitForEnd(said.pid, 5000);
    rmSync(socket, { recursive: true, force: true });
  });
  return { child, ...said };
}

const killed = async (child: ChildProcess) => {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
};

describe('the embedded database', () => {
  it('is a PostgreSQL 15 or later behind a private socket, its owner no superuser; its data outlives it', async () => {
    const folder = newFolder();
    const first = await start(folder);
    expect(Number.parseInt(first.version, 10)).toBeGreaterThanOrEqual(15);
    expect(await ask(first, 'select rolsuper, rolbypassrls from pg_roles where rolname = current_user')).toEqual([
      { rolsuper: false, rolbypassrls: false },
    ]);
    expect(
      await ask(
        first,
        "select lower('ÀÉ') as lower, current_setting('TimeZone') as zone, current_setting('listen_addresses') as listens",
      ),
    ).toEqual([{ lower: 'àé', zone: 'UTC', listens: '' }]);
    expect(statSync(first.connection.host ?? '').mode & 0o777).toBe(0o700);
    expect(statSync(first.data).mode & 0o777).toBe(0o700);
    await ask(first, 'create table kept as select 42 as answer');
    await first.stop();
    expect(isAlive(first.pid())).toBe(false);
    expect(existsSync(first.connection.host ?? '')).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(['postgres', 'postgres.log']);
    const second = await start(folder);
    expect(await ask(second, 'select answer from kept')).toEqual([{ answer: 42 }]);
    expect(second.adopted).toBe(false);
  });

  it('writes to disk before it says so, unless told otherwise', async () => {
    const embedded = await start(newFolder(), { durable: true });
    expect(
      await ask(embedded, "select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit"),
    ).toEqual([{ fsync: 'on', commit: 'on' }]);
  });

  it.runIf(root)('runs as the owner of the data when there is some', async () => {
    const folder = newFolder();
    const first = await start(folder);
    await first.stop();
    for (const name of ['', ...readdirSync(first.data, { recursive: true })]) {
      lchownSync(join(first.data, String(name)), 1, 1);
    }
    const second = await start(folder);
    expect(statSync(`/proc/${second.pid()}`).uid).toBe(1);
  });

  it('says so when something of the machine stands in the way', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'file'), '');
    await expect(start(join(folder, 'file', 'data'))).rejects.toMatchObject({ code: 'start_failed' });
  });

  it.runIf(root)('runs as nobody when the server is root', async () => {
    const embedded = await start(newFolder());
    expect(statSync(`/proc/${embedded.pid()}`).uid).toBe(65534);
  });

  it.runIf(root)(
    'works under a folder that only root may enter, programs and data included, and finds its data again',
    async () => {
      const open = newFolder();
      const closed = join(open, 'root-only');
      mkdirSync(closed, { mode: 0o700 });
      const packaged = packagedFolder();
      const options: EmbeddedOptions = { copies: open, elsewhere: join(open, 'lib') };
      if (packaged) {
        cpSync(packaged, join(closed, 'native'), { recursive: true, verbatimSymlinks: true });
        // as after an installation without install scripts
        for (const name of readdirSync(join(closed, 'native', 'lib')))
          if (/\.so(\.\d+)?$/.test(name)) rmSync(join(closed, 'native', 'lib', name));
      }
      const place = packaged ? { ...options, packaged: join(closed, 'native'), distribution: [] } : options;
      const first = await start(join(closed, 'data'), place);
      expect(first.data.startsWith(join(open, 'lib'))).toBe(true);
      await ask(first, 'create table kept as select 42 as answer');
      await first.stop();
      chmodSync(closed, 0o755);
      const second = await start(join(closed, 'data'), place);
      expect(await ask(second, 'select answer from kept')).toEqual([{ answer: 42 }]);
    },
  );

  it.runIf(older)("falls back to the distribution's PostgreSQL, and keeps to the version of the data", async () => {
    const folder = newFolder();
    const first = await start(folder, { packaged: null, distribution: [older ?? ''] });
    expect(first.version).toMatch(/^15\./);
    await first.stop();
    const second = await start(folder);
    expect(second.version).toMatch(/^15\./);
    await second.stop();
    if (packagedFolder())
      await expect(start(folder, { distribution: [] })).rejects.toMatchObject({
        code: 'wrong_version',
        message: expect.stringContaining('PostgreSQL 15'),
      });
  });

  it('says what to do where there is no PostgreSQL', async () => {
    const folder = newFolder();
    const refused = start(folder, { packaged: null, distribution: [] });
    await expect(refused).rejects.toMatchObject({
      code: 'no_binaries',
      remedy: expect.stringContaining('DATABASE_URL'),
    });
    expect(existsSync(join(folder, 'server.lock'))).toBe(false);
  });

  it('can be reached by TCP with a password, where there are no Unix sockets', async () => {
    const folder = newFolder();
    const first = await start(folder, { transport: 'tcp' });
    expect(first.connection).toMatchObject({ host: '127.0.0.1', user: 'sluice' });
    await ask(first, 'create table kept as select 42 as answer');
    const stranger = openClient({ ...first.connection, password: 'guess' });
    await expect(stranger`select 1`).rejects.toMatchObject({ code: '28P01' });
    await stranger.end({ timeout: 0 });
    await first.stop();
    const second = await start(folder, { transport: 'tcp' });
    expect(await ask(second, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });
});

describe('two servers on one folder', () => {
  it('the second is refused with the process and port of the first, and may start when that has stopped', async () => {
    const folder = newFolder();
    const first = await start(folder, { port: 8787 });
    const refused = start(folder, { port: 8788 });
    await expect(refused).rejects.toMatchObject({
      code: 'already_running',
      message: expect.stringContaining(`process ${process.pid}, port 8787`),
      remedy: expect.stringContaining('SLUICE_DATA'),
    });
    expect(await ask(first, 'select 1 as one')).toEqual([{ one: 1 }]);
    await first.stop();
    const second = await start(folder);
    expect(await ask(second, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('another process counts just the same', async () => {
    const folder = newFolder();
    const { child } = await serve(folder, 'first');
    await expect(start(folder)).rejects.toMatchObject({
      code: 'already_running',
      message: expect.stringContaining(`process ${child.pid}, port 8787`),
    });
    await killed(child);
  });

  it.each([
    ['of a process that is gone', () => JSON.stringify({ pid: 2 ** 22 + 1, started: '1', port: 1 })],
    ['of an earlier process with the same number', () => JSON.stringify({ pid: process.pid, started: '1', port: 1 })],
    ['half written', () => '{"pid":'],
  ])('a lock %s is taken over', async (_, lock) => {
    const folder = newFolder();
    writeFileSync(join(folder, 'server.lock'), lock());
    await start(folder);
    expect(JSON.parse(readFileSync(join(folder, 'server.lock'), 'utf8'))).toMatchObject({ pid: process.pid });
    expect(readdirSync(folder).filter((name) => name.startsWith('server.lock.'))).toEqual([]);
  });
});

describe('after a kill -9', () => {
  it('of the server, the database it left running is adopted with its data', async () => {
    const folder = newFolder();
    const { child, pid } = await serve(folder, 'before the kill');
    await killed(child);
    expect(isAlive(pid)).toBe(true);
    const adopted = await start(folder);
    expect(adopted).toMatchObject({ adopted: true });
    expect(adopted.pid()).toBe(pid);
    expect(await ask(adopted, 'select body from row')).toEqual([{ body: 'before the kill' }]);
    await adopted.stop();
    expect(isAlive(pid)).toBe(false);
  });

  it('of the server and the database, the next start recovers', async () => {
    const folder = newFolder();
    const { child, pid } = await serve(folder, 'before the kill');
    await killed(child);
    process.kill(pid, 'SIGKILL');
    const next = await start(folder);
    expect(next.adopted).toBe(false);
    expect(await ask(next, 'select body from row')).toEqual([{ body: 'before the kill' }]);
  });

  it('of the database alone, it comes back by itself at the same address', async () => {
    const embedded = await start(newFolder(), { durable: true });
    await ask(embedded, 'create table kept as select 42 as answer');
    const before = embedded.pid();
    process.kill(before, 'SIGKILL');
    await expect
      .poll(() => postmasterOf(embedded.data)?.ready && embedded.pid() !== before, { timeout: 15_000, interval: 50 })
      .toBe(true);
    expect(await ask(embedded, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });
});

it('Ctrl-C in a terminal reaches the server only, which stops the database in order', async () => {
  const folder = newFolder();
  const { child, pid } = await serve(folder, 'typed', 'SIGINT');
  const said = once(child.stdout ?? process.stdin, 'data') as Promise<[Buffer]>;
  const gone = once(child, 'exit');
  // what a terminal does: the signal goes to the whole process group
  process.kill(-(child.pid ?? 0), 'SIGINT');
  expect((await said)[0].toString()).toBe('stopped 1\n');
  expect(await gone).toEqual([0, null]);
  expect(isAlive(pid)).toBe(false);
  expect(readFileSync(join(folder, 'postgres.log'), 'utf8')).toContain('database system is shut down');
});
