import { randomUUID } from 'node:crypto';
import type { AnyRow, Tx } from '../database/fence.ts';
import { OWN_ROW } from '../schema/schema.ts';
import type { WebhookOwner } from './owner.ts';

/** An address that is told what changes, as whoever runs the tenant sees it: the secret is not among it. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly label: string;
  /** The entities it is told of; none named: all. */
  readonly entities: readonly string[];
  readonly enabled: boolean;
  readonly createdAt: string;
  readonly createdBy: string;
  /** Who answers for it: it is told what they may read. */
  readonly owner: string;
  /** Until when the former secret is good too; null when there is none. */
  readonly formerUntil: string | null;
}

/**
 * - `held`: not sent, as server, tenant or webhook did not allow it; `reason` says which.
 * - `queued`: on its way, or tried again later. `delivered`: the receiver said that it has it. `dead`: it was given up.
 */
export const DELIVERY_STATES = ['held', 'queued', 'delivered', 'dead'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Something a webhook is told, and what became of it. */
export interface Delivery {
  readonly id: string;
  readonly event: string;
  readonly state: DeliveryState;
  readonly reason: string | null;
  readonly attempts: number;
  /** The status of the receiver's last answer. */
  readonly status: number | null;
  readonly createdAt: string;
  readonly triedAt: string | null;
}

/** What can be said of a webhook. */
export interface WebhookWish {
  readonly url: string;
  readonly label: string;
  readonly entities: readonly string[];
  readonly enabled: boolean;
}

const COLUMNS = `"id", "url", "label", "entities"::text as "entities", "enabled", "created_at", "created_by", "owner",
  case when "former_until" > now() then "former_until" end as "former_until"`;
const DELIVERY = `"id", "event", "state", "reason", "attempts", "status", "created_at", "tried_at"`;

const textOr = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** A webhook out of its row. */
export const webhookOf = (row: AnyRow): Webhook => ({
  id: String(row['id']),
  url: String(row['url']),
  label: String(row['label']),
  entities: JSON.parse(String(row['entities'])) as readonly string[],
  enabled: row['enabled'] === true,
  createdAt: String(row['created_at']),
  createdBy: String(row['created_by']),
  owner: String(row['owner'] === '' ? row['created_by'] : row['owner']),
  formerUntil: textOr(row['former_until']),
});

const deliveryOf = (row: AnyRow): Delivery => ({
  id: String(row['id']),
  event: String(row['event']),
  state: row['state'] as DeliveryState,
  reason: textOr(row['reason']),
  attempts: Number(row['attempts']),
  status: typeof row['status'] === 'number' ? row['status'] : null,
  createdAt: String(row['created_at']),
  triedAt: textOr(row['tried_at']),
});

/** All webhooks of a tenant, the first one first. In a transaction of the tenant's, as everything here. */
export const list = async (tx: Tx): Promise<readonly Webhook[]> =>
  (await tx.unsafe(`select ${COLUMNS} from "sluice"."webhook" where ${OWN_ROW} order by "created_at", "id"`)).map(
    webhookOf,
  );

/** One of them. */
export const find = async (tx: Tx, id: string): Promise<Webhook | null> => {
  const [row] = await tx.unsafe(`select ${COLUMNS} from "sluice"."webhook" where ${OWN_ROW} and "id" = $1`, [id]);
  return row ? webhookOf(row) : null;
};

/** Makes one; it is told what changes from now on. */
export const make = async (
  tx: Tx,
  wish: WebhookWish & { readonly id: string; readonly secret: Uint8Array; readonly by: WebhookOwner },
): Promise<Webhook> => {
  const { id, url, label, entities, enabled, secret, by } = wish;
  const [row] = await tx.unsafe(
    `insert into "sluice"."webhook" ("tenant_id", "id", "url", "label", "entities", "enabled", "secret", "created_by", "owner", "person_id", "role")
     values (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4::text::json, $5, $6, $7, $7, $8, $9) returning ${COLUMNS}`,
    [id, url, label, JSON.stringify(entities), enabled, Buffer.from(secret), by.owner, by.person, by.role],
  );
  if (!row) throw new Error('a webhook that was just made is not there');
  return webhookOf(row);
};

/**
 * Changes what is said of one; null when there is none. Whoever does answers for it from then on: nobody leads to themselves what they
 * may not read. One that was silent is told what changes from now on.
 */
export const change = async (
  tx: Tx,
  id: string,
  wish: WebhookWish & { readonly by: WebhookOwner },
): Promise<Webhook | null> => {
  const { url, label, entities, enabled, by } = wish;
  const [row] = await tx.unsafe(
    `update "sluice"."webhook" set "url" = $2, "label" = $3, "entities" = $4::text::json, "enabled" = $5,
       "owner" = $6, "person_id" = $7, "role" = $8,
       "cursor_xid" = case when "enabled" then "cursor_xid" else pg_current_xact_id() end,
       "cursor_seq" = case when "enabled" then "cursor_seq" else 0 end
     where ${OWN_ROW} and "id" = $1 returning ${COLUMNS}`,
    [id, url, label, JSON.stringify(entities), enabled, by.owner, by.person, by.role],
  );
  return row ? webhookOf(row) : null;
};

/** Gives one another secret; the one it had is good for some hours yet. Null when there is none. */
export const rotate = async (tx: Tx, id: string, secret: Uint8Array, hours: number): Promise<Webhook | null> => {
  const [row] = await tx.unsafe(
    `update "sluice"."webhook" set "former" = "secret", "former_until" = now() + make_interval(hours => $3::integer), "secret" = $2
     where ${OWN_ROW} and "id" = $1 returning ${COLUMNS}`,
    [id, Buffer.from(secret), hours],
  );
  return row ? webhookOf(row) : null;
};

/** Removes one with everything it was told. */
export const remove = async (tx: Tx, id: string): Promise<boolean> => {
  await tx.unsafe(`delete from "sluice"."webhook_delivery" where ${OWN_ROW} and "webhook_id" = $1`, [id]);
  const gone = await tx.unsafe(`delete from "sluice"."webhook" where ${OWN_ROW} and "id" = $1 returning "id"`, [id]);
  return gone.length > 0;
};

/** Notes that a webhook is to be told something; null when it has been told before. */
export const addDelivery = async (
  tx: Tx,
  webhook: string,
  { event, body, held }: { readonly event: string; readonly body: string; readonly held: string | null },
): Promise<string | null> => {
  const id = randomUUID();
  const made = await tx.unsafe(
    `insert into "sluice"."webhook_delivery" ("tenant_id", "id", "webhook_id", "event", "body", "state", "reason")
     values (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4, $5, $6)
     on conflict ("tenant_id", "webhook_id", "event") do nothing returning "id"`,
    [id, webhook, event, body, held === null ? 'queued' : 'held', held],
  );
  return made.length > 0 ? id : null;
};

/** What a webhook was told, the latest first. */
export const deliveries = async (tx: Tx, webhook: string, limit: number): Promise<readonly Delivery[]> => {
  const rows = await tx.unsafe(
    `select ${DELIVERY} from "sluice"."webhook_delivery" where ${OWN_ROW} and "webhook_id" = $1
     order by "created_at" desc, "id" limit $2`,
    [webhook, limit],
  );
  return rows.map(deliveryOf);
};

/** One of them. */
export const findDelivery = async (tx: Tx, webhook: string, id: string): Promise<Delivery | null> => {
  const [row] = await tx.unsafe(
    `select ${DELIVERY} from "sluice"."webhook_delivery" where ${OWN_ROW} and "webhook_id" = $1 and "id" = $2`,
    [webhook, id],
  );
  return row ? deliveryOf(row) : null;
};

/** Notes what became of a delivery; `tried`: somebody was spoken to. */
export const noteDelivery = async (
  tx: Tx,
  id: string,
  {
    state,
    reason = null,
    status = null,
    tried = false,
  }: {
    readonly state: DeliveryState;
    readonly reason?: string | null;
    readonly status?: number | null;
    readonly tried?: boolean;
  },
): Promise<void> => {
  await tx.unsafe(
    `update "sluice"."webhook_delivery" set "state" = $2, "reason" = $3, "status" = case when $5 then $4::integer else "status" end,
       "attempts" = "attempts" + case when $5 then 1 else 0 end, "tried_at" = case when $5 then now() else "tried_at" end
     where ${OWN_ROW} and "id" = $1`,
    [id, state, reason, status, tried],
  );
};

/** Lets go of what was told long ago. Gives how many. */
export const sweepDeliveries = async (tx: Tx, days: number): Promise<number> => {
  const gone = await tx.unsafe(
    `delete from "sluice"."webhook_delivery" where ${OWN_ROW} and "state" <> 'queued'
       and "created_at" < now() - make_interval(days => $1::integer) returning "id"`,
    [days],
  );
  return gone.length;
};
