import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClient } from '../../src/database/connection.ts';
import { type Embedded, startEmbedded } from '../../src/database/embedded.ts';
import { createDatabase, type TestDatabase } from '../database.ts';
import { keptIn, openLoaded, underLoad } from './killing.ts';
import { atLeast, atMost, none, note, ofTheMachine, plainly } from './report.ts';

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000_007);
const NOTHING = { foreign: [], lost: [], doubled: [], odd: [] };

describe('a server whose connections are killed for half a minute', () => {
  let database: TestDatabase;
  let loaded: Awaited<ReturnType<typeof openLoaded>>;
  beforeAll(async () => {
    database = await createDatabase();
    loaded = await openLoaded(database.connection, 10);
  });
  afterAll(async () => {
    await loaded.close();
    await database.drop();
  });

  it('after 800 kills: no foreign row, nothing acknowledged is lost, nothing is there twice, no hang (G5)', async () => {
    const strike = async (): Promise<number> => {
      const rows = await database.admin`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = ${database.name} and application_name like 'sluice%' and pid <> pg_backend_pid() order by random() limit 2`;
      return rows.length;
    };
    const load = { seconds: 30, seed: SEED, clients: 40, tenants: 10, every: 40, least: 800 };
    const { foreign, lost, doubled, odd, ...counts } = await underLoad(
      loaded,
      () => keptIn(database.superuser),
      strike,
      load,
    );
    const missed = note('G5', `kills of connections under load, seed ${SEED}`, [
      atLeast('kills', counts.strikes, 800),
      ofTheMachine(atLeast('acknowledged', counts.acknowledged, 3000)),
      plainly('reads', counts.read),
      none('foreign rows', foreign.length),
      none('acknowledged and lost', lost.length),
      none('twice', doubled.length),
      none('answers that are neither done nor come back', odd.length),
      atMost('rounds of asking until all are served', counts.tries, 1),
      ofTheMachine(atMost('recovery, ms', counts.recovery, 5000)),
    ]);
    expect({ foreign, lost, doubled, odd: odd.slice(0, 5) }).toEqual(NOTHING);
    expect(missed).toEqual([]);
  });
});

describe('a server whose PostgreSQL is killed', () => {
  let folder: string;
  let embedded: Embedded;
  let loaded: Awaited<ReturnType<typeof openLoaded>>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-killed-'));
    chmodSync(folder, 0o755);
    // durable: what was acknowledged must outlive the process
    embedded = await startEmbedded(folder);
    loaded = await openLoaded(embedded.connection, 5);
  });
  afterAll(async () => {
    await loaded.close();
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('again and again with SIGKILL: it comes back by itself, and everything acknowledged is there, once (G5, F17)', async () => {
    const alive = async (): Promise<boolean> => {
      const client = openClient(embedded.superuser);
      try {
        await client`select 1`;
        return true;
      } catch {
        return false;
      } finally {
        await client.end({ timeout: 1 }).catch(() => undefined);
      }
    };
    let kills = 0;
    const strike = async (): Promise<number> => {
      if (kills >= 10 || !(await alive())) return 0;
      process.kill(embedded.pid(), 'SIGKILL');
      kills += 1;
      return 1;
    };
    const load = { seconds: 60, seed: SEED, clients: 16, tenants: 5, every: 3500 };
    const database = { ...embedded.superuser, database: embedded.connection.database ?? 'sluice' };
    const { foreign, lost, doubled, odd, ...counts } = await underLoad(loaded, () => keptIn(database), strike, load);
    const missed = note('G5', `PostgreSQL itself killed under load (F17), seed ${SEED}`, [
      atLeast('kills', counts.strikes, 8),
      plainly('acknowledged', counts.acknowledged),
      none('foreign, lost or twice', foreign.length + lost.length + doubled.length),
      none('answers that are neither done nor come back', odd.length),
      plainly('recovery, ms', counts.recovery),
    ]);
    expect({ foreign, lost, doubled, odd: odd.slice(0, 5) }).toEqual(NOTHING);
    expect(missed).toEqual([]);
  });
});
