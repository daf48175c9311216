import { asTenant } from '../database/as-tenant.ts';
import { JobFault } from '../jobs/faults.ts';
import type { Task } from '../jobs/runner.ts';
import { OWN_ROW } from '../schema/schema.ts';
import { outboundOf, whyHeld } from './gate.ts';
import { withLink } from './letters.ts';
import { attachmentOf, linkFor, type Mail, mailOf, type MailState, mayReceive, type OutboxOptions } from './outbox.ts';
import type { Transport } from './transport.ts';

const ROW = `${OWN_ROW} and "id" = $1`;

/**
 * Sends one line of the outbox, at most once whatever happens: that it is being sent is written down and committed before anything leaves. A
 * line that is found so was in the hands of a server that died: it may have left, and is not sent again.
 */
export const sendMail =
  ({ pool, sends, ...letters }: Pick<OutboxOptions, 'pool' | 'sends' | 'linkOf'>, transport: Transport | null) =>
  async ({ payload: { tenant, subject: id } }: Task): Promise<void> => {
    if (tenant === undefined || id === undefined) throw new JobFault('unreadable', 'It does not say which mail.');
    const who = { tenant, actor: 'server', cause: 'mail' };
    const note = (state: MailState, reason: string | null): Promise<unknown> =>
      asTenant(pool, who, (tx) =>
        tx.unsafe(
          `update "sluice"."outbox" set "state" = $2, "reason" = $3, "changed_at" = now(),
             "attachment" = case when $2 = 'sent' then null else "attachment" end where ${ROW}`,
          [id, state, reason],
        ),
      );

    const mail = await asTenant(pool, { ...who, readOnly: true }, async (tx): Promise<Mail | null> => {
      const [row] = await tx.unsafe(`select * from "sluice"."outbox" where ${ROW}`, [id]);
      return row ? mailOf(row) : null;
    });
    if (!mail) return;
    const known = await mayReceive(pool, tenant, mail);
    // everything that could fail comes before it is written down that the mail is leaving
    const link = await linkFor(letters, mail);
    const file = await asTenant(pool, { ...who, readOnly: true }, (tx) => attachmentOf(tx, id));
    const mine = await asTenant(pool, who, async (tx): Promise<boolean> => {
      const [row] = await tx.unsafe(`select "state", "action" from "sluice"."outbox" where ${ROW} for update`, [id]);
      const state = row?.['state'];
      const set = (next: MailState, reason: string | null) =>
        tx.unsafe(
          `update "sluice"."outbox" set "state" = $2, "reason" = $3, "changed_at" = now(),
             "attachment" = case when $2 = 'sent' then null else "attachment" end where ${ROW}`,
          [id, next, reason],
        );
      if (state === 'sending') await set('unknown', 'interrupted');
      if (state !== 'queued') return false;
      // what was allowed when it was written may be so no longer
      const open = whyHeld(sends && transport !== null, await outboundOf(tx), mail.action);
      const held = !known ? 'recipient' : link === null ? 'link' : open;
      await set(held === null ? 'sending' : 'held', held);
      return held === null;
    });
    if (!mine || !transport) return;

    const body = link === null ? mail.body : withLink(mail.body, link);
    const { what, said } = await transport.hand({ ...mail, body }, file);
    if (what === 'later') {
      await note('queued', said);
      throw new JobFault('not_taken', `The mail server did not take the mail now (${said}).`);
    }
    if (what === 'sent') await note('sent', null);
    else await note(what === 'unknown' ? 'unknown' : 'refused', said);
  };
