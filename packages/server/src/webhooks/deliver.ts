import { asTenant } from '../database/as-tenant.ts';
import type { AnyRow } from '../database/fence.ts';
import type { Pool } from '../database/lease.ts';
import { JobFault } from '../jobs/faults.ts';
import type { Task } from '../jobs/runner.ts';
import { outboundOf } from '../mail/gate.ts';
import { OWN_ROW } from '../schema/schema.ts';
import { type NotAllowed, placeOf, type Resolve } from './places.ts';
import { postTo } from './post.ts';
import { signed, unsealSecret } from './secrets.ts';
import { noteDelivery } from './store.ts';
import type { ViewOf } from './owner.ts';
import { bodyOf, eventIn, type HeldBack, ownerOf } from './tell.ts';

/** What deliveries need of their surroundings. */
export interface DeliverOptions {
  readonly pool: Pool;
  /** Whether this server tells webhooks at all. */
  readonly tells: boolean;
  /** What a webhook may be told. */
  readonly viewOf: ViewOf;
  /** Opens the secrets. */
  readonly key: Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly allow: readonly string[];
  readonly resolve?: Resolve;
  /** How long a receiver may take, in milliseconds. */
  readonly patience?: number;
}

/** Where a secret belongs: it opens nowhere else. */
export const secretPlace = (tenant: string, webhook: string): string => `webhook ${tenant} ${webhook}`;

const WORDS: Readonly<Record<NotAllowed, string>> = {
  not_an_address: 'the address cannot be read',
  not_https: 'the address is not https',
  has_password: 'the address holds a password',
  bad_port: 'the port is not allowed',
  inside: 'the address leads inside',
  not_found: 'the name is not found',
};

/** What is told of a change, as its owner may see it by now; null when they see nothing of it. */
const bodyFor = async ({ viewOf }: DeliverOptions, tenant: string, row: AnyRow): Promise<string | null> => {
  const view = await viewOf(tenant, ownerOf(row));
  const body = String(row['body']);
  const event = eventIn(body);
  if (!view || !event) return view && body;
  const seen = view(event);
  return seen && bodyOf(seen);
};

/**
 * Tells a webhook one thing. A receiver that answers with 2xx has it; anything else is tried again for about a day, then given up. Receivers tell
 * repetitions by `webhook-id`, which stays the same.
 */
export const deliver =
  (options: DeliverOptions) =>
  async ({ payload: { tenant, subject: id }, last, signal }: Task): Promise<void> => {
    const { pool, tells, key, now, allow, resolve, patience } = options;
    if (tenant === undefined || id === undefined) throw new JobFault('unreadable', 'It does not say what to deliver.');
    const who = { tenant, actor: 'server', cause: 'webhook' };
    const work = await asTenant(pool, who, async (tx) => {
      const [row] = await tx.unsafe(
        `select d."body", d."state", w."id" as "webhook", w."url", w."enabled", w."secret", w."person_id"::text as "person", w."role",
           case when w."former_until" > now() then w."former" end as "former"
         from "sluice"."webhook_delivery" d join "sluice"."webhook" w on w."tenant_id" = d."tenant_id" and w."id" = d."webhook_id"
         where d.${OWN_ROW} and w.${OWN_ROW} and d."id" = $1`,
        [id],
      );
      if (!row || (row['state'] !== 'queued' && row['state'] !== 'dead')) return null;
      const held: HeldBack | null = !tells
        ? 'server'
        : row['enabled'] !== true
          ? 'webhook'
          : (await outboundOf(tx)).webhooks
            ? null
            : 'tenant';
      if (held === null) return row;
      await noteDelivery(tx, id, { state: 'held', reason: held });
      return null;
    });
    if (!work) return;
    const body = await bodyFor(options, tenant, work);
    if (body === null) {
      await asTenant(pool, who, (tx) => noteDelivery(tx, id, { state: 'held', reason: 'owner' }));
      return;
    }

    const fail = async (reason: string, status: number | null): Promise<never> => {
      const state = last ? 'dead' : 'queued';
      await asTenant(pool, who, (tx) => noteDelivery(tx, id, { state, reason, status, tried: true }));
      throw new JobFault('not_delivered', `The receiver did not take it: ${reason}.`);
    };
    const place = secretPlace(tenant, String(work['webhook']));
    const secrets = [work['secret'], work['former']].flatMap((sealed) => unsealSecret(key, place, sealed) ?? []);
    if (secrets.length === 0) return fail('its secret cannot be opened; give it a new one', null);
    const to = await placeOf(String(work['url']), { allow, ...(resolve ? { resolve } : {}) });
    if (!to.ok) return fail(WORDS[to.why], null);
    const headers = { 'User-Agent': 'Sluice', ...signed(id, new Date(now()), body, secrets) };
    const { status, said } = await postTo(to.place, body, headers, {
      signal,
      ...(patience === undefined ? {} : { patience }),
    });
    if (status === null || status < 200 || status > 299) return fail(said, status);
    await asTenant(pool, who, (tx) => noteDelivery(tx, id, { state: 'delivered', status, tried: true }));
  };
