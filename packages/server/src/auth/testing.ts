import { newId } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { createDatabase } from '../../test/database.ts';
import { MODEL, SECRET, said } from '../../test/http.ts';
import { type AppOptions, createApp } from '../app.ts';
import { type Connection } from '../database/connection.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { openLog } from '../observe/log.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import { openOperators } from '../tenants/operators.ts';
import { openSettings } from '../tenants/settings.ts';
import { openTenants } from '../tenants/tenants.ts';
import { openPasswords } from './passwords.ts';
import { openPeople, type PeopleOptions } from './people.ts';
import type { Role } from './roles.ts';
import { spentInMemory } from './spent-keys.ts';
import { type Identity, keeperOf } from './token.ts';

/** A password of the tests. */
export const PASSWORD = 'vintage otter climbs ladder';
/** What people open in the tests. */
export const ADDRESS = 'https://crm.example.com';
const OWN = { Origin: ADDRESS, Host: 'crm.example.com' };

type Headers = Readonly<Record<string, string>>;

/** A server over a pool, with a clock to move; several may share a database. */
export const serverOver = (
  pool: Pool,
  overrides: Partial<AppOptions> & Pick<PeopleOptions, 'outbox'> & { readonly waiting?: number } = {},
) => {
  let moved = 0;
  const now = (): number => Date.now() + moved;
  const keeper = keeperOf(SECRET, now);
  const tenants = openTenants({ pool, blueprint: crm, now });
  const lines: string[] = [];
  const passwords = openPasswords({ waiting: overrides.waiting ?? 200 });
  // letters are written as in a server that sends none
  const { outbox = { enqueue: async () => undefined, sends: false } } = overrides;
  const people = openPeople({ pool, secret: SECRET, now, address: () => ADDRESS, passwords, outbox });
  const app = createApp({
    version: '0.0.0',
    model: MODEL,
    keeper,
    people,
    network: (c) => c.req.header('x-test-network') ?? '192.0.2.1',
    spent: spentInMemory(now),
    probe: async () => true,
    log: openLog('info', { write: (line) => void lines.push(line) }),
    now,
    loopback: false,
    url: ADDRESS,
    sourceFor: tenants.sourceFor,
    importsFor: tenants.importsFor,
    tenancyOf: tenants.tenancyOf,
    standingOf: tenants.standingOf,
    feedFor: tenants.feedFor,
    models: tenants.models,
    pool,
    operators: openOperators(pool, now),
    settings: openSettings({ pool, blueprint: crm, models: tenants.models, now }),
    ...overrides,
  });
  const send = async (method: string, path: string, json?: unknown, headers: Headers = {}): Promise<Response> =>
    app.request(`${ADDRESS}/api/v1${path}`, {
      method,
      headers: { ...(json === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
  const token = async (identity: Partial<Identity> = {}) => ({
    Authorization: `Bearer ${await keeper.sign('token', { tenant: 'acme', role: 'admin', actor: 'boss', ...identity })}`,
  });
  const linked = (link: string): string => link.slice(link.indexOf('=') + 1);
  /** Lets somebody in, as the links would. */
  const letIn = async (email: string, role: Role, { tenant = 'acme', ownRecords = false } = {}): Promise<void> => {
    const { link } = await people.invite({ email, tenant, role, ownRecords, by: 'test' });
    await people.accept({ token: linked(link), name: email, password: PASSWORD, from: `let in ${email}` });
  };
  const login = (email: string, more: Readonly<Record<string, unknown>> = {}, headers: Headers = {}) =>
    send('POST', '/auth/login', { email, password: PASSWORD, cookies: false, ...more }, headers);
  /** Signs somebody in; gives what programs get. */
  const signedIn = async (email: string, more: Readonly<Record<string, unknown>> = {}) => {
    const answer = await login(email, more, { 'X-Test-Network': `net of ${email}` });
    const body = await said(answer);
    if (answer.status !== 200) throw new Error(JSON.stringify(body));
    return {
      token: String(body.token),
      refresh: String(body.refresh),
      bearer: { Authorization: `Bearer ${body.token}` },
    };
  };
  const refresh = (one: string) => send('POST', '/auth/refresh', { refresh: one });
  const wait = (milliseconds: number): void => {
    moved += milliseconds;
  };
  return { app, people, keeper, tenants, lines, now, send, token, linked, letIn, login, signedIn, refresh, wait, OWN };
};

/** A migrated database with the tenants `acme` and `globex`, for one test file. */
export const openTestPeople = async () => {
  const database = await createDatabase();
  const pool = openPool(database.connection, { size: 6 });
  await migrate(pool, schemaOf(MODEL));
  const tenants = openTenants({ pool, blueprint: crm, now: Date.now });
  for (const name of ['acme', 'globex']) await tenants.create({ name, label: name, zone: 'UTC', currency: 'EUR' });
  const connection: Connection = database.connection;
  return {
    database,
    connection,
    pool,
    close: async () => {
      await pool.close();
      await database.drop();
    },
  };
};

let made = 0;
/** A new id of the tests. */
export const freshId = (): string => newId(Date.now(), () => [made >>> 16, made >>> 8, (made += 1)]);
