import { checkStop, type Entity, type Field, type Model, type Progress } from '@sluice/core';
import type { Tx } from '../../database/fence.ts';
import { CHANNEL } from '../../feed/channel.ts';
import { quote, tableOf } from '../../schema/names.ts';
import { OWN_ROW } from '../../schema/schema.ts';
import { shapeOf } from '../statements.ts';
import type { Stop } from '../wish.ts';
import { copied, copyIn } from './copy.ts';
import type { Scratch, Staged } from './scratch.ts';

/** Writes that are merged at a time, and how many characters of them. */
const BATCH = 5000;
const LETTERS = 2_000_000;
/** Linked records that are known to stay. */
const MOST_HELD = 50_000;

/** Records are others than those that the writes were planned on. Nothing of the merge may stay. */
export class ChangedMeanwhile extends Error {}

/** Whose writes, when, and under which cause the journal keeps them. */
export interface Stamp {
  readonly at: string;
  readonly actor: string;
  readonly cause: string;
}

function* batched(writes: Iterable<Staged>): Generator<readonly Staged[]> {
  let batch: Staged[] = [];
  let letters = 0;
  for (const one of writes) {
    const [first] = batch;
    const other = first && (first.entity !== one.entity || (first.row === null) !== (one.row === null));
    if (batch.length === BATCH || letters > LETTERS || other) {
      yield batch;
      batch = [];
      letters = 0;
    }
    letters += (one.row?.length ?? 0) + (one.before?.length ?? 0) + (one.after?.length ?? 0);
    batch.push(one);
  }
  if (batch.length > 0) yield batch;
}

function* lines(writes: readonly Staged[]): Generator<string> {
  for (const [place, { id, fresh, version, row, before, after }] of writes.entries())
    yield `${[place, id, fresh, version, row, before, after].map(copied).join('\t')}\n`;
}

/** Links that the database does not watch over: to several records, and of fields that a tenant added. */
const unwatched = (entity: Entity): readonly Field[] =>
  entity.stored.filter(({ kind, many, custom }) => kind === 'link' && (many === true || custom));

const countIn = async (tx: Tx, text: string): Promise<number> => Number((await tx.unsafe(text))[0]?.['n']);

/**
 * Does the writes of a scratch: copied into a table that is gone with the transaction, and merged from there, a few thousand at a time,
 * with their journal entries; records without a row are taken out. Throws `ChangedMeanwhile` when a record has another version than was planned on, or is there already.
 */
export const mergeWrites = async (
  tx: Tx,
  model: Model,
  scratch: Scratch,
  stamp: Stamp,
  { progress, signal }: { readonly progress?: (progress: Progress) => void; readonly signal?: Stop } = {},
): Promise<void> => {
  const of = scratch.countWrites();
  let done = 0;
  const held = new Set<string>();
  await tx.unsafe(`create temporary table "staged" ("place" integer, "id" uuid, "fresh" boolean, "version" integer,
    "row" text, "before" text, "after" text) on commit drop`);

  /** Holds what the database does not hold by itself: what writes link to stays until the end. */
  const hold = async (entity: Entity, writes: readonly Staged[]): Promise<void> => {
    const wanted = new Map<string, Set<string>>();
    for (const { name, to = '', many } of unwatched(entity))
      for (const { after } of writes) {
        const value: unknown = after === null ? null : (JSON.parse(after) as Record<string, unknown>)[name];
        for (const id of many === true && Array.isArray(value) ? value : [value])
          if (typeof id === 'string' && !held.has(id)) wanted.set(to, (wanted.get(to) ?? new Set<string>()).add(id));
      }
    for (const [name, ids] of wanted) {
      const rows = await tx.unsafe(
        `select "id" from "sluice".${quote(tableOf({ name }))} where ${OWN_ROW} and "id" = any($1::uuid[])
         order by "id" for key share`,
        [[...ids]],
      );
      if (rows.length < ids.size) throw new ChangedMeanwhile();
      if (held.size > MOST_HELD) held.clear();
      for (const id of ids) held.add(id);
    }
  };

  for (const writes of batched(scratch.writes())) {
    checkStop(signal);
    const entity = model.find(writes[0]?.entity ?? '');
    if (!entity) continue;
    const table = `"sluice".${quote(tableOf(entity))}`;
    const { names, values, shape } = shapeOf(entity);
    await hold(entity, writes);
    await copyIn(tx, 'copy "staged" from stdin', lines(writes));
    const fresh = writes.filter((one) => one.fresh).length;
    if (fresh > 0) {
      const added = await countIn(
        tx,
        `with "added" as (insert into ${table} ("tenant_id", "id", ${names.map(quote).join(', ')})
           select current_setting('app.tenant_id')::uuid, "s"."id", ${values.join(', ')}
           from "staged" as "s", jsonb_to_record("s"."row"::jsonb) as ${shape}
           where "s"."fresh" order by "s"."place" on conflict do nothing returning 1)
         select count(*) as "n" from "added"`,
      );
      if (added !== fresh) throw new ChangedMeanwhile();
    }
    const same = `"t".${OWN_ROW} and "t"."id" = "s"."id" and "t"."version" = "s"."version" - 1`;
    if (fresh < writes.length) {
      // always in one order, so that two writes that hold the same records wait for each other instead of both failing
      const there = await countIn(
        tx,
        `select count(*) as "n" from (select 1 from ${table} as "t", "staged" as "s"
         where not "s"."fresh" and ${same} order by "t"."id" for update of "t") as "those"`,
      );
      if (there !== writes.length - fresh) throw new ChangedMeanwhile();
      const sets = names.map((name, at) => `${quote(name)} = ${values[at]}`).join(', ');
      await tx.unsafe(
        writes[0]?.row === null
          ? `delete from ${table} as "t" using "staged" as "s" where ${same}`
          : `update ${table} as "t" set ${sets} from "staged" as "s", jsonb_to_record("s"."row"::jsonb) as ${shape}
             where not "s"."fresh" and ${same}`,
      );
    }
    await tx.unsafe(
      `with "added" as (insert into "sluice"."journal" ("tenant_id", "at", "actor", "cause", "entity", "record_id", "version", "before", "after")
         select current_setting('app.tenant_id')::uuid, $1::timestamptz, $2, $3, $4, "id", "version", "before"::jsonb, "after"::jsonb
         from "staged" order by "place" returning "seq")
       select pg_notify('${CHANNEL}', current_setting('app.tenant_id')) from (select from "added" limit 1) as "one"`,
      [stamp.at, stamp.actor, stamp.cause, entity.name],
    );
    await tx.unsafe('truncate "staged"');
    done += writes.length;
    progress?.({ done, of });
  }
};
