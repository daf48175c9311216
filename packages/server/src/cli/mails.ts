import { parseArgs } from 'node:util';
import type { Config } from '../config.ts';
import { asOwner } from '../database/as-tenant.ts';
import { listOutbox, MAIL_STATES } from '../mail/outbox.ts';
import { outboxCommand, poolFor } from './people.ts';
import { failed, failure, type Said, told } from './said.ts';

const OPTIONS = {
  tenant: { type: 'string' },
  state: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** `sluice outbox`: the links that wait to be passed on; with `--tenant`, the mails of a tenant and what became of them. */
export const mailsCommand = async (args: readonly string[], config: Config, now: () => number): Promise<Said> => {
  if (!args.some((word) => word.startsWith('--tenant'))) return outboxCommand(args, config, now);
  let values: { readonly tenant?: string; readonly state?: string; readonly json: boolean };
  try {
    values = parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    return failed(`${error instanceof Error ? error.message : 'The options cannot be read.'} See "sluice help".`, 2);
  }
  const { tenant = '', json } = values;
  const state = MAIL_STATES.find((one) => one === values.state);
  if (values.state !== undefined && state === undefined)
    return failed(`--state ${values.state} is none; there are ${MAIL_STATES.join(', ')}.`, 2);
  try {
    const { pool, close } = await poolFor(config);
    try {
      const [row] = await asOwner(
        pool,
        { readOnly: true },
        (tx) => tx`select id::text as id from sluice_system.tenant where name = ${tenant}`,
      );
      if (!row) return failed(`There is no tenant ${tenant}.`);
      const mails = await listOutbox(pool, { tenant: String(row['id']), actor: 'operator' }, { state, limit: 200 });
      if (json) return told(`${JSON.stringify(mails, null, 2)}\n`);
      const lines = mails.map(({ createdAt, recipient, subject, state: is, reason }) => {
        const why = reason === null ? '' : ` (${reason})`;
        return `${createdAt.slice(0, 16).replace('T', ' ')}  ${is}${why}  ${recipient}  ${subject}`;
      });
      return told(lines.length === 0 ? 'No mails.\n' : `${lines.join('\n')}\n`);
    } finally {
      await close();
    }
  } catch (error) {
    return failure(error);
  }
};
