import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { resolveModel } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { type Listed, openPeople, type People } from '../auth/people.ts';
import { isRole } from '../auth/roles.ts';
import { secretFrom } from '../auth/secret.ts';
import { addressOf, type Config } from '../config.ts';
import { isDatabaseError } from '../database/errors.ts';
import { embeddedIn } from '../database/guest.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { openDatabase } from '../database/open.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import { Refused } from '../routes/problem.ts';
import { failed, failure, type Said, told } from './said.ts';
import { addressFile } from './token.ts';

const OPTIONS = {
  tenant: { type: 'string' },
  role: { type: 'string', default: 'viewer' },
  'own-records': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

type Parsed = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>;

const parsed = (args: readonly string[]): Parsed | Said => {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return failed(`${error instanceof Error ? error.message : 'The options cannot be read.'} See "sluice help".`, 2);
  }
};

/** The database of the configuration; the embedded one also while a server runs it. */
export const poolFor = async (
  config: Config,
): Promise<{ readonly pool: Pool; readonly close: () => Promise<void> }> => {
  try {
    const database = await openDatabase({ address: config.database, folder: config.data });
    const model = resolveModel(crm);
    // The blueprints are the product's own and tested: a fault here is ours.
    if (!model.ok) throw new Error(model.issues.map((one) => one.message).join(' '));
    try {
      await migrate(database.pool, schemaOf(model.value));
    } catch (error) {
      await database.close();
      throw error;
    }
    return database;
  } catch (error) {
    const running = isDatabaseError(error, 'already_running') ? embeddedIn(config.data) : null;
    if (!running) throw error;
    const pool = openPool(running, { size: 1 });
    return { pool, close: () => pool.close() };
  }
};

/** Where people open the server: the address it notes while it runs, else the configured one. */
export const addressNow = (config: Config): string => {
  const file = addressFile(config);
  if (config.url !== undefined || !existsSync(file)) return addressOf(config, config.port);
  return readFileSync(file, 'utf8').trim();
};

const withPeople = async (
  config: Config,
  now: () => number,
  work: (people: People) => Promise<Said>,
): Promise<Said> => {
  let close: (() => Promise<void>) | undefined;
  try {
    const secret = secretFrom(config.data, config.secret);
    const opened = await poolFor(config);
    close = opened.close;
    return await work(openPeople({ pool: opened.pool, secret, now, address: () => addressNow(config) }));
  } catch (error) {
    if (error instanceof Refused) return failed(`${error.message} ${error.refusal.remedy}`);
    return failure(error);
  } finally {
    await close?.();
  }
};

const line = ({ email, name, disabled, tenants, sessions }: Listed): string => {
  const where = tenants.map(({ tenant, role, ownRecords }) => `${tenant}: ${role}${ownRecords ? ', own records' : ''}`);
  const said = disabled ? ['shown out'] : where.length === 0 ? ['invited'] : where;
  return `${email}${name === '' ? '' : ` (${name})`}  ${said.join('; ')}  ${sessions} ${sessions === 1 ? 'session' : 'sessions'}`;
};

/** `sluice people`: who may sign in, where and as what. */
export const peopleCommand = async (args: readonly string[], config: Config, now: () => number): Promise<Said> => {
  const read = parsed(args);
  if ('code' in read) return read;
  if (read.positionals.length > 0) return failed(`people takes options only; ${read.positionals[0]} is none.`, 2);
  const { tenant, json } = read.values;
  return withPeople(config, now, async (people) => {
    const all = await people.list();
    const shown =
      tenant === undefined ? all : all.filter(({ tenants }) => tenants.some((one) => one.tenant === tenant));
    if (json) return told(`${JSON.stringify(shown, null, 2)}\n`);
    return told(shown.length === 0 ? 'Nobody was invited yet.\n' : `${shown.map(line).join('\n')}\n`);
  });
};

/** `sluice invite EMAIL`: a link that lets somebody in once, to pass on. */
export const inviteCommand = async (args: readonly string[], config: Config, now: () => number): Promise<Said> => {
  const read = parsed(args);
  if ('code' in read) return read;
  const [email, ...more] = read.positionals;
  if (email === undefined || more.length > 0)
    return failed('Whom? For example: sluice invite anna@example.com --role sales', 2);
  const { tenant = 'demo', role } = read.values;
  if (!isRole(role))
    return failed(`--role ${role} cannot be a role; there are admin, sales, viewer, and those of the tenant.`, 2);
  const ownRecords = read.values['own-records'];
  return withPeople(config, now, async (people) => {
    const { link } = await people.invite({ email, tenant, role, ownRecords, by: 'operator', again: true });
    return told(`${link}\n`);
  });
};

/** `sluice revoke EMAIL`: shows somebody out, of one tenant or altogether; their sessions end at once. */
export const revokeCommand = async (args: readonly string[], config: Config, now: () => number): Promise<Said> => {
  const read = parsed(args);
  if ('code' in read) return read;
  const [email, ...more] = read.positionals;
  if (email === undefined || more.length > 0) return failed('Whom? For example: sluice revoke anna@example.com', 2);
  const { tenant } = read.values;
  return withPeople(config, now, async (people) => {
    if (await people.revoke(email, tenant))
      return told(`${email} is out${tenant === undefined ? '' : ` of ${tenant}`}.\n`);
    return failed(
      `There is nobody called ${email}${tenant === undefined ? '' : ` in ${tenant}`}; "sluice people" lists everybody.`,
    );
  });
};

/** `sluice outbox`: the links that were asked for and wait to be passed on. */
export const outboxCommand = async (args: readonly string[], config: Config, now: () => number): Promise<Said> => {
  const read = parsed(args);
  if ('code' in read) return read;
  return withPeople(config, now, async (people) => {
    const waiting = await people.outbox();
    if (read.values.json) return told(`${JSON.stringify(waiting, null, 2)}\n`);
    const lines = waiting.map(({ recipient, link, expiresAt }) => `${recipient}  until ${expiresAt}\n  ${link}`);
    return told(lines.length === 0 ? 'Nothing waits.\n' : `${lines.join('\n')}\n`);
  });
};
