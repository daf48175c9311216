import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { resolveModel } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { secretFrom } from '../auth/secret.ts';
import { keeperOf } from '../auth/token.ts';
import type { Config } from '../config.ts';
import { isDatabaseError } from '../database/errors.ts';
import { openDatabase } from '../database/open.ts';
import { originFrom, originsIn } from '../limits/origins.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import { failed, failure, type Said, told } from './said.ts';
import { addressFile } from './token.ts';

type Change = (list: readonly string[]) => readonly string[];
/** The list as it is then, or why it is not known. */
type Changed = readonly string[] | string;

const OPTIONS = { tenant: { type: 'string', default: 'demo' } } as const;
const same: Change = (list) => list;

/** In the database, brought to the model first. */
const inDatabase = async (config: Config, tenant: string, change: Change): Promise<Changed> => {
  const database = await openDatabase({ address: config.database, folder: config.data });
  try {
    const model = resolveModel(crm);
    // The blueprints are the product's own and tested: a fault here is ours.
    if (!model.ok) throw new Error(model.issues.map((one) => one.message).join(' '));
    await migrate(database.pool, schemaOf(model.value));
    const origins = originsIn(database.pool);
    const list = await (change === same ? origins.of(tenant) : origins.change(tenant, change));
    return list ?? `There is no tenant ${tenant}; the first one is made by "sluice start".`;
  } finally {
    await database.close();
  }
};

/** Through the server that runs on the data folder and holds its database; null when none does. */
const throughServer = async (
  config: Config,
  now: () => number,
  tenant: string,
  change: Change,
): Promise<Changed | null> => {
  const file = addressFile(config);
  if (!existsSync(file)) return null;
  const token = await keeperOf(secretFrom(config.data, config.secret), now).sign('token', {
    tenant,
    role: 'admin',
    actor: 'owner',
  });
  const address = `${readFileSync(file, 'utf8').trim()}/api/v1/origins`;
  const ask = async (origins?: readonly string[]): Promise<Changed> => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const answer = await fetch(address, {
      headers,
      ...(origins ? { method: 'PUT', body: JSON.stringify({ origins }) } : {}),
    });
    const json = (await answer.json()) as { readonly origins?: readonly string[]; readonly detail?: string };
    return json.origins ?? json.detail ?? `The server answered ${answer.status}.`;
  };
  const list = await ask();
  return typeof list === 'string' || change === same ? list : ask([...new Set(change(list))]);
};

const wishFrom = (verb: string, word: string | undefined): Change | string => {
  if (verb === 'list') return word === undefined ? same : `list takes no origin; ${word} is one.`;
  if (verb !== 'add' && verb !== 'remove') return `origins takes list, add or remove, not ${verb}.`;
  const origin = word === undefined ? null : originFrom(word);
  if (origin === null)
    return `Which origin? Write it as https://app.example.com, without a path or a star: sluice origins ${verb} https://app.example.com`;
  return verb === 'add' ? (list) => [...list, origin] : (list) => list.filter((one) => one !== origin);
};

/**
 * `sluice origins [list | add ORIGIN | remove ORIGIN]`: the pages of other sites that may read a tenant's answers; works whether the server
 * runs or not.
 */
export const originsCommand = async (args: readonly string[], config: Config, now: () => number): Promise<Said> => {
  let parsed: ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return failed(`${error instanceof Error ? error.message : 'The options cannot be read.'} See "sluice help".`, 2);
  }
  const [verb = 'list', word, surplus] = parsed.positionals;
  const change = wishFrom(verb, word);
  if (typeof change === 'string') return failed(change, 2);
  if (surplus !== undefined) return failed(`One origin at a time; ${surplus} is another.`, 2);
  const { tenant } = parsed.values;
  try {
    let list: Changed;
    try {
      list = await inDatabase(config, tenant, change);
    } catch (error) {
      const found = isDatabaseError(error, 'already_running') ? await throughServer(config, now, tenant, change) : null;
      if (found === null) throw error;
      list = found;
    }
    if (typeof list === 'string') return failed(list);
    return told(list.length === 0 ? 'No page of another site may read answers.\n' : `${list.join('\n')}\n`);
  } catch (error) {
    return failure(error);
  }
};
