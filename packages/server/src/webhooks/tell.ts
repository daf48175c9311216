import { asOwner, asTenant } from '../database/as-tenant.ts';
import type { AnyRow } from '../database/fence.ts';
import type { Pool } from '../database/lease.ts';
import { type Cursor, writeCursor } from '../feed/cursor.ts';
import { entriesIn, type FeedEvent, type FeedPart } from '../feed/entries.ts';
import type { Enqueue } from '../jobs/jobs.ts';
import { outboundOf } from '../mail/gate.ts';
import { OWN_ROW } from '../schema/schema.ts';
import type { View, ViewOf } from './owner.ts';
import { addDelivery } from './store.ts';

/** What telling webhooks takes. */
export interface TellOptions {
  readonly pool: Pool;
  readonly enqueue: Enqueue;
  /** Whether this server tells webhooks at all. */
  readonly tells: boolean;
  /** What a webhook may hear of an event. */
  readonly viewOf: ViewOf;
}

/** Why nothing is sent to a webhook; `owner`: whoever answers for it is not let in any more, or may not read this. */
export type HeldBack = 'server' | 'tenant' | 'webhook' | 'owner';

const PART = 200;

/** What a receiver reads: what happened to which record. It holds no values: who may see them asks for them. */
export const bodyOf = ({ entity, id, version, op, fields, at, actor }: FeedEvent): string =>
  JSON.stringify({
    type: `record.${op === 'create' ? 'created' : op === 'remove' ? 'removed' : 'changed'}`,
    timestamp: at,
    data: { entity, id, version, fields, actor },
  });

const OPS = { 'record.created': 'create', 'record.removed': 'remove', 'record.changed': 'change' } as const;

/** The event out of what a receiver reads; null for a test, which tells of none. */
export const eventIn = (body: string): FeedEvent | null => {
  const { type, timestamp, data } = JSON.parse(body) as {
    readonly type: keyof typeof OPS | 'test';
    readonly timestamp: string;
    readonly data: Omit<FeedEvent, 'op' | 'at'>;
  };
  return type === 'test' ? null : { ...data, op: OPS[type], at: timestamp };
};

/** The tenants that have a webhook which wants to be told. */
export const tenantsToTell = async (pool: Pool): Promise<readonly string[]> => {
  const all = await asOwner(pool, { readOnly: true }, (tx) => tx`select id::text as id from sluice_system.tenant`);
  const found: string[] = [];
  for (const { id } of all) {
    const rows = await asOwner(pool, { readOnly: true, tenant: String(id) }, (tx) =>
      tx.unsafe(`select from "sluice"."webhook" where ${OWN_ROW} and "enabled" limit 1`),
    );
    if (rows.length > 0) found.push(String(id));
  }
  return found;
};

/** What came of a look at a journal. */
export interface Looked {
  /** How many deliveries were noted. */
  readonly told: number;
  /** There is more that waits for an older transaction to end. */
  readonly waiting: boolean;
}

/**
 * Turns what is new in a tenant's journal into deliveries, in the order in which it became visible. The place of a webhook, its deliveries and
 * their jobs are written in one transaction, under a lock of the webhook's row: each change is noted once, whoever looks and however
 * often.
 */
export const tellTenant = async (options: TellOptions, tenant: string): Promise<Looked> => {
  const { pool, viewOf } = options;
  const who = { tenant, actor: 'server', cause: 'webhooks' };
  const places = await asTenant(pool, { ...who, readOnly: true }, (tx) =>
    tx.unsafe(
      `select "id", "person_id"::text as "person", "role", "cursor_xid"::text as "xid", "cursor_seq"::text as "seq"
       from "sluice"."webhook" where ${OWN_ROW} and "enabled"`,
    ),
  );
  const entries = entriesIn(pool);
  const looked = { told: 0, waiting: false };
  for (const place of places) {
    const { id, xid, seq } = place;
    // an owner who is not let in hears nothing of it, also when they are let in again
    const view = (await viewOf(tenant, ownerOf(place))) ?? (() => null);
    let from: Cursor = { xid: BigInt(String(xid)), seq: BigInt(String(seq)) };
    for (let more = true; more; ) {
      const part = await entries.after(tenant, from, PART);
      const noted = part.entries.length > 0 ? await notePart(options, tenant, String(id), { from, part, view }) : 0;
      looked.told += noted ?? 0;
      looked.waiting ||= part.held;
      from = part.entries.at(-1)?.cursor ?? from;
      // another server goes on with this one
      more = part.more && noted !== null;
    }
  }
  return looked;
};

/** The owner out of the row of a webhook. */
export const ownerOf = ({ person, role }: AnyRow) => ({
  person: typeof person === 'string' ? person : null,
  role: String(role),
});

interface Part {
  readonly from: Cursor;
  readonly part: FeedPart;
  readonly view: View;
}

/** Notes a part of a journal for one webhook; null when somebody else has, or it is gone. */
const notePart = (
  { pool, enqueue, tells }: TellOptions,
  tenant: string,
  id: string,
  { from, part, view }: Part,
): Promise<number | null> =>
  asTenant(pool, { tenant, actor: 'server', cause: 'webhooks' }, async (tx) => {
    const [row] = await tx.unsafe(
      `select "entities"::text as "entities" from "sluice"."webhook" where ${OWN_ROW} and "id" = $1 and "enabled"
         and "cursor_xid" = $2::text::xid8 and "cursor_seq" = $3::text::bigint for update skip locked`,
      [id, String(from.xid), String(from.seq)],
    );
    const last = part.entries.at(-1)?.cursor;
    if (!row || !last) return null;
    const entities = JSON.parse(String(row['entities'])) as readonly string[];
    const held: HeldBack | null = !tells ? 'server' : (await outboundOf(tx)).webhooks ? null : 'tenant';
    let count = 0;
    for (const { cursor, event } of part.entries) {
      const seen = entities.length === 0 || entities.includes(event.entity) ? view(event) : null;
      if (!seen) continue;
      const delivery = await addDelivery(tx, id, { event: writeCursor(cursor), body: bodyOf(seen), held });
      if (delivery === null) continue;
      if (held === null) await enqueue(tx, 'webhook', { tenant, subject: delivery });
      count += 1;
    }
    await tx.unsafe(
      `update "sluice"."webhook" set "cursor_xid" = $2::text::xid8, "cursor_seq" = $3::text::bigint where ${OWN_ROW} and "id" = $1`,
      [id, String(last.xid), String(last.seq)],
    );
    return count;
  });
