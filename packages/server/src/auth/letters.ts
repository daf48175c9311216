import type { Tx } from '../database/fence.ts';
import { outboundOf, whyHeld } from '../mail/gate.ts';
import { wordLetter } from '../mail/letters.ts';
import { type OutboxOptions, post } from '../mail/outbox.ts';
import type { Addressed, LinkPurpose } from './links.ts';

/** Somebody who is invited: to which tenant, and by whom. */
export interface Invited extends Addressed {
  readonly tenantId: string;
  /** What the tenant is called. */
  readonly label: string;
  readonly by: string;
}

/** Writes the letters that bring links, in the transaction that makes the link. Whether they leave is the outbox's to say. */
export interface Letters {
  readonly invite: (tx: Tx, invited: Invited) => Promise<void>;
  /** For whoever has a password and belongs somewhere; nothing for anybody else. */
  readonly reset: (tx: Tx, addressed: Addressed) => Promise<void>;
}

/** A tenant in whose name a letter may be written. */
interface Sender {
  readonly id: string;
  readonly label: string;
  readonly by: string;
  readonly name: string;
}

/** Letters by way of an outbox. */
export const openLetters = (outbox: Pick<OutboxOptions, 'enqueue' | 'sends'>): Letters => {
  const inTenant = (tx: Tx, tenant: string) => tx`select set_config('app.tenant_id', ${tenant}, true)`;
  const write = async (tx: Tx, purpose: LinkPurpose, { id, recipient }: Addressed, sender: Sender): Promise<void> => {
    await inTenant(tx, sender.id);
    const { language } = await outboundOf(tx);
    const text = wordLetter(purpose, language, { tenant: sender.label, by: sender.by, name: sender.name });
    await post(tx, outbox, sender.id, { id, occasion: `${purpose} ${id}`, action: purpose, recipient, ...text }, true);
  };
  return {
    invite: (tx, { tenantId, label, by, ...addressed }) =>
      write(tx, 'invite', addressed, { id: tenantId, label, by, name: '' }),
    reset: async (tx, addressed) => {
      const rows = await tx`
        select t.id::text as id, t.label, coalesce(nullif(p.name, ''), p.email) as name
        from sluice_system.membership m
          join sluice_system.person p on p.id = m.person_id join sluice_system.tenant t on t.id = m.tenant_id
        where p.email = ${addressed.recipient} and p.password_hash is not null and p.disabled_at is null
          and m.disabled_at is null and t.suspended_at is null
        order by m.created_at, t.id`;
      const senders = rows.map(
        ({ id, label, name }): Sender => ({ id: String(id), label: String(label), by: '', name: String(name) }),
      );
      // one letter, whatever many tenants they belong to: of the first that lets it out
      let [sender] = senders;
      for (const one of senders) {
        await inTenant(tx, one.id);
        if (whyHeld(outbox.sends, await outboundOf(tx), 'reset') !== null) continue;
        sender = one;
        break;
      }
      if (sender) await write(tx, 'reset', addressed, sender);
    },
  };
};
