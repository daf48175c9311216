import { parseArgs } from 'node:util';
import { openPeople } from '../auth/people.ts';
import { mailboxOf } from '../auth/invitations.ts';
import { ADMIN } from '../auth/roles.ts';
import { secretFrom } from '../auth/secret.ts';
import type { Config } from '../config.ts';
import { Refused } from '../routes/problem.ts';
import { type Listed, openOperators, type Operators } from '../tenants/operators.ts';
import { addressNow, poolFor } from './people.ts';
import { failed, failure, type Said, told } from './said.ts';

const OPTIONS = {
  name: { type: 'string' },
  label: { type: 'string' },
  zone: { type: 'string' },
  currency: { type: 'string' },
  admin: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

const VERBS = ['list', 'create', 'suspend', 'resume', 'rename'] as const;
type Verb = (typeof VERBS)[number];
const BY = 'operator';

const line = ({ name, label, zone, currency, suspended, members, admins }: Listed): string => {
  const people = `${members} ${members === 1 ? 'person' : 'people'}, ${admins} admin${admins === 1 ? '' : 's'}`;
  return `${name}  ${label}  ${zone} ${currency}  ${people}${suspended ? '  suspended' : ''}`;
};

interface Wish {
  readonly verb: Verb;
  readonly name: string;
  readonly values: ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];
}

const wishFrom = (args: readonly string[]): Wish | string => {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    const [word = 'list', name, surplus] = positionals;
    const verb = VERBS.find((one) => one === word);
    if (!verb) return `tenants takes ${VERBS.join(', ')}, not ${word}.`;
    if (verb === 'list') return name === undefined ? { verb, name: '', values } : `list takes no name; ${name} is one.`;
    if (name === undefined) return `Which one? For example: sluice tenants ${verb} acme`;
    return surplus === undefined ? { verb, name, values } : `One tenant at a time; ${surplus} is another.`;
  } catch (error) {
    return `${error instanceof Error ? error.message : 'The options cannot be read.'} See "sluice help".`;
  }
};

const done = async (operators: Operators, { verb, name, values }: Wish): Promise<readonly Listed[]> => {
  const { label, zone, currency } = values;
  const about = { label, zone, currency };
  switch (verb) {
    case 'list':
      return operators.list();
    case 'create':
      return [await operators.create({ name, ...about }, BY)];
    case 'rename':
      return [await operators.change(name, { name: values.name, ...about }, BY)];
    case 'suspend':
    case 'resume':
      return [await operators.suspend(name, verb === 'suspend', BY)];
  }
};

/**
 * `sluice tenants [list | create NAME | suspend NAME | resume NAME | rename NAME]`: the tenants of a server, whether it runs or not; effective
 * with the next request.
 */
export const tenantsCommand = async (args: readonly string[], config: Config, now: () => number): Promise<Said> => {
  const wish = wishFrom(args);
  if (typeof wish === 'string') return failed(wish, 2);
  let close: (() => Promise<void>) | undefined;
  try {
    const secret = secretFrom(config.data, config.secret);
    const opened = await poolFor(config);
    close = opened.close;
    const { pool } = opened;
    if (wish.verb === 'create' && wish.values.admin !== undefined) mailboxOf(wish.values.admin);
    const tenants = await done(openOperators(pool, now), wish);
    const { admin, json } = wish.values;
    const [made] = tenants;
    const people = openPeople({ pool, secret, now, address: () => addressNow(config) });
    const link =
      wish.verb === 'create' && admin !== undefined && made
        ? (await people.invite({ email: admin, tenant: made.name, role: ADMIN, by: BY, again: true })).link
        : undefined;
    if (json) return told(`${JSON.stringify(link === undefined ? tenants : { tenants, link }, null, 2)}\n`);
    if (tenants.length === 0) return told('There is no tenant yet; the first one is made by "sluice start".\n');
    return told(`${tenants.map(line).join('\n')}\n${link === undefined ? '' : `${link}\n`}`);
  } catch (error) {
    if (error instanceof Refused) return failed(`${error.message} ${error.refusal.remedy}`);
    return failure(error);
  } finally {
    await close?.();
  }
};
