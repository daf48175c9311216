import {
  type Answer,
  answerOf,
  bad,
  type Cell,
  type Change,
  type Checked,
  encodeCursor,
  type Entity,
  explain,
  good,
  isId,
  issue,
  linksOf,
  type Model,
  type Moment,
  plan,
  type Plan,
  planList,
  type Rec,
  registry,
  withRest,
  type Written,
} from '@sluice/core';
import { asTenant } from '../database/as-tenant.ts';
import type { Tx } from '../database/fence.ts';
import type { Pool } from '../database/lease.ts';
import { compileList } from '../sql/list.ts';
import { compileQuery, readFound } from '../sql/query.ts';
import { always, type Once } from '../idempotency/once.ts';
import { OWN_ROW } from '../schema/schema.ts';
import { filteredSight, type Only, ownSight } from '../sql/sight.ts';
import { type Notices, openNotices } from './notices.ts';
import type { BulkWritten, Operation, ServedSource } from './served.ts';
import { load, worldOf } from './world.ts';
import { Refused, type Writer, writeAll } from './writes.ts';

/** A notice names no more records than this: whoever listens asks again for everything. */
const MANY = 100;

export interface SqlOptions {
  readonly pool: Pool;
  readonly model: Model;
  /** UUID */
  readonly tenant: string;
  readonly actor: string;
  readonly role?: string;
  readonly moment: () => Moment;
  /** The ISO instant of a write. */
  readonly now: () => string;
  /** A new identifier (UUIDv7). */
  readonly id: () => string;
  /** What led to the writes, in the journal: a request id, an import. */
  readonly cause?: string;
  readonly writable?: boolean;
  readonly notices?: Notices;
  /** Somebody who sees their own records only: those that name them in this link. */
  readonly only?: Only | undefined;
  /** A widget: sees the rows that this filter lets in, in the form that addresses have. */
  readonly filters?: string | undefined;
  /** How often writes may happen. */
  readonly once?: Once;
}

/** The source of the server. Everything runs as the tenant (row-level security); writes are decided as everywhere (core's `decide`). */
export const sqlSource = (options: SqlOptions): ServedSource => {
  const { pool, model, tenant, actor, moment, now, id: nextId, cause = 'request' } = options;
  const { role, writable = true, notices = openNotices(), once = always } = options;
  const who = { tenant, actor, cause, ...(role === undefined ? {} : { role }) };
  const reading = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => asTenant(pool, { ...who, readOnly: true }, work);
  const { only, filters } = options;
  const sight = only
    ? ownSight(model, moment, only)
    : filters === undefined
      ? undefined
      : filteredSight(model, moment, filters);
  const around = (tx: Tx, entity: Entity, records: readonly Rec[]) =>
    worldOf(tx, { model, moment: moment(), sight }, entity, records);
  /** What a draft of somebody with own records has: themselves as its owner. */
  const given = (entity: Entity): Rec['values'] =>
    only && only.id !== null && entity.field(only.field)?.unit === 'link' ? { [only.field]: only.id } : {};

  /** Runs writes in one transaction; gives the one that was refused, with its place, when nothing was written. */
  const together = async (
    operations: readonly Operation[],
  ): Promise<{ readonly done: readonly Written[]; readonly refused: Refused | null }> => {
    const writer: Writer = { model, tenant, actor, cause, moment, now, id: nextId, sight, given };
    if (filters !== undefined) {
      const message = 'A widget reads and does not write.';
      return { done: [], refused: new Refused({ ok: false, issues: [issue('read_only', [], { message })] }) };
    }
    let done: readonly Written[];
    try {
      done = await asTenant(pool, who, (tx) => once(tx, () => writeAll(tx, writer, operations)));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { done: [], refused: error };
    }
    for (const entity of new Set(operations.map((one) => one.entity))) {
      const ids = done.flatMap((written, at) =>
        written.ok && operations[at]?.entity === entity ? [written.record.id] : [],
      );
      notices.announce(tenant, ids.length > MANY ? { entity } : { entity, ids });
    }
    return { done, refused: null };
  };
  const bulk = async (operations: readonly Operation[]): Promise<BulkWritten> => {
    const { done, refused } = await together(operations);
    if (refused && !refused.written.ok) return { ...refused.written, at: refused.at };
    return {
      ok: true,
      records: done.flatMap((written) => (written.ok ? [written.record] : [])),
      issues: done.flatMap((written) => written.issues),
    };
  };
  const single = async (operation: Operation): Promise<Written> => {
    const { done, refused } = await together([operation]);
    return refused?.written ?? done[0] ?? { ok: false, issues: [] };
  };

  const ask = async (tx: Tx, asked: Plan): Promise<Answer> => {
    const { text, params } = compileQuery(asked, { model, moment: moment(), sight });
    const rows = await tx.unsafe(text, params as never[]);
    const { answer, rest } = answerOf(asked, readFound(asked, rows));
    return rest ? withRest(answer, await ask(tx, rest)) : answer;
  };

  return {
    model,
    writable,
    list: async (query) => {
      const planned = planList(query, model);
      if (!planned.ok) return planned;
      const { entity } = planned.value;
      return reading(async (tx) => {
        const compiled = compileList(planned.value, { model, moment: moment(), sight });
        if (!compiled.ok) return compiled;
        const { page, total } = compiled.value;
        const found = await tx.unsafe(page.text, page.params as never[]);
        const [counted] = await tx.unsafe(total.text, total.params as never[]);
        const rows = found.slice(0, planned.value.limit);
        const ids = rows.map((row) => String(row['id']));
        const loaded = new Map((await load(tx, entity, ids, 'none', sight?.rows)).map((record) => [record.id, record]));
        const records = ids.flatMap((one) => loaded.get(one) ?? []);
        const world = await around(tx, entity, records);
        const titles = records
          .flatMap((record) => linksOf(entity, record.values))
          .map((link) => [link.id, world.titleOf(link.entity, link.id) ?? ''] as const);
        const last = rows.at(-1);
        const ended = planned.value.keys.map((_, at) => (last?.[`k${at}`] ?? null) as Cell);
        return good({
          items: records.map((record) => world.shown(entity, record)),
          total: Number(counted?.['total'] ?? 0),
          next: found.length > rows.length && last ? encodeCursor([...ended, String(last['id'])]) : null,
          titles: Object.fromEntries(titles),
        });
      });
    },
    get: async (name, id) => {
      const entity = model.find(name);
      if (!entity || !isId(id)) return null;
      return reading(async (tx) => {
        const [record] = await load(tx, entity, [id], 'none', sight?.rows);
        return record ? (await around(tx, entity, [record])).shown(entity, record) : null;
      });
    },
    create: (entity, values) => single({ op: 'create', entity, values }),
    change: (entity, id, values, { version }) => single({ op: 'change', entity, id, values, version }),
    remove: (entity, id, { version }) => single({ op: 'remove', entity, id, version }),
    bulk,
    journalOf: (entity, id) =>
      reading(async (tx) => {
        if (!isId(id)) return [];
        // who does not see the record sees nothing of its past either
        const of = model.find(entity);
        if (sight && !(of && (await load(tx, of, [id], 'none', sight.rows)).length > 0)) return [];
        const rows = await tx.unsafe(
          `select "at", "actor", "cause", "entity", "record_id", "version", "before", "after" from "sluice"."journal"
           where ${OWN_ROW} and "entity" = $1::text and "record_id" = $2::uuid order by "seq" desc limit 500`,
          [entity, id],
        );
        return rows.map(
          (row): Change => ({
            tenant,
            at: String(row['at']),
            actor: String(row['actor']),
            cause: String(row['cause']),
            entity: String(row['entity']),
            id: String(row['record_id']),
            version: Number(row['version']),
            before: row['before'] as Change['before'],
            after: row['after'] as Change['after'],
          }),
        );
      }),
    measure: async (query): Promise<Checked<Answer>> => {
      const planned = plan(query, model, registry);
      if (!planned.ok) return bad(planned.issues);
      return good(await reading((tx) => ask(tx, planned.value)), planned.issues);
    },
    explain: (query, measure) => reading((tx) => explain(query, measure, model, (asked) => ask(tx, asked))),
    // which records changed is told to those who see all
    watch: (listener) => notices.listen(tenant, sight ? ({ entity }) => listener({ entity }) : listener),
    freshness: () => ({ state: 'ready', at: now(), issues: [] }),
  };
};
