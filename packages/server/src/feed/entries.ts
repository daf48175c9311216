import { asTenant } from '../database/as-tenant.ts';
import type { Pool } from '../database/lease.ts';
import { OWN_ROW } from '../schema/schema.ts';
import type { Cursor } from './cursor.ts';

/** A change of a record, as the feed tells it: which fields, never their values. */
export interface FeedEvent {
  readonly entity: string;
  readonly id: string;
  readonly version: number;
  readonly op: 'create' | 'change' | 'remove';
  /** The names of the fields that changed. */
  readonly fields: readonly string[];
  readonly at: string;
  readonly actor: string;
}

/**
 * What the journal calls changes of the tenant itself: they stand beside those of its records, and no entity has a name like these.
 */
export const TENANT_ENTRIES = { settings: 'tenant.settings', roles: 'tenant.roles', people: 'tenant.people' } as const;

/** Whether an event of the journal is of the tenant itself: who belongs to it, what they may do, whether it is suspended. */
export const isOfTenant = ({ entity }: Pick<FeedEvent, 'entity'>): boolean =>
  Object.values<string>(TENANT_ENTRIES).includes(entity);

/** What a tenant keeps, or what its roles may do, is said otherwise now: whoever shows it reads the model anew. */
export interface SettingsEvent extends Pick<FeedEvent, 'version' | 'fields' | 'at' | 'actor'> {
  readonly what: 'settings' | 'roles';
}

/** The event of settings in an event of the journal; null when it is of anything else. */
export const settingsIn = ({ entity, version, fields, at, actor }: FeedEvent): SettingsEvent | null => {
  const what = entity === TENANT_ENTRIES.settings ? 'settings' : entity === TENANT_ENTRIES.roles ? 'roles' : null;
  return what && { what, version, fields, at, actor };
};

/** An event and its place. */
export interface FeedEntry {
  readonly cursor: Cursor;
  readonly event: FeedEvent;
}

/** A part of a journal. */
export interface FeedPart {
  /** In order. */
  readonly entries: readonly FeedEntry[];
  /** There are more behind the last one. */
  readonly more: boolean;
  /** There are entries that wait for an older transaction to end, whose own may have to come before them. */
  readonly held: boolean;
}

/** Where a database stands: every transaction before `from` has ended, none from `to` on has begun. */
export interface Horizon {
  readonly from: bigint;
  readonly to: bigint;
}

/** The journals of all tenants, as the feed reads them. */
export interface Entries {
  readonly after: (tenant: string, cursor: Cursor, limit: number) => Promise<FeedPart>;
  readonly horizon: (tenant: string) => Promise<Horizon>;
}

const AFTER = `("xid", "seq") > ($1::text::xid8, $2::text::bigint)`;
const SETTLED = `"xid" < pg_snapshot_xmin(pg_current_snapshot())`;
const keysOf = (column: string): string =>
  `case when jsonb_typeof("${column}") = 'object' then "${column}" else '{}'::jsonb end`;

// ordered by the columns, not by the texts of the same name that are selected
const PART = `
  select "xid"::text as "xid", "seq"::text as "seq", "at", "actor", "entity", "record_id", "version",
    case when coalesce(jsonb_typeof("before"), 'null') = 'null' then 'create'
      when coalesce(jsonb_typeof("after"), 'null') = 'null' then 'remove' else 'change' end as "op",
    (select coalesce(json_agg("name" order by "name"), '[]')::text
      from jsonb_object_keys(${keysOf('before')} || ${keysOf('after')}) as "keys" ("name")) as "fields"
  from "sluice"."journal" as "entry" where ${OWN_ROW} and ${AFTER} and ${SETTLED}
  order by "entry"."xid", "entry"."seq" limit $3::integer`;

const HELD = `
  select exists(select from "sluice"."journal" where ${OWN_ROW} and ${AFTER} and not ${SETTLED}) as "held"`;

const HORIZON = `
  select pg_snapshot_xmin("now")::text as "from", pg_snapshot_xmax("now")::text as "to"
  from (select pg_current_snapshot() as "now") as "one"`;

const entryOf = (row: Readonly<Record<string, unknown>>): FeedEntry => ({
  cursor: { xid: BigInt(String(row['xid'])), seq: BigInt(String(row['seq'])) },
  event: {
    entity: String(row['entity']),
    id: String(row['record_id']),
    version: Number(row['version']),
    op: row['op'] as FeedEvent['op'],
    fields: JSON.parse(String(row['fields'])) as readonly string[],
    at: String(row['at']),
    actor: String(row['actor']),
  },
});

/**
 * The journals in a database. Numbers of entries are drawn before their commit, so that a slow transaction's entries appear behind those
 * of a quick one: only entries older than every transaction that still runs are given. A long transaction delays, and loses nothing.
 */
export const entriesIn = (pool: Pool): Entries => {
  const as = (tenant: string) => ({ tenant, actor: 'feed', cause: 'feed', readOnly: true });
  return {
    after: (tenant, { xid, seq }, limit) =>
      // both statements see one moment: what is not settled in the one is held in the other
      asTenant(pool, as(tenant), async (tx) => {
        const place = [String(xid), String(seq)];
        const entries = (await tx.unsafe(PART, [...place, limit])).map(entryOf);
        const more = entries.length === limit;
        const [row] = more ? [] : await tx.unsafe(HELD, place);
        return { entries, more, held: row?.['held'] === true };
      }),
    horizon: (tenant) =>
      asTenant(pool, as(tenant), async (tx) => {
        const [row] = await tx.unsafe(HORIZON);
        return { from: BigInt(String(row?.['from'])), to: BigInt(String(row?.['to'])) };
      }),
  };
};
