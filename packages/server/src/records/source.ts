import {
  addDays,
  type Answer,
  answerOf,
  bad,
  type Cell,
  type Checked,
  encodeCursor,
  type Entity,
  explain,
  good,
  instantFromLocal,
  isId,
  issue,
  linksOf,
  type ListQuery,
  type Model,
  type Moment,
  pastMoment,
  plan,
  type Plan,
  planList,
  type Query,
  type Rec,
  reckon,
  registry,
  withRest,
  type Written,
} from '@sluice/core';
import { asTenant } from '../database/as-tenant.ts';
import type { Tx } from '../database/fence.ts';
import type { Pool } from '../database/lease.ts';
import { compileExpr } from '../sql/expr.ts';
import { param, render, sql, type Statement } from '../sql/fragment.ts';
import { openTable } from '../sql/table.ts';
import { compileList } from '../sql/list.ts';
import { compileQuery, readFound } from '../sql/query.ts';
import { fewest, sought } from '../sql/searched.ts';
import { always, type Once } from '../idempotency/once.ts';
import { OWN_ROW } from '../schema/schema.ts';
import type { Past } from '../sql/past.ts';
import { filteredSight, type Only, ownSight } from '../sql/sight.ts';
import { changeOf } from './change.ts';
import { type Notices, openNotices } from './notices.ts';
import type { BulkWritten, Operation, ServedSource } from './served.ts';
import { entriesOf, load, loadPast, worldOf } from './world.ts';
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
  /** What a sight is told by, where `model` is not all there is. */
  readonly whole?: Model | undefined;
  /** Somebody who sees their own records only: those that name them in this link. */
  readonly only?: Only | undefined;
  /** A widget: sees the rows that this filter lets in, in the form that addresses have. */
  readonly filters?: string | undefined;
  /** How often writes may happen. */
  readonly once?: Once;
  /** The transaction that everything is read in; each question has one of its own when left out. What was counted in it stays as it is. */
  readonly still?: { readonly tx: Tx; readonly totals: Map<string, number> };
}

/** The source of the server. Everything runs as the tenant (row-level security); writes are decided as everywhere (core's `decide`). */
export const sqlSource = (options: SqlOptions): ServedSource => {
  const { pool, model, tenant, actor, moment, now, id: nextId, cause = 'request' } = options;
  const { role, writable = true, notices = openNotices(), once = always, still } = options;
  const who = { tenant, actor, cause, ...(role === undefined ? {} : { role }) };
  const reading = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    still ? work(still.tx) : asTenant(pool, { ...who, readOnly: true }, work);
  const { only, filters, whole = model } = options;
  const sight = only
    ? ownSight(whole, moment, only)
    : filters === undefined
      ? undefined
      : filteredSight(whole, moment, filters);
  /** When a question about a day is asked: its moment, and the day where that is past. */
  const when = (asOf: string | null): Checked<{ readonly moment: Moment; readonly past: Past | undefined }> => {
    const day = pastMoment(asOf, moment());
    if (!day.ok) return day;
    if (day.value === null) return good({ moment: moment(), past: undefined });
    const { today, zone } = day.value;
    const limit = instantFromLocal(addDays(today, 1), '00:00:00', zone);
    return good({ moment: day.value, past: { day: today, zone, limit } });
  };
  type When = { readonly moment: Moment; readonly past: Past | undefined };
  const found = (tx: Tx, entity: Entity, ids: readonly string[], { past }: When) =>
    past ? loadPast(tx, model, entity, ids, past, sight?.rows) : load(tx, entity, ids, 'none', sight?.rows);
  const around = (tx: Tx, entity: Entity, records: readonly Rec[], at: When) =>
    worldOf(tx, { model, sight, ...at }, entity, records);
  /** What a draft of somebody with own records has: themselves as its owner. */
  const given = (entity: Entity): Rec['values'] =>
    only && only.id !== null && entity.field(only.field)?.unit === 'link' ? { [only.field]: only.id } : {};

  /** Runs writes in one transaction; gives the one that was refused, with its place, when nothing was written. */
  const together = async (
    operations: readonly Operation[],
    said = cause,
  ): Promise<{ readonly done: readonly Written[]; readonly refused: Refused | null }> => {
    const writer: Writer = { model, tenant, actor, cause: said, moment, now, id: nextId, sight, given };
    if (filters !== undefined) {
      const message = 'A widget reads and does not write.';
      return { done: [], refused: new Refused({ ok: false, issues: [issue('read_only', [], { message })] }) };
    }
    let done: readonly Written[];
    try {
      done = await asTenant(pool, { ...who, cause: said }, (tx) => once(tx, () => writeAll(tx, writer, operations)));
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
  const bulk: ServedSource['bulk'] = async (operations, options): Promise<BulkWritten> => {
    const puts = operations.some(({ op }) => op === 'put');
    let { done, refused } = await together(operations, options?.cause);
    // somebody made the record with this key meanwhile: now it is there to be changed
    if (puts && refused && !refused.written.ok && refused.written.issues.some(({ code }) => code === 'not_unique'))
      ({ done, refused } = await together(operations, options?.cause));
    if (refused && !refused.written.ok) return { ...refused.written, at: refused.at };
    return {
      ok: true,
      records: done.flatMap((written) => (written.ok ? [written.record] : [])),
      made: done.map((written) => written.ok && written.made === true),
      issues: done.flatMap((written) => written.issues),
    };
  };
  const single = async (operation: Operation): Promise<Written> => {
    const { done, refused } = await together([operation]);
    return refused?.written ?? done[0] ?? { ok: false, issues: [] };
  };

  /** The word that few records have, where a search has one. */
  const rareIn = async (tx: Tx, { where, entity }: Pick<Plan, 'where' | 'entity'>, { past }: When) => {
    const search = past ? null : sought(where, { model, entity });
    if (!search) return null;
    const [row] = await tx.unsafe(search.count.text, search.count.params as never[]);
    return fewest(search.texts, row);
  };

  const countOf = async (tx: Tx, { text, params }: Statement): Promise<number> => {
    const key = JSON.stringify([text, params]);
    const known = still?.totals.get(key);
    if (known !== undefined) return known;
    const [row] = await tx.unsafe(text, params as never[]);
    const total = Number(row?.['total'] ?? 0);
    still?.totals.set(key, total);
    return total;
  };

  const ask = async (tx: Tx, asked: Plan, at: When): Promise<Answer> => {
    const rare = await rareIn(tx, asked, at);
    const { text, params } = compileQuery(asked, { model, whole, sight, rare, ...at });
    const rows = await tx.unsafe(text, params as never[]);
    const { answer, rest } = answerOf(asked, readFound(asked, rows));
    return rest ? withRest(answer, await ask(tx, rest, at)) : answer;
  };

  return {
    model,
    writable,
    list: async (query) => {
      const planned = planList(query, model);
      if (!planned.ok) return planned;
      const { entity } = planned.value;
      const at = when(planned.value.asOf);
      if (!at.ok) return at;
      return reading(async (tx) => {
        const rare = await rareIn(tx, planned.value, at.value);
        const compiled = compileList(planned.value, { model, whole, sight, rare, ...at.value });
        if (!compiled.ok) return compiled;
        const { page, total } = compiled.value;
        const listed = await tx.unsafe(page.text, page.params as never[]);
        const counted = await countOf(tx, total);
        const rows = listed.slice(0, planned.value.limit);
        const ids = rows.map((row) => String(row['id']));
        const loaded = new Map((await found(tx, entity, ids, at.value)).map((record) => [record.id, record]));
        const records = ids.flatMap((one) => loaded.get(one) ?? []);
        const world = await around(tx, entity, records, at.value);
        const titles = records
          .flatMap((record) => linksOf(entity, record.values))
          .map((link) => [link.id, world.titleOf(link.entity, link.id) ?? ''] as const);
        const last = rows.at(-1);
        const ended = planned.value.keys.map((_, at) => (last?.[`k${at}`] ?? null) as Cell);
        return good({
          items: records.map((record) => world.shown(entity, record)),
          total: counted,
          next: listed.length > rows.length && last ? encodeCursor([...ended, String(last['id'])]) : null,
          titles: Object.fromEntries(titles),
        });
      });
    },
    get: async (name, id, { asOf = null } = {}) => {
      const entity = model.find(name);
      const at = when(asOf);
      if (!entity || !isId(id) || !at.ok) return null;
      return reading(async (tx) => {
        const [record] = await found(tx, entity, [id], at.value);
        return record ? (await around(tx, entity, [record], at.value)).shown(entity, record) : null;
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
        return rows.map((row) => changeOf(entity, row, tenant));
      }),
    titles: async (name, limit) => {
      const entity = model.find(name);
      if (!entity || entity.title.unit !== 'text') return [];
      const title = entity.scope.resolve([entity.title.name]);
      return reading(async (tx) => {
        const table = openTable(model, entity, moment(), sight);
        const value = title ? compileExpr(title, table) : table.id;
        const { text, params } = render(
          sql`select ${table.id}::text as "id", ${value} as "title" ${table.from()} where ${table.own} order by "t"."updated_at" desc, ${table.id} limit ${param(limit, 'bigint')}`,
        );
        const rows = await tx.unsafe(text, params as never[]);
        return rows.map(
          ({ id, title: name }) =>
            [String(id), typeof name === 'string' ? name : typeof name === 'number' ? `${name}` : ''] as const,
        );
      });
    },
    frozen: (work) => {
      // a day that begins meanwhile does not begin for those who read
      const begun = moment();
      return reading((tx) => {
        const still = sqlSource({ ...options, still: { tx, totals: new Map() }, moment: () => begun });
        return work((query) => still.list(query));
      });
    },
    measure: async (query): Promise<Checked<Answer>> => {
      const planned = plan(query, model, registry);
      if (!planned.ok) return bad(planned.issues);
      const at = when(planned.value.asOf);
      if (!at.ok) return at;
      return good(await reading((tx) => ask(tx, planned.value, at.value)), planned.issues);
    },
    explain: async (query, measure) => {
      const at = when(query.asOf ?? null);
      if (!at.ok) return at;
      return reading((tx) => explain(query, measure, model, (asked) => ask(tx, asked, at.value)));
    },
    reckon(query) {
      const known = <T>(entity: Entity, values: Readonly<Record<string, T>> | null) =>
        values &&
        Object.fromEntries(Object.entries(values).filter(([name]) => name === 'overrides' || entity.field(name)));
      // what the asker's model does not have is not in the past either
      const changes = async (entity: Entity, ids: readonly string[]) =>
        (await reading((tx) => entriesOf(tx, entity, ids))).map((change) => ({
          ...change,
          before: known(entity, change.before),
          after: known(entity, change.after),
        }));
      const list = (one: ListQuery) => this.list(one);
      const measure = (one: Query) => this.measure(one);
      return reckon(query, { model, moment: moment(), list, measure, changes });
    },
    // which records changed is told to those who see all
    watch: (listener) => notices.listen(tenant, sight ? ({ entity }) => listener({ entity }) : listener),
    freshness: () => ({ state: 'ready', at: now(), issues: [] }),
  };
};
