import { type Change, type Entity, mayRun, type Model, type Rights } from '@sluice/core';
import { asTenant } from '../database/as-tenant.ts';
import type { Pool } from '../database/lease.ts';
import type { Cursor } from '../feed/cursor.ts';
import { TENANT_ENTRIES } from '../feed/entries.ts';
import { changeSeen } from '../records/as-role.ts';
import { changeOf } from '../records/change.ts';
import { OWN_ROW } from '../schema/schema.ts';

/** Which entries somebody asks for; instants are ISO. */
export interface JournalQuery {
  readonly entities?: readonly string[] | undefined;
  readonly actor?: string | undefined;
  readonly cause?: string | undefined;
  /** From this instant on. */
  readonly from?: string | undefined;
  /** Before this instant. */
  readonly to?: string | undefined;
  /** The last entry of the page before. */
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

/** An entry, and the entity whose values it holds; null for what was done to the tenant itself. */
export interface JournalEntry {
  readonly entity: Entity | null;
  readonly change: Change;
}

/** A page of a journal, the latest first. */
export interface JournalPage {
  readonly items: readonly JournalEntry[];
  readonly next: Cursor | null;
}

/** Whose journal, and what of it may be seen. */
export interface JournalPlace {
  readonly pool: Pool;
  /** UUID */
  readonly tenant: string;
  readonly actor: string;
  /** As the reader's role sees it. */
  readonly model: Model;
  readonly rights: Rights;
}

const OWN_ENTRIES: readonly string[] = Object.values(TENANT_ENTRIES);
/** So many are read at once, at least: where much is not seen, a page would take many questions. */
const PART = 200;

const PAGE = `
  select "xid"::text as "xid", "seq"::text as "seq", "at", "actor", "cause", "entity", "record_id", "version", "before", "after"
  from "sluice"."journal" as "entry"
  where ${OWN_ROW} and "entity" = any($1::text[])
    and ($2::text is null or "actor" = $2::text) and ($3::text is null or "cause" = $3::text)
    and ($4::timestamptz is null or "at" >= $4::timestamptz) and ($5::timestamptz is null or "at" < $5::timestamptz)
    and ($6::text is null or ("xid", "seq") < ($6::text::xid8, $7::text::bigint))
  order by "entry"."xid" desc, "entry"."seq" desc limit $8::integer`;

/** Every entity whose entries somebody may be told of: those they read, and the tenant itself. */
export const journalEntities = (model: Model, rights: Rights): readonly string[] => [
  ...model.entities.map(({ name }) => name),
  ...(mayRun(rights, 'audit') ? OWN_ENTRIES : []),
];

/** A page of everything that was done in a tenant, as a role sees it: a change of what is not seen is no entry. */
export const readJournal = (place: JournalPlace, query: JournalQuery): Promise<JournalPage> => {
  const { pool, tenant, actor, model, rights } = place;
  const may = journalEntities(model, rights);
  const entities = query.entities ? may.filter((name) => query.entities?.includes(name)) : may;
  return asTenant(pool, { tenant, actor, cause: 'audit', readOnly: true }, async (tx) => {
    const items: (JournalEntry & { readonly cursor: Cursor })[] = [];
    const part = Math.max(PART, query.limit + 1);
    for (let after = query.after ?? null; ; ) {
      const { actor: by = null, cause = null, from = null, to = null } = query;
      const rows = await tx.unsafe(PAGE, [
        entities as string[],
        by,
        cause,
        from,
        to,
        after && String(after.xid),
        after && String(after.seq),
        part,
      ] as never[]);
      for (const row of rows) {
        after = { xid: BigInt(String(row['xid'])), seq: BigInt(String(row['seq'])) };
        const name = String(row['entity']);
        const whole = changeOf(name, row, tenant);
        const entity = model.find(name) ?? null;
        const change = entity ? changeSeen(entity, whole) : whole;
        if (change) items.push({ entity, change, cursor: after });
        if (items.length > query.limit) break;
      }
      if (items.length > query.limit || rows.length < part) break;
    }
    const shown = items.slice(0, query.limit);
    const next = items.length > query.limit ? (shown.at(-1)?.cursor ?? null) : null;
    return { items: shown, next };
  });
};
