import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { crm } from '@sluice/core/blueprints';
import { type Connection, openClient } from '../../src/database/connection.ts';
import { openPool } from '../../src/database/lease.ts';
import { serverOver } from '../../src/auth/testing.ts';
import { migrate, schemaOf } from '../../src/schema/migrate.ts';
import { openTenants } from '../../src/tenants/tenants.ts';
import { chanceOf } from '../../src/demo/chance.ts';
import { MODEL } from '../http.ts';

/** How long and how hard. */
export interface Load {
  readonly seconds: number;
  readonly seed: number;
  readonly clients: number;
  readonly tenants: number;
  /** Milliseconds between two strikes. */
  readonly every: number;
  /** It goes on until there were so many strikes, however long that takes. */
  readonly least?: number;
  /** And until so many writes were acknowledged. */
  readonly writes?: number;
}

/** What was seen and what was left. Everything but the counts must be empty. */
export interface Outcome {
  readonly strikes: number;
  readonly acknowledged: number;
  readonly read: number;
  readonly refused: number;
  /** Answers with a row of another tenant. */
  readonly foreign: readonly string[];
  /** Acknowledged and not there. */
  readonly lost: readonly string[];
  /** There more than once for one key. */
  readonly doubled: readonly string[];
  /** Answers that should not be: neither done, nor "come back". */
  readonly odd: readonly string[];
  /** The longest answer, in milliseconds. */
  readonly slowest: number;
  /** From the last strike until every tenant is served, in milliseconds. */
  readonly recovery: number;
  /** How often all tenants were asked until then. */
  readonly tries: number;
  readonly states: Readonly<Record<string, number>>;
}

/** A server over a database with so many tenants. */
export const openLoaded = async (connection: Connection, count: number) => {
  const pool = openPool(connection, { size: 8, queue: 500 });
  await migrate(pool, schemaOf(MODEL));
  const tenants = openTenants({ pool, blueprint: crm, now: Date.now });
  const names = Array.from({ length: count }, (_, at) => `tenant${at}`);
  for (const name of names) await tenants.create({ name, label: name, zone: 'UTC', currency: 'EUR' });
  const server = serverOver(pool, { rates: null });
  return { pool, server, names, close: () => pool.close(2000) };
};

type Loaded = Awaited<ReturnType<typeof openLoaded>>;

/**
 * Clients write and read in every tenant while `strike` does its harm, then everything is looked at by somebody else (`admin`): what was
 * acknowledged is there, once, and nobody ever saw a row of another tenant.
 */
export const underLoad = async (
  { server, names }: Loaded,
  admin: () => Promise<readonly { readonly tenant: string; readonly client: string }[]>,
  strike: () => Promise<number>,
  { seconds, seed, clients, every, least = 0, writes = 0 }: Load,
): Promise<Outcome> => {
  const chance = chanceOf(seed);
  const ledger = new Map<string, string>();
  const faults = { foreign: [] as string[], odd: [] as string[] };
  const counts = { strikes: 0, acknowledged: 0, read: 0, refused: 0 };
  const states: Record<string, number> = {};
  let slowest = 0;
  const until = Date.now() + seconds * 1000;
  const going = (): boolean => Date.now() < until || counts.strikes < least || counts.acknowledged < writes;
  const headers = new Map<string, Readonly<Record<string, string>>>();
  for (const tenant of names) headers.set(tenant, await server.token({ tenant, role: 'owner', actor: tenant }));

  const timed = async <T>(work: () => Promise<T>): Promise<T> => {
    const at = performance.now();
    try {
      return await work();
    } finally {
      slowest = Math.max(slowest, performance.now() - at);
    }
  };
  const seen = (tenant: string, text: string): void => {
    const other = names.find((name) => name !== tenant && text.includes(`deal of ${name} `));
    if (other !== undefined) faults.foreign.push(`${tenant} saw ${text.slice(0, 200)}`);
  };
  /** Writes until it is told that it is written; the key makes sure that it is once. */
  const write = async (tenant: string, client: string): Promise<boolean> => {
    const key = randomUUID();
    for (let attempt = 0; attempt < 200; attempt++) {
      const answer = await timed(() =>
        server.send(
          'POST',
          '/deals',
          { client, stage: 'prospect' },
          { ...headers.get(tenant), 'Idempotency-Key': key },
        ),
      );
      const text = await answer.text();
      states[answer.status] = (states[answer.status] ?? 0) + 1;
      if (answer.status === 201) {
        seen(tenant, text);
        return true;
      }
      counts.refused += 1;
      if (answer.status !== 503 && answer.status !== 409) faults.odd.push(`${answer.status} ${text.slice(0, 300)}`);
      await pause(20);
    }
    faults.odd.push(`${client} was never written`);
    return false;
  };
  const read = async (tenant: string): Promise<void> => {
    const answer = await timed(() =>
      server.send('GET', '/deals?sort=-createdAt&limit=20', undefined, headers.get(tenant)),
    );
    const text = await answer.text();
    states[answer.status] = (states[answer.status] ?? 0) + 1;
    if (answer.status === 200) {
      counts.read += 1;
      seen(tenant, text);
      return;
    }
    counts.refused += 1;
    if (answer.status !== 503) faults.odd.push(`${answer.status} ${text.slice(0, 300)}`);
  };

  const client = async (at: number): Promise<void> => {
    for (let turn = 0; going(); turn++) {
      const tenant = chance.pick(names);
      if (turn % 3 === 2) await read(tenant);
      else {
        const name = `deal of ${tenant} by ${at} number ${turn}`;
        if (await write(tenant, name)) {
          ledger.set(name, tenant);
          counts.acknowledged += 1;
        }
      }
    }
  };
  const striker = async (): Promise<void> => {
    while (going()) {
      counts.strikes += await strike();
      await pause(every);
    }
  };
  await Promise.all([striker(), ...Array.from({ length: clients }, (_, at) => client(at))]);

  const last = performance.now();
  let tries = 0;
  for (let served = false; !served; tries += 1) {
    const answers = await Promise.all(
      names.map((tenant) => server.send('GET', '/deals?limit=1', undefined, headers.get(tenant))),
    );
    served = answers.every(({ status }) => status === 200);
    if (!served) await pause(50);
  }
  const recovery = performance.now() - last;

  const kept = new Map<string, number>();
  const foreign = [...faults.foreign];
  for (const { tenant, client: name } of await admin()) {
    kept.set(name, (kept.get(name) ?? 0) + 1);
    if (!name.includes(`deal of ${tenant} `)) foreign.push(`${tenant} has ${name}`);
  }
  return {
    ...counts,
    foreign,
    odd: faults.odd,
    lost: [...ledger.keys()].filter((name) => !kept.has(name)),
    doubled: [...kept].flatMap(([name, times]) => (times > 1 ? [name] : [])),
    slowest: Math.round(slowest),
    tries,
    recovery: Math.round(recovery),
    states,
  };
};

/** What is in the database, as a superuser sees it. */
export const keptIn = async (
  superuser: Connection,
): Promise<readonly { readonly tenant: string; readonly client: string }[]> => {
  const client = openClient(superuser);
  try {
    const rows =
      await client`select t.name as tenant, d.client from sluice.deal d join sluice_system.tenant t on t.id = d.tenant_id`;
    return rows.map((row) => ({ tenant: String(row['tenant']), client: String(row['client']) }));
  } finally {
    await client.end({ timeout: 1 });
  }
};
