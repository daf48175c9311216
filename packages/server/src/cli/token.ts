import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isRole, type Role, ROLES } from '../auth/roles.ts';
import { secretFrom } from '../auth/secret.ts';
import { type Identity, type Keeper, keeperOf } from '../auth/token.ts';
import { addressOf, type Config } from '../config.ts';
import { failed, failure, type Said, told } from './said.ts';

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;
const OPTIONS = {
  tenant: { type: 'string', default: 'demo' },
  role: { type: 'string' },
  actor: { type: 'string' },
} as const;

/** The file in the data folder that says where the running server is. */
export const addressFile = (config: Pick<Config, 'data'>): string => join(config.data, 'address');

const identityFrom = (args: readonly string[], usual: Role): Identity | string => {
  let values: { readonly tenant: string; readonly role?: string; readonly actor?: string };
  try {
    values = parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    return `${error instanceof Error ? error.message : 'The options cannot be read.'} See "sluice help".`;
  }
  const { tenant, role = usual, actor = role } = values;
  if (!NAME.test(tenant)) return `--tenant ${tenant} is not the short name of a tenant, for example demo.`;
  if (!isRole(role)) return `--role ${role} is not a role; there are ${ROLES.join(', ')}.`;
  if (actor.trim() === '' || actor.length > 100)
    return '--actor is the name that the journal shows, 1 to 100 characters.';
  return { tenant, role, actor };
};

const signing = async (
  identity: Identity | string,
  config: Config,
  now: () => number,
  say: (keeper: Keeper, identity: Identity) => Promise<string>,
): Promise<Said> => {
  if (typeof identity === 'string') return failed(identity, 2);
  try {
    const keeper = keeperOf(secretFrom(config.data, config.secret), now);
    return told(`${await say(keeper, identity)}\n`);
  } catch (error) {
    return failure(error);
  }
};

/** `sluice token`: a token for the API, good for an hour; works whether the server runs or not. */
export const token = (args: readonly string[], config: Config, now: () => number): Promise<Said> =>
  signing(identityFrom(args, 'viewer'), config, now, (keeper, identity) => keeper.sign('token', identity));

/** A link that signs a browser in once, within 15 minutes. */
export const linkFor = async (keeper: Keeper, identity: Identity, address: string): Promise<string> =>
  `${address}/?key=${await keeper.sign('key', identity)}`;

/** `sluice link`: a link to sign in with, at the address of the server that runs on this data folder. */
export const link = (args: readonly string[], config: Config, now: () => number): Promise<Said> => {
  const file = addressFile(config);
  const address = existsSync(file) ? readFileSync(file, 'utf8').trim() : addressOf(config, config.port);
  return signing(identityFrom(args, 'owner'), config, now, (keeper, identity) => linkFor(keeper, identity, address));
};
