import {
  type Answer,
  answerOf,
  bad,
  type Cell,
  type Change,
  type Checked,
  decideChange,
  decideCreate,
  encodeCursor,
  type Entity,
  explain,
  good,
  isId,
  issue,
  type Issue,
  linksOf,
  type Model,
  type Moment,
  plan,
  type Plan,
  planList,
  type Rec,
  registry,
  remove,
  type Value,
  withRest,
  type WriteContext,
  type Written,
} from '@sluice/core';
import { asTenant } from '../database/as-tenant.ts';
import type { Tx } from '../database/fence.ts';
import type { Pool } from '../database/lease.ts';
import { compileList } from '../sql/list.ts';
import { compileQuery, readFound } from '../sql/query.ts';
import { columnOf, quote, tableOf } from '../schema/names.ts';
import { OWN_ROW } from '../schema/schema.ts';
import { type Notices, openNotices } from './notices.ts';
import type { BulkWritten, Operation, ServedSource } from './served.ts';
import { load, worldOf } from './world.ts';
import { deleteRecord, insertChange, insertRecord, updateRecord, violation } from './write.ts';

type Values = Readonly<Record<string, Value>>;

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
}

/** Ends a transaction whose write was refused, with nothing written. */
class Refused extends Error {
  readonly written: Written;
  constructor(written: Written) {
    super('refused');
    this.written = written;
  }
}

const refusal = (issues: readonly Issue[]): Written => ({ ok: false, issues });

/** The source of the server. Everything runs as the tenant (row-level security); writes are decided as everywhere (core's `decide`). */
export const sqlSource = (options: SqlOptions): ServedSource => {
  const { pool, model, tenant, actor, moment, now, id: nextId, cause = 'request' } = options;
  const { role, writable = true, notices = openNotices() } = options;
  const who = { tenant, actor, cause, ...(role === undefined ? {} : { role }) };
  const reading = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => asTenant(pool, { ...who, readOnly: true }, work);
  const around = (tx: Tx, entity: Entity, records: readonly Rec[], lock?: 'key share') =>
    worldOf(tx, { model, moment: moment() }, entity, records, lock);

  const context = (world: Awaited<ReturnType<typeof worldOf>>): WriteContext => ({
    model,
    tenant,
    actor,
    cause,
    at: now(),
    moment: moment(),
    titleOf: world.titleOf,
    follow: world.follow,
  });

  const unknown = (name: string): Written => {
    const expected = model.entities.map((one) => one.name).join(', ');
    return refusal([issue('no_such_entity', ['entity'], { received: name, expected })]);
  };
  const absent = (id: string): Written => ({
    ok: false,
    missing: true,
    issues: [issue('no_such_record', ['id'], { received: id })],
  });
  const draftRecord = (id: string, values: Values): Rec => ({
    id,
    version: 0,
    createdAt: '',
    updatedAt: '',
    overrides: {},
    values,
  });

  /** The stored record, held until the transaction ends; or why it cannot be written to. */
  const held = async (tx: Tx, entity: Entity, id: string, version: number, asked: Values): Promise<Rec> => {
    const [stored] = isId(id) ? await load(tx, entity, [id], 'update') : [];
    if (!stored) throw new Refused(absent(id));
    if (stored.version === version) return stored;
    const world = await around(tx, entity, [stored]);
    throw new Refused({
      ok: false,
      issues: [
        issue('changed_meanwhile', ['version'], {
          expected: String(stored.version),
          received: String(version),
          remedy: 'Look at both values and save again.',
        }),
      ],
      conflict: { stored: world.shown(entity, stored), asked },
    });
  };

  /** A statement that the database may refuse because of what others wrote. */
  const keep = async (entity: Entity, record: Rec, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      const found = violation(error, entity, record);
      throw found ? new Refused(refusal([found])) : error;
    }
  };

  /** How many records of which entity still link to one. */
  const linksTo = async (tx: Tx, entity: Entity, id: string): Promise<readonly Issue[]> => {
    const issues: Issue[] = [];
    for (const { entity: name, field: link } of entity.inverse) {
      const other = model.find(name);
      const field = other?.field(link);
      if (!other || !field) continue;
      const column = field.custom
        ? `("extra" -> '${link.replaceAll("'", "''")}') @> to_jsonb($1::text)`
        : field.many
          ? `${quote(columnOf(field))} @> array[$1::uuid]`
          : `${quote(columnOf(field))} = $1::uuid`;
      const [row] = await tx.unsafe(
        `select count(*)::integer as "count" from "sluice".${quote(tableOf(other))} where ${OWN_ROW} and ${column}`,
        [id],
      );
      const count = Number(row?.['count'] ?? 0);
      if (count > 0)
        issues.push(
          issue('still_linked', [name], {
            received: String(count),
            params: { entity: name, count },
            remedy: 'Link them to another record first, or leave this one.',
          }),
        );
    }
    return issues;
  };

  const write = async (tx: Tx, operation: Operation): Promise<Written> => {
    const entity = model.find(operation.entity);
    if (!entity) throw new Refused(unknown(operation.entity));
    if (operation.op === 'create') {
      const { values: draft, id = nextId() } = operation;
      const world = await around(tx, entity, [draftRecord(id, draft)], 'key share');
      const decided = decideCreate(entity, draft, id, context(world));
      if (!decided.ok) throw new Refused(refusal(decided.issues));
      const { record, change } = decided.value;
      await keep(entity, record, () => insertRecord(tx, entity, record));
      await insertChange(tx, change);
      return { ok: true, record: world.shown(entity, record), issues: decided.issues };
    }
    const asked = operation.op === 'change' ? operation.values : {};
    const stored = await held(tx, entity, operation.id, operation.version, asked);
    const next = draftRecord(stored.id, { ...stored.values, ...asked });
    const world = await around(tx, entity, [stored, next], 'key share');
    if (operation.op === 'remove') {
      const issues = await linksTo(tx, entity, stored.id);
      if (issues.length > 0) throw new Refused(refusal(issues));
      await keep(entity, stored, () => deleteRecord(tx, entity, stored.id));
      await insertChange(tx, remove(entity, stored, context(world)));
      return { ok: true, record: world.shown(entity, stored), issues: [] };
    }
    const decided = decideChange(entity, stored, asked, context(world));
    if (!decided.ok) throw new Refused(refusal(decided.issues));
    if (decided.value === null) return { ok: true, record: world.shown(entity, stored), issues: decided.issues };
    const { record, change } = decided.value;
    await keep(entity, record, () => updateRecord(tx, entity, record));
    await insertChange(tx, change);
    return { ok: true, record: world.shown(entity, record), issues: decided.issues };
  };

  /** Runs writes in one transaction; gives the one that was refused, with its place, when nothing was written. */
  const together = async (
    operations: readonly Operation[],
  ): Promise<{ readonly done: readonly Written[]; readonly refused: Written | null }> => {
    const done: Written[] = [];
    try {
      await asTenant(pool, who, async (tx) => {
        // the transaction may be tried again on another connection
        done.length = 0;
        for (const operation of operations) done.push(await write(tx, operation));
      });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { done, refused: error.written };
    }
    for (const [at, written] of done.entries())
      if (written.ok) notices.announce(tenant, { entity: operations[at]?.entity ?? '', ids: [written.record.id] });
    return { done, refused: null };
  };
  const bulk = async (operations: readonly Operation[]): Promise<BulkWritten> => {
    const { done, refused } = await together(operations);
    if (refused && !refused.ok) return { ...refused, at: done.length };
    return {
      ok: true,
      records: done.flatMap((written) => (written.ok ? [written.record] : [])),
      issues: done.flatMap((written) => written.issues),
    };
  };
  const single = async (operation: Operation): Promise<Written> => {
    const { done, refused } = await together([operation]);
    return refused ?? done[0] ?? refusal([]);
  };

  const ask = async (tx: Tx, asked: Plan): Promise<Answer> => {
    const { text, params } = compileQuery(asked, { model, moment: moment() });
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
        const compiled = compileList(planned.value, { model, moment: moment() });
        if (!compiled.ok) return compiled;
        const { page, total } = compiled.value;
        const found = await tx.unsafe(page.text, page.params as never[]);
        const [counted] = await tx.unsafe(total.text, total.params as never[]);
        const rows = found.slice(0, planned.value.limit);
        const ids = rows.map((row) => String(row['id']));
        const loaded = new Map((await load(tx, entity, ids, 'none')).map((record) => [record.id, record]));
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
        const [record] = await load(tx, entity, [id], 'none');
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
    watch: (listener) => notices.listen(tenant, listener),
    freshness: () => ({ state: 'ready', at: now(), issues: [] }),
  };
};
