import type { Entity, Expr, Model, Type, Value } from '@sluice/core';
import { SCHEMA } from '../database/as-tenant.ts';
import { columnOf, tableOf } from '../schema/names.ts';
import { wordColumns, wordsOf } from '../schema/searched.ts';
import { join, name, param, raw, render, type Sql, sql, type Statement } from './fragment.ts';
import { type OpenTable, ownRows, tableName } from './table.ts';
import { plain } from './text.ts';

type Column = Extract<Expr, { op: 'column' }>;

/** A condition that lets in records with a word somewhere: each part looks in one place of the record, or of one that it links to. */
interface Search {
  readonly word: string;
  readonly parts: readonly { readonly expr: Expr; readonly column: Column }[];
}

const searchIn = (condition: Expr): Search | null => {
  if (condition.op !== 'call') return null;
  const parts = (condition.name === 'or' ? condition.args : [condition]).map((expr) => {
    if (expr.op !== 'call' || (expr.name !== 'contains' && expr.name !== 'has')) return null;
    const [column, word] = expr.args;
    if (column?.op !== 'column' || column.links.length > 1 || word?.op !== 'value') return null;
    return typeof word.value === 'string' ? { expr, column, word: word.value } : null;
  });
  const known = parts.flatMap((part) => part ?? []);
  const word = known[0]?.word ?? '';
  return known.length === parts.length && known.every((part) => part.word === word) ? { word, parts: known } : null;
};

// JSON writes these otherwise than they are, and lines and marks part what is searched
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are meant
const OTHERWISE = /["\\\x00-\x1f\x7f]/;
/** Of fewer letters there are no trigrams: the index would be read from end to end. */
const LETTERS = /[\p{L}\p{N}]{3}/u;

/** What `like` is given: the text anywhere, folded by the database, its own signs not special. */
const anywhere = (word: string): Sql => {
  const folded = plain(param(word, 'text'));
  return sql`('%' || replace(replace(${folded}, '%', '\\%'), '_', '\\_') || '%')`;
};

/** How conditions of a search are said so that an index, or at least one column in place of all, serves. */
export interface Searched {
  readonly model: Model;
  readonly entity: Entity;
  readonly table: OpenTable;
  /** Everything there is: who sees less is not told what stands in the fields that they do not see. */
  readonly whole: Model;
  readonly compile: (expr: Expr) => Sql;
}

/** Where a column of a search is looked for: in the record itself or behind a link, when what is searched there holds it. */
const entityAt = (
  { model, entity }: Pick<Searched, 'model' | 'entity'>,
  { links, name: column, type }: Column,
): Entity | null => {
  const [link] = links;
  const there = link === undefined ? entity : model.find(entity.field(link)?.to ?? '');
  const field = there?.field(column);
  if (!there || !field || field.formula !== undefined) return null;
  const held = type.unit === 'tags' || field.custom || wordColumns(there).includes(columnOf(field));
  return held ? there : null;
};

const found = (there: Entity, like: Sql, most: number | null): Sql =>
  sql`"${raw(SCHEMA)}"."found"(${param(tableOf(there), 'text')}, ${like}, ${param(most, 'bigint')})`;

/** Identities of the records that have the word somewhere, by the index; null where a link has none. */
const byIndex = ({ entity }: Searched, places: ReadonlyMap<string, Entity>, like: Sql): Sql | null => {
  const ways: Sql[] = [];
  for (const [link, there] of places) {
    const field = entity.field(link);
    const ids = sql`(select ${found(there, like, null)})`;
    if (link === '') ways.push(ids);
    else if (!field || field.custom || field.many) return null;
    else
      ways.push(
        sql`select "l"."id" from ${tableName(entity)} as "l" where ${ownRows('l')} and ${name('l', columnOf(field))} in ${ids}`,
      );
  }
  return join(ways, ' union ');
};

/** A search with the entities behind its links, the record's own behind none. Null: it is no search, or not of what is kept to be searched. */
const kept = (
  condition: Expr,
  ground: Pick<Searched, 'model' | 'entity'>,
): (Search & { readonly places: ReadonlyMap<string, Entity> }) | null => {
  const search = searchIn(condition);
  if (!search || search.word === '' || !search.word.isWellFormed() || OTHERWISE.test(search.word.normalize('NFKD')))
    return null;
  const places = new Map<string, Entity>();
  for (const { column } of search.parts) {
    const there = entityAt(ground, column);
    if (!there) return null;
    places.set(column.links[0] ?? '', there);
  }
  return { ...search, places };
};

/** What of a condition the index can find. */
interface Findable {
  /** The text that what is searched has, before it is folded. */
  readonly text: string;
  readonly places: ReadonlyMap<string, Entity>;
}

/** A value as JSON writes it, when it writes it in one way only. */
const asJson = (value: Value, unit: Type['unit']): string | null => {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? JSON.stringify(value) : null;
  if (typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value !== 'string' || unit === 'instant' || !value.isWellFormed()) return null;
  return OTHERWISE.test(value.normalize('NFKD')) ? null : JSON.stringify(value);
};

/** A condition that a field which a tenant added has a value: it stands behind its name in what is searched. */
const addedIs = (condition: Expr, { entity }: Pick<Searched, 'entity'>): Findable | null => {
  if (condition.op !== 'call' || condition.name !== 'eq') return null;
  const [column, constant] = condition.args;
  if (column?.op !== 'column' || column.links.length > 0 || constant?.op !== 'value') return null;
  const json = entity.field(column.name)?.custom === true ? asJson(constant.value, column.type.unit) : null;
  return json === null ? null : { text: `"${column.name}": ${json}`, places: new Map([['', entity]]) };
};

const findable = (condition: Expr, ground: Pick<Searched, 'model' | 'entity'>): Findable | null => {
  const search = kept(condition, ground);
  const found = search ? { text: search.word, places: search.places } : addedIs(condition, ground);
  return found && LETTERS.test(found.text) ? found : null;
};

/** A condition that looks for a word, said for what is searched. */
const said = (condition: Expr, ground: Searched, { indexed }: { readonly indexed: boolean }): Sql | null => {
  const search = kept(condition, ground);
  const added = indexed && !search ? addedIs(condition, ground) : null;
  const ids = added && byIndex(ground, added.places, anywhere(added.text));
  if (ids) return sql`${ground.table.id} in (${ids}) and ${ground.compile(condition)}`;
  if (!search) return null;
  const { whole, entity, table, compile } = ground;
  const { places } = search;
  const folded = plain(param(search.word, 'text'));
  const like = anywhere(search.word);
  const index = indexed ? byIndex(ground, places, like) : null;
  const own = (column: Column): string | null => {
    const field = column.links.length === 0 ? entity.field(column.name) : undefined;
    return field && !field.custom && field.unit === 'text' ? columnOf(field) : null;
  };
  const texts = new Set(search.parts.map(({ column }) => own(column)));
  const all = wordColumns(whole.find(entity.name) ?? entity);
  // all texts of the record are looked through: the one column tells
  const complete = all.length > 1 && all.every((column) => texts.has(column));
  const exact = [
    ...(complete ? [sql`position(${folded} in ${wordsOf(table.searched([]))}) > 0`] : []),
    ...search.parts.filter(({ column }) => !complete || own(column) === null).map(({ expr }) => compile(expr)),
  ];
  const held = [...places.keys()].map((link) => sql`${table.searched(link === '' ? [] : [link])} like ${like}`);
  const first = index === null ? (complete ? [] : [sql`(${join(held, ' or ')})`]) : [sql`${table.id} in (${index})`];
  return join([...first, sql`(${join(exact, ' or ')})`], ' and ');
};

/** More records than this are sooner found one after the other than by their identities. */
export const FEW = 1000;

const conditionsOf = (where: Expr): readonly Expr[] =>
  where.op === 'call' && where.name === 'and' ? where.args : [where];

/** What a condition looks for that the index may find, and how to ask how many records have each: `FEW` and one at most. */
export const sought = (
  where: Expr | null,
  ground: Pick<Searched, 'model' | 'entity'>,
): { readonly texts: readonly string[]; readonly count: Statement } | null => {
  const searches = (where === null ? [] : conditionsOf(where)).flatMap((one) => findable(one, ground) ?? []);
  if (searches.length === 0) return null;
  const counts = searches.map(({ text, places }, at) => {
    const all = [...new Set(places.values())].map(
      (there) => sql`(select count(*) from ${found(there, anywhere(text), FEW + 1)})`,
    );
    return sql`greatest(${join(all, ', ')})::integer as ${name(`n${at}`)}`;
  });
  return { texts: searches.map(({ text }) => text), count: render(sql`select ${join(counts, ', ')}`) };
};

/** The text that the fewest records have, when they are few: the one to find by the index. `row`: what `count` gave. */
export const fewest = (texts: readonly string[], row: Readonly<Record<string, unknown>> | undefined): string | null => {
  const counts = texts.map((text, at) => ({ text, records: Number(row?.[`n${at}`] ?? Number.POSITIVE_INFINITY) }));
  const [first] = counts.toSorted((a, b) => a.records - b.records);
  return first && first.records <= FEW ? first.text : null;
};

/**
 * A condition of a page or a question, with what is looked for in texts said so that the database finds it: records with the text `rare` by the index,
 * the others in the one column that holds all texts. The same records as without.
 */
export const searchedWhere = (where: Expr, ground: Searched, rare: string | null): Sql => {
  const first = conditionsOf(where).find((one) => rare !== null && findable(one, ground)?.text === rare);
  return join(
    conditionsOf(where).map((one) => said(one, ground, { indexed: one === first }) ?? ground.compile(one)),
    ' and ',
  );
};
