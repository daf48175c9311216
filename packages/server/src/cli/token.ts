import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isRole, type Role } from '../auth/roles.ts';
import { secretFrom } from '../auth/secret.ts';
import { type Identity, type Keeper, keeperOf } from '../auth/token.ts';
import { addressOf, type Config } from '../config.ts';
import { failed, failure, type Said, told } from './said.ts';

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;
const OPTIONS = {
  tenant: { type: 'string', default: 'demo' },
  role: { type: 'string' },
  actor: { type: 'string' },
  operator: { type: 'boolean', default: false },
} as const;

/** The file in the data folder that says where the running server is. */
export const addressFile = (config: Pick<Config, 'data'>): string => join(config.data, 'address');

interface Wish extends Identity {
  /** For the tenants themselves, and for what none of them keeps. */
  readonly operator: boolean;
}

const identityFrom = (args: readonly string[], usual: Role): Wish | string => {
  let values: {
    readonly tenant: string;
    readonly role?: string;
    readonly actor?: string;
    readonly operator: boolean;
  };
  try {
    values = parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    return `${error instanceof Error ? error.message : 'The options cannot be read.'} See "sluice help".`;
  }
  const { tenant, operator, role = usual, actor = operator ? 'operator' : role } = values;
  if (!NAME.test(tenant)) return `--tenant ${tenant} is not the short name of a tenant, for example demo.`;
  if (!isRole(role)) return `--role ${role} cannot be a role; there are admin, sales, viewer, and those of the tenant.`;
  if (actor.trim() === '' || actor.length > 100)
    return '--actor is the name that the journal shows, 1 to 100 characters.';
  return { tenant, role, actor, operator };
};

const signing = async (
  identity: Wish | string,
  config: Config,
  now: () => number,
  say: (keeper: Keeper, identity: Wish) => Promise<string>,
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
  signing(identityFrom(args, 'viewer'), config, now, (keeper, { operator, ...identity }) =>
    keeper.sign(operator ? 'operator' : 'token', identity),
  );

/** A link that signs a browser in once, within 15 minutes. */
export const linkFor = async (keeper: Keeper, identity: Identity, address: string): Promise<string> =>
  `${address}/?key=${await keeper.sign('key', identity)}`;

/** `sluice link`: a link to sign in with, at the address of the server that runs on this data folder. */
export const link = (args: readonly string[], config: Config, now: () => number): Promise<Said> => {
  const file = addressFile(config);
  const address = existsSync(file) ? readFileSync(file, 'utf8').trim() : addressOf(config, config.port);
  return signing(identityFrom(args, 'admin'), config, now, (keeper, identity) => linkFor(keeper, identity, address));
};
