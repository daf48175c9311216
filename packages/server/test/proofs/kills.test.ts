import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../database.ts';
import { keptIn, openLoaded, underLoad } from './killing.ts';

const SEED = Number(process.env['SEED'] ?? 20_261_121);

let database: TestDatabase;
let loaded: Awaited<ReturnType<typeof openLoaded>>;
beforeAll(async () => {
  database = await createDatabase();
  loaded = await openLoaded(database.connection, 5);
}, 60_000);
afterAll(async () => {
  await loaded.close();
  await database.drop();
});

describe('a server whose connections are killed while it works', () => {
  it('shows nobody a foreign row, loses nothing it acknowledged, writes nothing twice, and serves again at once', async () => {
    const strike = async (): Promise<number> => {
      const rows = await database.admin`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = ${database.name} and application_name like 'sluice%' and pid <> pg_backend_pid() order by random() limit 1`;
      return rows.length;
    };
    const load = { seconds: 4, seed: SEED, clients: 16, tenants: 5, every: 30, least: 21, writes: 51 };
    const { foreign, lost, doubled, odd, ...counts } = await underLoad(
      loaded,
      () => keptIn(database.superuser),
      strike,
      load,
    );
    console.log(JSON.stringify({ seed: SEED, ...counts }));
    expect({ foreign, lost, doubled, odd: odd.slice(0, 5) }).toEqual({ foreign: [], lost: [], doubled: [], odd: [] });
    expect(counts.strikes).toBeGreaterThan(20);
    expect(counts.acknowledged).toBeGreaterThan(50);
    // what was killed while nobody used it is replaced unnoticed: the first to ask is served
    expect(counts.tries).toBe(1);
  }, 60_000);
});
