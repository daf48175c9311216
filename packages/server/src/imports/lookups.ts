import {
  type Candidate,
  type Change,
  type Current,
  type Entity,
  type Existing,
  type Field,
  fold,
  isId,
  type LinkHere,
  matchKeys,
  matchText,
  type Model,
  type Moment,
  type Rec,
  similar,
  type Value,
} from '@sluice/core';
import type { AnyRow, Tx } from '../database/fence.ts';
import { recordOf } from '../records/row.ts';
import { load, worldOf } from '../records/world.ts';
import { columnOf, quote, tableOf } from '../schema/names.ts';
import { OWN_ROW } from '../schema/schema.ts';
import { matches, textOfField } from './match-sql.ts';

/** Up to so many texts of one field are kept for a plan; beyond, each question is a search of the table. */
const MOST_KEPT = 100_000;
/** Comparing every new title with every title there is would be quadratic: then only spaces are forgiven. */
const MOST_COMPARED = 300_000;
const NEAR = 0.85;
const PAGE = 5000;
const BACK = 2000;

/** What an import and its undo ask of a tenant's records, and of its journal. */
export interface Lookups extends Existing, Current {
  readonly changes: (cause: string) => Promise<readonly Change[]>;
  /** Whether a cause has more entries than this. */
  readonly hasMore: (cause: string, than: number) => Promise<boolean>;
  /** The entries of a cause in pieces, the latest piece first; each in its order. */
  readonly changesBack: (cause: string) => AsyncIterable<readonly Change[]>;
  /** Records that links may lead to: all of an entity, or, where there are too many, those that bear one of these names. */
  readonly targets: (entity: Entity, names: Iterable<string>) => Promise<readonly Target[]>;
  /** Whether there are too many records of an entity for all of them to be such targets. */
  readonly holdsMany: (entity: Entity) => Promise<boolean>;
  /** What all records of an entity are found by, in pieces: their values of `matchKeys`. */
  readonly keysOf: (entity: Entity) => AsyncIterable<readonly Pick<Rec, 'id' | 'values'>[]>;
}

/** A record by what people call it. */
export interface Target {
  readonly id: string;
  readonly title: string;
  readonly keys: readonly string[];
}

interface Texts {
  /** What the core compares → ids. */
  readonly ids: ReadonlyMap<string, readonly string[]>;
  readonly titles: readonly { readonly id: string; readonly title: string }[];
}

const textValue = (value: Value): string => (typeof value === 'string' ? value : '');

/** Looks things up in a tenant's transaction. What it has read of a field's texts it keeps: one for each plan. */
export const lookupsIn = (tx: Tx, { model, tenant, moment, kept = MOST_KEPT }: LookupOptions): Lookups => {
  const entityOf = (name: string): Entity | undefined => model.find(name);
  const from = (entity: Entity): string => `from "sluice".${quote(tableOf(entity))} as "t" where "t".${OWN_ROW}`;
  const texts = new Map<string, Promise<Texts | null>>();

  const readTexts = async (entity: Entity, field: Field): Promise<Texts | null> => {
    const column = textOfField(field);
    const rows = await tx.unsafe(
      `select "t"."id", ${column} as "text" ${from(entity)} and ${column} is not null
       order by "t"."created_at", "t"."id" limit ${kept + 1}`,
    );
    if (rows.length > kept) return null;
    const ids = new Map<string, string[]>();
    const titles = rows.map((row) => ({ id: String(row['id']), title: String(row['text']) }));
    for (const { id, title } of titles) {
      const text = matchText(field, title);
      const same = text === null ? undefined : ids.get(text);
      if (same) same.push(id);
      else if (text !== null) ids.set(text, [id]);
    }
    return { ids, titles };
  };
  const textsOf = (entity: Entity, field: Field): Promise<Texts | null> => {
    const key = `${entity.name} ${field.name}`;
    const known = texts.get(key) ?? readTexts(entity, field);
    texts.set(key, known);
    return known;
  };

  const byIds = async (name: string, ids: readonly string[]): Promise<readonly Rec[]> => {
    const entity = entityOf(name);
    return entity ? load(tx, entity, ids, 'none') : [];
  };

  const byValues = async (name: string, fieldName: string, asked: readonly string[]): Promise<readonly Rec[]> => {
    const entity = entityOf(name);
    const field = entity?.field(fieldName);
    if (!entity || !field || field.formula || asked.length === 0) return [];
    const known = field.unique && field.kind !== 'email' ? null : await textsOf(entity, field);
    const ids = known
      ? asked.flatMap((text) => known.ids.get(text) ?? [])
      : (await tx.unsafe(`select "t"."id" ${from(entity)} and ${matches(field)}`, [asked])).map((row) =>
          String(row['id']),
        );
    const found = new Map((await load(tx, entity, ids, 'none')).map((record) => [record.id, record]));
    return [...new Set(ids)].flatMap((id) => found.get(id) ?? []);
  };

  const titlesNear = async (
    name: string,
    titles: readonly string[],
  ): Promise<ReadonlyMap<string, readonly Candidate[]>> => {
    const entity = entityOf(name);
    const known = entity && !entity.title.formula ? await textsOf(entity, entity.title) : null;
    if (!known) return new Map();
    const tight = (text: string): string => fold(text).replaceAll(' ', '');
    const compact = new Map<string, { readonly id: string; readonly title: string }>();
    for (const one of known.titles) if (!compact.has(tight(one.title))) compact.set(tight(one.title), one);
    const comparing = known.titles.length * titles.length <= MOST_COMPARED;
    const near = (title: string): readonly Candidate[] => {
      const same = compact.get(tight(title));
      const exact = same !== undefined && fold(same.title) === fold(title);
      const found: Candidate[] = same && !exact ? [{ ...same, likeness: 1 }] : [];
      for (const one of comparing ? known.titles : []) {
        const longer = Math.max(one.title.length, title.length);
        if (one.id === same?.id || Math.abs(one.title.length - title.length) > longer * (1 - NEAR) + 2) continue;
        const likeness = similar(one.title, title);
        if (likeness >= NEAR && likeness < 1) found.push({ ...one, likeness });
      }
      return found.sort((a, b) => b.likeness - a.likeness).slice(0, 3);
    };
    return new Map(titles.map((title) => [title, near(title)]));
  };

  const linksTo = async (name: string, ids: readonly string[]): Promise<readonly LinkHere[]> => {
    const known = ids.filter(isId);
    const wanted = new Set(known);
    const links: LinkHere[] = [];
    if (known.length === 0) return links;
    for (const { entity: from_, field: link } of entityOf(name)?.inverse ?? []) {
      const other = entityOf(from_);
      const field = other?.field(link);
      if (!other || !field) continue;
      const place = field.custom ? `("t"."extra" -> '${link.replaceAll("'", "''")}')` : `"t".${quote(columnOf(field))}`;
      const condition = field.custom
        ? `${place} ?| $1::text[]`
        : field.many
          ? `${place} && $1::uuid[]`
          : `${place} = any($1::uuid[])`;
      const value = field.custom ? place : `to_jsonb(${place})`;
      const rows = await tx.unsafe(`select "t"."id", ${value} as "to" ${from(other)} and ${condition}`, [known]);
      for (const row of rows) {
        const to: unknown = row['to'];
        for (const one of Array.isArray(to) ? to.map(String) : [String(to)])
          if (wanted.has(one)) links.push({ to: one, entity: from_, id: String(row['id']), field: link });
      }
    }
    return links;
  };

  const changeIn = (row: AnyRow): Change => ({
    tenant,
    at: String(row['at']),
    actor: String(row['actor']),
    cause: String(row['cause']),
    entity: String(row['entity']),
    id: String(row['record_id']),
    version: Number(row['version']),
    before: row['before'] as Change['before'],
    after: row['after'] as Change['after'],
  });

  const hasMore = async (cause: string, than: number): Promise<boolean> => {
    const rows = await tx.unsafe(
      `select 1 from "sluice"."journal" where ${OWN_ROW} and "cause" = $1::text order by "seq" offset ${than} limit 1`,
      [cause],
    );
    return rows.length > 0;
  };

  async function* changesBack(cause: string): AsyncGenerator<readonly Change[], void, undefined> {
    for (let before = '9223372036854775807'; ; ) {
      const rows = await tx.unsafe(
        `select "seq", "at", "actor", "cause", "entity", "record_id", "version", "before", "after" from "sluice"."journal"
         where ${OWN_ROW} and "cause" = $1::text and "seq" < $2::bigint order by "seq" desc limit ${BACK}`,
        [cause, before],
      );
      if (rows.length > 0) yield rows.map(changeIn).reverse();
      if (rows.length < BACK) return;
      before = String(rows.at(-1)?.['seq']);
    }
  }

  const changes = async (cause: string): Promise<readonly Change[]> => {
    const found: Change[] = [];
    for (let after = '0'; ; ) {
      const rows = await tx.unsafe(
        `select "seq", "at", "actor", "cause", "entity", "record_id", "version", "before", "after" from "sluice"."journal"
         where ${OWN_ROW} and "cause" = $1::text and "seq" > $2::bigint order by "seq" limit ${PAGE}`,
        [cause, after],
      );
      for (const row of rows) found.push(changeIn(row));
      if (rows.length < PAGE) return found;
      after = String(rows.at(-1)?.['seq']);
    }
  };

  const targets = async (entity: Entity, names: Iterable<string>): Promise<readonly Target[]> => {
    const { title } = entity;
    const keys = entity.stored.filter((field) => field !== title && (field.unique || field.kind === 'email'));
    const columns = [...(title.formula ? [] : [title]), ...keys].map(
      (field, at) => `${textOfField(field)} as "k${at}"`,
    );
    const read = async (
      condition: string,
      limit: number,
      ids: readonly string[][] = [],
    ): Promise<readonly Target[]> => {
      const rows = await tx.unsafe(
        `select ${['"t"."id"', ...columns].join(', ')} ${from(entity)}${condition}
         order by "t"."created_at", "t"."id" limit ${limit}`,
        ids as never[],
      );
      const words = rows.map((row) => columns.map((_, at) => textValue((row[`k${at}`] ?? null) as Value)));
      const titles = title.formula
        ? await computed(
            entity,
            rows.map((row) => String(row['id'])),
          )
        : null;
      return rows.map((row, at) => {
        const [first = '', ...rest] = words[at] ?? [];
        const id = String(row['id']);
        return titles ? { id, title: titles.get(id) ?? '', keys: [first, ...rest] } : { id, title: first, keys: rest };
      });
    };
    const all = await read('', kept + 1);
    if (all.length <= kept) return all;
    const asked = [...new Set(names)];
    const found = new Set(asked.filter(isId));
    for (const field of title.formula ? keys : [title, ...keys])
      for (let at = 0; at < asked.length; at += 1000) {
        const words = asked.slice(at, at + 1000).flatMap((name) => matchText(field, name) ?? []);
        for (const record of await byValues(entity.name, field.name, words)) found.add(record.id);
      }
    return read(' and "t"."id" = any($1::uuid[])', found.size, [[...found]]);
  };

  const holdsMany = async (entity: Entity): Promise<boolean> => {
    const [row] = await tx.unsafe(
      `select count(*)::integer as "n" from (select 1 ${from(entity)} limit ${kept + 1}) as "some"`,
    );
    return Number(row?.['n']) > kept;
  };

  async function* keysOf(entity: Entity): AsyncGenerator<readonly Pick<Rec, 'id' | 'values'>[], void, undefined> {
    const fields = [...new Set(matchKeys(entity).flatMap(({ field, others }) => [field, ...others]))];
    const columns = fields.filter(({ custom }) => !custom).map((field) => `, "t".${quote(columnOf(field))}`);
    for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
      const rows = await tx.unsafe(
        `select "t"."id", "t"."extra"${columns.join('')} ${from(entity)} and "t"."id" > $1::uuid
         order by "t"."id" limit ${PAGE}`,
        [after],
      );
      yield rows.map((row) => recordOf(entity, row));
      if (rows.length < PAGE) return;
      after = String(rows.at(-1)?.['id']);
    }
  }

  /** Titles that are computed. */
  const computed = async (entity: Entity, ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    const titles = new Map<string, string>();
    for (let at = 0; at < ids.length; at += PAGE) {
      const records = await load(tx, entity, ids.slice(at, at + PAGE), 'none');
      const world = await worldOf(tx, { model, moment }, entity, records);
      for (const record of records)
        titles.set(record.id, textValue(world.shown(entity, record).values[entity.title.name] ?? null));
    }
    return titles;
  };

  return { byIds, byValues, titlesNear, linksTo, changes, hasMore, changesBack, targets, holdsMany, keysOf };
};

/** Whose records, by which model. */
export interface LookupOptions {
  readonly model: Model;
  /** UUID */
  readonly tenant: string;
  readonly moment: Moment;
  /** How many texts of one field are kept. */
  readonly kept?: number;
}
