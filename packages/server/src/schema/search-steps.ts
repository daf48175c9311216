import { createHash } from 'node:crypto';
import { APP_ROLE, SCHEMA } from '../database/as-tenant.ts';
import type { Actual, ActualSearch, ActualTable } from './actual.ts';
import { drop, qualified } from './ddl.ts';
import { objectName, quote } from './names.ts';
import { OWN_ROW, type Step, type Table } from './schema.ts';
import { SEARCH_POLICY, SEARCH_ROLE, SEARCHED } from './searched.ts';

const ROLE = quote(SEARCH_ROLE);

const FOUND = `"${SCHEMA}"."found"(text, text, bigint)`;
const JOINED = `"${SCHEMA}"."joined"`;
const HEAD = `create function "${SCHEMA}"."found"("of" text, "like" text, "most" bigint) returns setof uuid language plpgsql stable rows 200`;
const PATH = 'set search_path = pg_catalog, pg_temp';
const SELECT = `select id from ${SCHEMA}.%I where ${OWN_ROW.replaceAll("'", "''")}`;

/** The identities of a table's rows of the tenant that have a text, so many at most (null: all). By the index where there can be one. */
const foundSteps = (search: ActualSearch): readonly string[] =>
  search.possible
    ? [
        `${HEAD} security definer ${PATH} as $$ begin
  perform set_config('app.search', $2, true);
  return query execute format('${SELECT} limit $1', $1) using $3;
end $$`,
        `revoke all on function ${FOUND} from public`,
        `grant execute on function ${FOUND} to ${quote(APP_ROLE)}`,
        `grant create on schema ${quote(SCHEMA)} to ${ROLE}`,
        `alter function ${FOUND} owner to ${ROLE}`,
        `revoke create on schema ${quote(SCHEMA)} from ${ROLE}`,
      ]
    : [
        `${HEAD} ${PATH} as $$ begin
  return query execute format('${SELECT} and ${SEARCHED} like $1 limit $2', $1) using $2, $3;
end $$`,
      ];

/** Kilobytes of new rows that wait to be put into the index together: four times the usual, which halves what an import pays for it. */
const PENDING = 16_384;

const EXTENSIONS = ['pg_trgm', 'btree_gin'] as const;

/** What a search needs beside the tables. */
export const searchGround = (actual: Actual): readonly Step[] => {
  const { search } = actual;
  const steps: Step[] = [];
  const add = (what: string, ...all: readonly string[]) => steps.push(...all.map((sql) => ({ what, sql })));
  if (!search.joined)
    add(
      'texts as one',
      `create function ${JOINED}(text[]) returns text immutable parallel safe language sql return array_to_string($1, e'\\n')`,
    );
  if (search.possible) {
    for (const extension of EXTENSIONS)
      if (search.extensions[extension] === undefined)
        add('an index on parts of words', `create extension ${extension} with schema ${quote(SCHEMA)}`);
    if (!search.role)
      add(
        'the role that searches',
        `create role ${ROLE} nologin nosuperuser nobypassrls nocreatedb nocreaterole noreplication`,
      );
    if (!search.member)
      add('the server may give it a function', `grant ${ROLE} to current_user with inherit false, set true`);
    if (!search.use)
      add(`schema ${SCHEMA} for the role that searches`, `grant usage on schema ${quote(SCHEMA)} to ${ROLE}`);
  }
  if (search.found !== null && search.found !== search.possible) add('who searches', `drop function ${FOUND}`);
  if (search.found !== search.possible) add('who searches', ...foundSteps(search));
  return steps;
};

const markOf = (text: string): string => `sluice ${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;

/** What a table needs to be searched: what is searched as a column, and where it is possible the index and who may use it. */
export const searchSteps = (table: Table, found: ActualTable | undefined, { search }: Actual): readonly Step[] => {
  if (table.searched === undefined) return [];
  const on = qualified(table);
  const steps: Step[] = [];
  const add = (sql: string) => steps.push({ what: `${table.name} can be searched`, sql });
  const column = quote(SEARCHED);
  const mark = markOf(table.searched);
  const kept = found?.searched === mark;
  if (!kept) {
    // the policy and the index hang on the column; nothing is lost, as it follows from the others
    if (found && found.searched !== null) add(drop.searched(table, SEARCHED));
    add(`alter table ${on} add column ${column} text generated always as (${table.searched}) stored`);
    add(`comment on column ${on}.${column} is '${mark}'`);
  }
  if (!search.possible) return steps;
  const index = objectName(table.name, SEARCHED, 'idx');
  const trigrams = `${quote(search.extensions.pg_trgm ?? SCHEMA)}.gin_trgm_ops`;
  const uuids = `${quote(search.extensions.btree_gin ?? SCHEMA)}.uuid_ops`;
  if (!kept || !found?.indexes.some((one) => one.name === index))
    add(
      `create index ${quote(index)} on ${on} using gin ("tenant_id" ${uuids}, ${column} ${trigrams}) with (gin_pending_list_limit = ${PENDING})`,
    );
  if (!kept || !found?.policies.some((one) => one.name === SEARCH_POLICY))
    add(
      `create policy ${quote(SEARCH_POLICY)} on ${on} as restrictive for select to ${ROLE} using (${column} like (select current_setting('app.search', true)))`,
    );
  if (!kept || !found?.searchable) add(`grant select ("tenant_id", "id", ${column}) on ${on} to ${ROLE}`);
  return steps;
};
