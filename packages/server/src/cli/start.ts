import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Model, resolveModel } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { createApp } from '../app.ts';
import { networkBehind } from '../auth/network.ts';
import { openPeople } from '../auth/people.ts';
import { secretFrom } from '../auth/secret.ts';
import { spentInDatabase } from '../auth/spent-keys.ts';
import { keeperOf } from '../auth/token.ts';
import { isRestored } from '../backup/restored.ts';
import { tokensSince } from '../backup/restore.ts';
import { addressOf, type Config, isLoopback } from '../config.ts';
import { asOwner } from '../database/as-tenant.ts';
import type { Pool } from '../database/lease.ts';
import { type OpenDatabase, openDatabase } from '../database/open.ts';
import { DEMO, loadDemo } from '../demo/load.ts';
import { openFeed } from '../feed/feed.ts';
import { sweepEveryHour } from '../idempotency/keys.ts';
import { openThreads, type Threads } from '../imports/threads.ts';
import { originsIn } from '../limits/origins.ts';
import { watchBusiness } from '../observe/business.ts';
import { watchLeases, watchPool } from '../observe/leases.ts';
import { watchJobs } from '../observe/jobs.ts';
import { noteError, openLog } from '../observe/log.ts';
import { outboundOfTenant } from '../observe/outbound.ts';
import { bringIndexes } from '../schema/custom-indexes.ts';
import { type Metrics, openMetrics } from '../observe/metrics.ts';
import { probeOf } from '../observe/probe.ts';
import { countTasks } from '../observe/tasks.ts';
import { findAssets } from '../page/assets.ts';
import { checkLogin, checkServing } from '../schema/lint.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import { openOperators } from '../tenants/operators.ts';
import { openSettings } from '../tenants/settings.ts';
import { type OpenTenants, openTenants } from '../tenants/tenants.ts';
import { openBackground } from './background.ts';
import { type Fetch, listen, ListenError } from './listen.ts';
import { failed, failure, type Said, told } from './said.ts';
import { addressFile, linkFor } from './token.ts';
import { version as versionOf } from './version.ts';

/** What a server takes from the terminal. */
export interface StartOptions {
  readonly config: Config;
  /** What is odd about the configuration and keeps nobody from starting. */
  readonly warnings?: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly say: (line: string) => void;
  /** Ends when the server should stop. */
  readonly until: Promise<unknown>;
}

const starting: Fetch = () =>
  new Response('Sluice is starting; ask again in a moment.\n', { status: 503, headers: { 'Retry-After': '2' } });

const tenantNames = (pool: Pool): Promise<readonly string[]> =>
  asOwner(pool, { readOnly: true }, async (tx) => {
    const rows = await tx`select name from sluice_system.tenant order by name`;
    return rows.map((row) => String(row['name']));
  });

/** Makes the demo tenant where there is no tenant at all, and fills it while it is empty. */
const demo = async (database: OpenDatabase, tenants: OpenTenants): Promise<boolean> => {
  const none = await asOwner(database.pool, { readOnly: true }, async (tx) => {
    const rows = await tx`select name from sluice_system.tenant limit 1`;
    return rows.length === 0;
  });
  if (none) await tenants.create({ name: DEMO, label: 'Demo', zone: 'Europe/Paris', currency: 'EUR' });
  const session = { tenant: DEMO, role: 'admin', actor: DEMO, via: 'token' } as const;
  const tenancy = await tenants.tenancyOf(session);
  return tenancy !== null && (await loadDemo(tenants, tenancy.today));
};

/** What the application is made of beside the options: where it is, whether it goes on, and what counts it. */
interface Place {
  readonly database: OpenDatabase;
  readonly address: string;
  readonly metrics: Metrics | null;
  readonly stopping: () => boolean;
}

/** The application over an open database, migrated first. */
const prepared = async ({ config, now, say }: StartOptions, { database, address, metrics, stopping }: Place) => {
  const { pool, connection } = database;
  const model = resolveModel(crm);
  // The blueprints are the product's own and tested: a fault here is ours.
  if (!model.ok) throw new Error(model.issues.map((one) => one.message).join(' '));
  await checkLogin(pool);
  const { held } = await migrate(pool, schemaOf(model.value));
  await checkServing(pool);
  for (const step of held) say(`Left as it is, because it would lose values: ${step.what}`);
  const open = openThreads({ connection, blueprint: crm });
  const threads = metrics ? countTasks(metrics, open) : open;
  const tenants = openTenants({ pool, blueprint: crm, now, threads });
  if (await demo(database, tenants)) say('The tenant "demo" was filled with invented deals.');
  const secret = secretFrom(config.data, config.secret);
  const keeper = keeperOf(secret, now, await tokensSince(pool));
  if (await asOwner(pool, { readOnly: true }, isRestored))
    say('This data was restored: nothing leaves the server until "sluice resume".');
  const log = openLog(config.logLevel);
  const where = { database, config, tenants, secret, address: () => address, log, version: versionOf(), now };
  const behind = await openBackground(where);
  const feed = openFeed({ pool, connection });
  const rest = sweepEveryHour(pool);
  if (metrics && config.metrics) {
    watchPool(metrics, pool);
    metrics.figure('sluice_event_streams', 'Readers of the change feed.', feed.streams);
    const { perTenant } = config.metrics;
    watchJobs(metrics, pool);
    const outboundOf = outboundOfTenant(pool, behind.background.idOf);
    const names = () => tenantNames(pool);
    watchBusiness(metrics, { sourceFor: tenants.sourceFor, outboundOf, names, perTenant, now });
  }
  const index = async (of: () => Model): Promise<void> => {
    try {
      await bringIndexes(connection, of());
    } catch (error) {
      // everything is only slower without; it is tried again with the next start
      noteError(log, 'indexes', error);
    }
  };
  for (const overlays of await tenants.overlays()) void index(() => tenants.models.whole(overlays));
  const app = createApp({
    version: versionOf(),
    model: model.value,
    keeper,
    spent: spentInDatabase(pool, async (name) => (await tenants.find(name))?.id ?? null),
    probe: probeOf(pool),
    stopping,
    told: metrics && config.metrics ? { metrics, token: config.metrics.token } : undefined,
    people: openPeople({ pool, secret, now, address: () => address, outbox: behind.background }),
    network: networkBehind(config.proxies),
    log,
    background: behind.background,
    now,
    loopback: isLoopback(config.host),
    url: config.url,
    assets: findAssets(),
    sourceFor: tenants.sourceFor,
    importsFor: tenants.importsFor,
    tenancyOf: tenants.tenancyOf,
    standingOf: tenants.standingOf,
    models: tenants.models,
    pool,
    operators: openOperators(pool, now),
    settings: openSettings({
      pool,
      blueprint: crm,
      models: tenants.models,
      now,
      changed: (_, model) => void index(() => model),
    }),
    feedFor: tenants.feedFor,
    feed,
    origins: originsIn(pool),
    rates: config.rates,
  });
  const quit = async (): Promise<void> => {
    rest();
    // streams have no end of their own: their readers are sent away before the server stops
    await feed.close();
    await behind.close();
  };
  return { app, keeper, quit, threads };
};

/**
 * `sluice start`: opens the database, brings it to the model, listens, says where, and stops in order when it is told to: first it says
 * that it is not ready any more and goes on for a while (`drain`), then streams are sent away, requests end, files that are being
 * written are given up, and last the database is left.
 */
export const start = async (options: StartOptions): Promise<Said> => {
  const { config, say, until, warnings = [] } = options;
  let answer: Fetch = starting;
  let stop: (() => Promise<void>) | undefined;
  let database: OpenDatabase | undefined;
  let quit: (() => Promise<void>) | undefined;
  let threads: Threads | undefined;
  let stopping = false;
  const note = addressFile(config);
  const metrics = config.metrics && openMetrics(versionOf());
  for (const warning of warnings) say(warning);
  try {
    // The port first: whether it is free is known at once, a database takes its time.
    const server = await listen((request, env) => answer(request, env), config);
    stop = server.stop;
    database = await openDatabase({
      address: config.database,
      folder: config.data,
      direct: config.direct,
      pool: { size: config.connections },
      watch: metrics ? watchLeases(metrics) : undefined,
    });
    const address = addressOf(config, server.port);
    const made = await prepared(options, { database, address, metrics, stopping: () => stopping });
    const { app, keeper } = made;
    ({ quit, threads } = made);
    answer = (request, env) => app.fetch(request, env);
    writeFileSync(note, `${address}\n`);
    const owner = { tenant: DEMO, role: 'admin', actor: 'owner' } as const;
    say(`Sluice is ready: ${await linkFor(keeper, owner, address)}`);
    await until;
    stopping = true;
    server.leave();
    rmSync(note, { force: true });
    await pause(config.drain);
    return told('');
  } catch (error) {
    if (error instanceof ListenError) return failed(`${error.message} ${error.remedy}`);
    return failure(error);
  } finally {
    await quit?.();
    await stop?.();
    await threads?.close();
    await database?.close();
  }
};
