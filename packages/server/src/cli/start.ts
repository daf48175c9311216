import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolveModel } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { createApp } from '../app.ts';
import { networkBehind } from '../auth/network.ts';
import { openPeople } from '../auth/people.ts';
import { secretFrom } from '../auth/secret.ts';
import { spentInDatabase } from '../auth/spent-keys.ts';
import { keeperOf } from '../auth/token.ts';
import { addressOf, type Config, isLoopback } from '../config.ts';
import { asOwner } from '../database/as-tenant.ts';
import { type OpenDatabase, openDatabase } from '../database/open.ts';
import { DEMO, loadDemo } from '../demo/load.ts';
import { openFeed } from '../feed/feed.ts';
import { sweepEveryHour } from '../idempotency/keys.ts';
import { openThreads } from '../imports/threads.ts';
import { originsIn } from '../limits/origins.ts';
import { openLog } from '../observe/log.ts';
import { findAssets } from '../page/assets.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import { type OpenTenants, openTenants } from '../tenants/tenants.ts';
import { type Fetch, listen, ListenError } from './listen.ts';
import { failed, failure, type Said, told } from './said.ts';
import { addressFile, linkFor } from './token.ts';

/** What a server takes from the terminal. */
export interface StartOptions {
  readonly config: Config;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly say: (line: string) => void;
  /** Ends when the server should stop. */
  readonly until: Promise<unknown>;
}

const versionOf = (): string => {
  const about = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as unknown;
  const version = typeof about === 'object' && about !== null && 'version' in about ? about.version : undefined;
  return typeof version === 'string' ? version : '0.0.0';
};

const starting: Fetch = () =>
  new Response('Sluice is starting; ask again in a moment.\n', { status: 503, headers: { 'Retry-After': '2' } });

/** Makes the demo tenant where there is no tenant at all, and fills it while it is empty. */
const demo = async (database: OpenDatabase, tenants: OpenTenants): Promise<boolean> => {
  const none = await asOwner(database.pool, { readOnly: true }, async (tx) => {
    const rows = await tx`select name from sluice_system.tenant limit 1`;
    return rows.length === 0;
  });
  if (none) await tenants.create({ name: DEMO, label: 'Demo', zone: 'Europe/Paris', currency: 'EUR' });
  const session = { tenant: DEMO, role: 'owner', actor: DEMO, via: 'token' } as const;
  const tenancy = await tenants.tenancyOf(session);
  return tenancy !== null && (await loadDemo(tenants, tenancy.today));
};

/** The application over an open database, migrated first. */
const prepared = async ({ config, now, say }: StartOptions, database: OpenDatabase, address: string) => {
  const { pool, connection } = database;
  const model = resolveModel(crm);
  // The blueprints are the product's own and tested: a fault here is ours.
  if (!model.ok) throw new Error(model.issues.map((one) => one.message).join(' '));
  const { held } = await migrate(pool, schemaOf(model.value));
  for (const step of held) say(`Left as it is, because it would lose values: ${step.what}`);
  const tenants = openTenants({ pool, blueprint: crm, now, threads: openThreads({ connection, blueprint: crm }) });
  if (await demo(database, tenants)) say('The tenant "demo" was filled with invented deals.');
  const secret = secretFrom(config.data, config.secret);
  const keeper = keeperOf(secret, now);
  const feed = openFeed({ pool, connection });
  const rest = sweepEveryHour(pool);
  const app = createApp({
    version: versionOf(),
    model: model.value,
    keeper,
    spent: spentInDatabase(pool, async (name) => (await tenants.find(name))?.id ?? null),
    probe: () => asOwner(pool, { readOnly: true }, async (tx) => (await tx`select 1`).length === 1),
    people: openPeople({ pool, secret, now, address: () => address }),
    network: networkBehind(config.proxies),
    log: openLog(config.logLevel),
    now,
    loopback: isLoopback(config.host),
    url: config.url,
    assets: findAssets(),
    sourceFor: tenants.sourceFor,
    importsFor: tenants.importsFor,
    tenancyOf: tenants.tenancyOf,
    feedFor: tenants.feedFor,
    feed,
    origins: originsIn(pool),
    rates: config.rates,
  });
  const quit = async (): Promise<void> => {
    rest();
    // streams have no end of their own: their readers are sent away before the server stops
    await feed.close();
  };
  return { app, keeper, quit };
};

/**
 * `sluice start`: opens the database, brings it to the model, listens, says where, and stops in order when it is told to: first the
 * requests, then the database.
 */
export const start = async (options: StartOptions): Promise<Said> => {
  const { config, say, until } = options;
  let answer: Fetch = starting;
  let stop: (() => Promise<void>) | undefined;
  let database: OpenDatabase | undefined;
  let quit: (() => Promise<void>) | undefined;
  const note = addressFile(config);
  try {
    // The port first: whether it is free is known at once, a database takes its time.
    const server = await listen((request, env) => answer(request, env), config);
    stop = server.stop;
    database = await openDatabase({ address: config.database, folder: config.data });
    const address = addressOf(config, server.port);
    const { app, keeper, quit: ending } = await prepared(options, database, address);
    quit = ending;
    answer = (request, env) => app.fetch(request, env);
    writeFileSync(note, `${address}\n`);
    const owner = { tenant: DEMO, role: 'owner', actor: 'owner' } as const;
    say(`Sluice is ready: ${await linkFor(keeper, owner, address)}`);
    await until;
    rmSync(note, { force: true });
    return told('');
  } catch (error) {
    if (error instanceof ListenError) return failed(`${error.message} ${error.remedy}`);
    return failure(error);
  } finally {
    await quit?.();
    await stop?.();
    await database?.close();
  }
};
