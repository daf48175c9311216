import type { Entity } from '@sluice/core';
import { join, name, raw, render, type Sql, sql } from '../sql/fragment.ts';
import { plain } from '../sql/text.ts';
import { columnOf } from './names.ts';

/** The column that a search looks in: the database keeps it from the others. */
export const SEARCHED = 'searched';

/**
 * The role that searches. Of the tenant's rows it sees those that have the text of `app.search`, of those their identity, and nothing else. The condition
 * stands in a policy, as one that a question brings may not use an index below row-level security: it could tell of rows that are not seen.
 */
export const SEARCH_ROLE = 'sluice_search';
export const SEARCH_POLICY = 'search';

/** Kinds whose values are words that people search. */
const WORDS: ReadonlySet<string> = new Set(['text', 'note', 'email', 'phone', 'url']);

/** The columns whose texts stand in the first part of what is searched. */
export const wordColumns = (entity: Entity): readonly string[] =>
  entity.stored.filter((field) => !field.custom && WORDS.has(field.kind)).map(columnOf);

const texts = (values: Sql): Sql => sql`"sluice"."joined"(${values})`;
const MARK = raw('chr(31)');

/**
 * What a search looks in, as SQL over the columns of the entity's table: folded as `contains` folds. Its first part, up to the mark, is the texts of the
 * record, one a line: a word stands there when one of them contains it. Behind it are tags and what tenants added, as JSON: there words stand beside
 * others that nobody searches.
 */
export const searchedText = (entity: Entity): string => {
  const words = join(
    wordColumns(entity).map((column) => name(column)),
    ', ',
  );
  const tags = entity.stored
    .filter((field) => !field.custom && field.unit === 'tags')
    .map((field) => sql`coalesce(${texts(name(columnOf(field)))}, '') || ${MARK} || `);
  const all = sql`replace(${texts(sql`array[${words}]::text[]`)}, ${MARK}, ' ') || ${MARK} || ${join(tags, '')}"extra"::text`;
  return render(plain(sql`(${all})`)).text;
};

/** The first part of what is searched behind an alias: the texts of the record and nothing else. */
export const wordsOf = (searched: Sql): Sql => sql`split_part(${searched}, ${MARK}, 1)`;
