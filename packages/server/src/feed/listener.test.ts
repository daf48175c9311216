import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { relay } from '../../test/relay.ts';
import { CHANNEL } from './channel.ts';
import { openListener } from './listener.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

const tell = async (name: string) => {
  await database.admin`select pg_notify(${CHANNEL}, ${name})`;
};
const within = { timeout: 10_000, interval: 20 };

describe('a listener', () => {
  it('hears, and hears again when its connection was cut', async () => {
    const wire = await relay(database.connection);
    const heard: string[] = [];
    let ready = 0;
    const listener = openListener({
      connection: wire.connection,
      hear: (tenant) => void heard.push(tenant),
      ready: () => {
        ready += 1;
      },
    });
    await expect.poll(() => ready, within).toBe(1);
    const first = randomUUID();
    await tell(first);
    await expect.poll(() => heard, within).toEqual([first]);

    await wire.cut();
    await tell('nobody hears this');
    await wire.mend();
    // by itself or because the feed found what it should have heard
    listener.renew();
    await expect.poll(() => ready, within).toBeGreaterThan(1);
    const second = randomUUID();
    await expect
      .poll(async () => {
        await tell(second);
        return heard.includes(second);
      }, within)
      .toBe(true);
    expect(heard).not.toContain('nobody hears this');
    await listener.close();
    await wire.close();
  });

  it('does nothing behind PgBouncer in transaction mode', async () => {
    const wire = await relay(database.connection);
    const ready: string[] = [];
    const listen = (name: string, pooled: boolean) =>
      openListener({
        connection: { ...wire.connection, pooled },
        hear: () => undefined,
        ready: () => void ready.push(name),
      });
    const behind = listen('behind it', true);
    behind.renew();
    // one that begins later and is not behind it is there first, and alone
    const direct = listen('direct', false);
    await expect.poll(() => ready, within).toEqual(['direct']);
    expect(wire.calls()).toBe(1);
    await Promise.all([behind.close(), direct.close()]);
    await wire.close();
  });

  it('waits in peace for a database that is away', async () => {
    const wire = await relay(database.connection);
    await wire.cut();
    let ready = 0;
    const listener = openListener({
      connection: wire.connection,
      hear: () => undefined,
      ready: () => {
        ready += 1;
      },
    });
    listener.renew();
    expect(ready).toBe(0);
    await wire.mend();
    listener.renew();
    await expect.poll(() => ready, within).toBeGreaterThan(0);
    await listener.close();
    await wire.close();
  });
});
