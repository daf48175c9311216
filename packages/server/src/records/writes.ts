import {
  type Condition,
  decideChange,
  decideCreate,
  type Entity,
  isId,
  issue,
  type Issue,
  linksOf,
  type Model,
  type Moment,
  planList,
  type Rec,
  remove,
  type Value,
  type WriteContext,
  type Written,
} from '@sluice/core';
import type { Tx } from '../database/fence.ts';
import { columnOf, quote, tableOf } from '../schema/names.ts';
import { OWN_ROW } from '../schema/schema.ts';
import { compileList } from '../sql/list.ts';
import type { Sight } from '../sql/table.ts';
import type { Operation } from './served.ts';
import { load, type World, worldOf } from './world.ts';
import { deleteRecord, insertChanges, insertRecords, updateRecord, violation } from './write.ts';

type Values = Readonly<Record<string, Value>>;
type Creation = Extract<Operation, { op: 'create' }>;
type Putting = Extract<Operation, { op: 'put' }>;

/** On whose behalf, when and why somebody writes. */
export interface Writer {
  readonly model: Model;
  readonly tenant: string;
  readonly actor: string;
  readonly cause: string;
  readonly moment: () => Moment;
  readonly now: () => string;
  readonly id: () => string;
  /** Of somebody who does not see all records: no other is written to, linked to or told of. */
  readonly sight?: Sight | undefined;
  /** What a draft of theirs has that does not say otherwise. */
  readonly given?: ((entity: Entity) => Values) | undefined;
}

/** Ends a transaction whose write was refused, with nothing written. `at`: which of several writes. */
export class Refused extends Error {
  readonly written: Written;
  readonly at: number;
  constructor(written: Written, at = 0) {
    super('refused');
    this.written = written;
    this.at = at;
  }
}

const refused = (issues: readonly Issue[], at = 0): Refused => new Refused({ ok: false, issues }, at);

/** The most records made by one statement: PostgreSQL takes 65 535 values. */
const MOST = 500;

/** Runs writes in the caller's transaction, in order. Throws `Refused` for the first that may not be. */
export const writeAll = async (
  tx: Tx,
  writer: Writer,
  operations: readonly Operation[],
): Promise<readonly Written[]> => {
  const { model, tenant, actor, cause, moment, now, id: nextId, sight, given = () => ({}) } = writer;
  const around = (entity: Entity, records: readonly Rec[], lock?: 'key share'): Promise<World> =>
    worldOf(tx, { model, moment: moment() }, entity, records, lock);

  const context = (world: World): WriteContext => ({
    model,
    tenant,
    actor,
    cause,
    at: now(),
    moment: moment(),
    titleOf: world.titleOf,
    follow: world.follow,
  });

  const entityOf = (name: string): Entity => {
    const entity = model.find(name);
    if (entity) return entity;
    const expected = model.entities.map((one) => one.name).join(', ');
    throw refused([issue('no_such_entity', ['entity'], { received: name, expected })]);
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

  /** Whether records are all among those that the writer sees. */
  const seen = async (entity: Entity, ids: readonly string[]): Promise<boolean> => {
    const wanted = new Set(ids);
    return !sight || (await load(tx, entity, [...wanted], 'none', sight.rows)).length === wanted.size;
  };

  /** Refuses what would not be the writer's own once it is written. */
  const keepOwn = async (entity: Entity, ids: readonly string[]): Promise<void> => {
    for (const [at, id] of (sight ? ids : []).entries())
      if (!(await seen(entity, [id])))
        throw refused(
          [
            issue('not_yours', ['id'], {
              message: 'This would not be one of your own records.',
              received: entity.name,
              remedy: 'Leave yourself as its owner, or ask somebody who sees all records.',
            }),
          ],
          at,
        );
  };

  /** Refuses new links to records that the writer does not see, in the words for records that are not there. */
  const checkReach = async (entity: Entity, next: Rec, before: Rec | null, at = 0): Promise<void> => {
    if (!sight) return;
    const old = new Set(before ? linksOf(entity, before.values).map(({ id }) => id) : []);
    for (const link of linksOf(entity, next.values).filter(({ id }) => !old.has(id))) {
      const target = model.find(link.entity);
      if (!target || (await load(tx, target, [link.id], 'none', sight.links)).length > 0) continue;
      const field = entity.stored.find((one) => {
        const value = next.values[one.name] ?? null;
        return (
          one.to === link.entity && (value === link.id || (Array.isArray(value) && value.some((id) => id === link.id)))
        );
      });
      const remedy = 'Choose a record that exists, or leave it empty.';
      throw refused([issue('not_linked', [field?.name ?? 'id'], { received: link.id, remedy })], at);
    }
  };

  /** The stored record, held until the transaction ends; or why it cannot be written to. */
  const held = async (entity: Entity, id: string, version: number, asked: Values): Promise<Rec> => {
    const [stored] = isId(id) ? await load(tx, entity, [id], 'update', sight?.rows) : [];
    // it may have become another's while it was waited for
    if (!stored || (sight && !(await seen(entity, [id])))) throw new Refused(absent(id));
    if (stored.version === version) return stored;
    const world = await worldOf(tx, { model, moment: moment(), sight }, entity, [stored]);
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
      throw found ? refused([found]) : error;
    }
  };

  /** How many records of which entity still link to one. */
  const linksTo = async (entity: Entity, id: string): Promise<readonly Issue[]> => {
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
            received: sight ? 'Some' : String(count),
            params: { entity: name, ...(sight ? {} : { count }) },
            remedy: 'Link them to another record first, or leave this one.',
          }),
        );
    }
    return issues;
  };

  const write = async (entity: Entity, operation: Exclude<Operation, { op: 'create' | 'put' }>): Promise<Written> => {
    const asked = operation.op === 'change' ? operation.values : {};
    const stored = await held(entity, operation.id, operation.version, asked);
    const next = draftRecord(stored.id, { ...stored.values, ...asked });
    await checkReach(entity, next, stored);
    const world = await around(entity, [stored, next], 'key share');
    if (operation.op === 'remove') {
      const issues = await linksTo(entity, stored.id);
      if (issues.length > 0) throw refused(issues);
      await keep(entity, stored, () => deleteRecord(tx, entity, stored.id));
      await insertChanges(tx, [remove(entity, stored, context(world))]);
      return { ok: true, record: world.shown(entity, stored), issues: [] };
    }
    const decided = decideChange(entity, stored, asked, context(world));
    if (!decided.ok) throw refused(decided.issues);
    if (decided.value === null) return { ok: true, record: world.shown(entity, stored), issues: decided.issues };
    const { record, change } = decided.value;
    await keep(entity, record, () => updateRecord(tx, entity, record));
    await keepOwn(entity, [record.id]);
    await insertChanges(tx, [change]);
    return { ok: true, record: world.shown(entity, record), issues: decided.issues };
  };

  /** The record with the key of a draft is changed; where there is none, one is made. */
  const put = async (entity: Entity, { values }: Putting): Promise<Written> => {
    const filters = entity.key.flatMap((name): Condition[] => {
      const field = entity.field(name);
      const value = values[name] ?? null;
      return field && value !== null
        ? [{ field: name, op: 'in', values: [field.rules.encode(value, field) as string] }]
        : [];
    });
    const planned = planList({ entity: entity.name, filters, limit: 1 }, model);
    const whole = entity.key.length > 0 && filters.length === entity.key.length && planned.ok;
    const page = whole ? compileList(planned.value, { model, moment: moment(), sight }) : null;
    const [row] = page?.ok ? await tx.unsafe(page.value.page.text, page.value.page.params as never[]) : [];
    const [stored] = row ? await load(tx, entity, [String(row['id'])], 'update', sight?.rows) : [];
    if (stored) {
      const { id, version } = stored;
      return write(entity, { op: 'change', entity: entity.name, id, version, values });
    }
    const [made] = await createAll(entity, [{ op: 'create', entity: entity.name, values }]);
    return made ?? { ok: false, issues: [] };
  };

  /** New records of one entity: what they link to is looked up once, and they are written by few statements. */
  const createAll = async (entity: Entity, creations: readonly Creation[]): Promise<readonly Written[]> => {
    const drafts = creations.map(({ values, id = nextId() }) => draftRecord(id, { ...given(entity), ...values }));
    for (const [at, draft] of drafts.entries()) await checkReach(entity, draft, null, at);
    const world = await around(entity, drafts, 'key share');
    // records made together may link to each other, whichever comes first
    for (const draft of drafts) world.add(entity, draft);
    const decided = drafts.map(({ id, values }, at) => {
      const write = decideCreate(entity, values, id, context(world));
      if (!write.ok) throw refused(write.issues, at);
      world.add(entity, write.value.record);
      return { ...write.value, issues: write.issues };
    });
    try {
      await tx.savepoint((part) =>
        insertRecords(
          part,
          entity,
          decided.map(({ record }) => record),
        ),
      );
    } catch (error) {
      await blame(entity, error, decided);
    }
    await keepOwn(
      entity,
      decided.map(({ record }) => record.id),
    );
    await insertChanges(
      tx,
      decided.map(({ change }) => change),
    );
    return decided.map(({ record, issues }) => ({ ok: true, record: world.shown(entity, record), issues, made: true }));
  };

  /** Finds the record of several that the database refused, by writing them one by one. */
  const blame = async (
    entity: Entity,
    error: unknown,
    decided: readonly { readonly record: Rec }[],
  ): Promise<never> => {
    for (const [at, { record }] of decided.entries()) {
      const found = violation(error, entity, record);
      if (!found || decided.length === 1) throw found ? refused([found], at) : error;
      try {
        await tx.savepoint((part) => insertRecords(part, entity, [record]));
      } catch (own) {
        const fault = violation(own, entity, record);
        throw fault ? refused([fault], at) : own;
      }
    }
    throw error;
  };

  const done: Written[] = [];
  try {
    for (let at = 0; at < operations.length; ) {
      const operation = operations[at] as Operation;
      const entity = entityOf(operation.entity);
      if (operation.op !== 'create') {
        done.push(await (operation.op === 'put' ? put(entity, operation) : write(entity, operation)));
        at += 1;
        continue;
      }
      const creations: Creation[] = [];
      for (const next of operations.slice(at, at + MOST)) {
        if (next.op !== 'create' || next.entity !== operation.entity) break;
        creations.push(next);
      }
      done.push(...(await createAll(entity, creations)));
      at += creations.length;
    }
  } catch (error) {
    throw error instanceof Refused ? new Refused(error.written, done.length + error.at) : error;
  }
  if (!sight) return done;
  const told: Written[] = [];
  for (const [at, written] of done.entries()) {
    const entity = model.find(operations[at]?.entity ?? '');
    if (!written.ok || !entity) continue;
    const world = await worldOf(tx, { model, moment: moment(), sight }, entity, [written.record]);
    told.push({ ...written, record: world.shown(entity, written.record) });
  }
  return told;
};
