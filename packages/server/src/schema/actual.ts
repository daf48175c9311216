import { APP_ROLE, SCHEMA, SYSTEM_SCHEMA } from '../database/as-tenant.ts';
import type { Tx } from '../database/fence.ts';
import { JOBS_SCHEMA } from '../jobs/tables.ts';
import { SEARCH_ROLE, SEARCHED } from './searched.ts';

/** A column as the catalogue has it. */
export interface ActualColumn {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
}

export interface ActualConstraint {
  readonly name: string;
  /** `f`oreign key, `c`heck, `p`rimary key, `u`nique. */
  readonly kind: string;
  readonly columns: readonly string[];
  readonly target: string | null;
  readonly targetColumns: readonly string[];
  readonly valid: boolean;
}

export interface ActualIndex {
  readonly name: string;
  readonly unique: boolean;
  readonly columns: readonly string[];
  readonly method: string;
}

export interface ActualPolicy {
  readonly name: string;
  readonly command: string;
  readonly using: string | null;
  readonly check: string | null;
}

export interface ActualTable {
  readonly schema: string;
  readonly name: string;
  readonly rowSecurity: boolean;
  readonly forced: boolean;
  readonly columns: readonly ActualColumn[];
  readonly constraints: readonly ActualConstraint[];
  /** Those of no constraint. */
  readonly indexes: readonly ActualIndex[];
  readonly policies: readonly ActualPolicy[];
  /** Names of enabled triggers. */
  readonly triggers: readonly string[];
  /** What the app role may do, in lower case. */
  readonly grants: readonly string[];
  /** The mark of what is searched; null: there is no such column. */
  readonly searched: string | null;
  /** Whether the role that searches may. */
  readonly searchable: boolean;
}

/** What there is of what a search needs. */
export interface ActualSearch {
  /** Whether there can be an index: PostgreSQL 16 or later, where a role can be given to somebody who does not inherit it, and the extensions. */
  readonly possible: boolean;
  /** The schemas of the extensions that are there. */
  readonly extensions: Readonly<Partial<Record<'pg_trgm' | 'btree_gin', string>>>;
  readonly role: boolean;
  readonly member: boolean;
  readonly use: boolean;
  readonly joined: boolean;
  /** Whether the function that searches is the role's; null: there is none. */
  readonly found: boolean | null;
}

/** What the database has, of what concerns us. */
export interface Actual {
  /** PostgreSQL's major version. */
  readonly major: number;
  readonly schemas: readonly string[];
  readonly appRole: boolean;
  /** Whether the connecting role may take the app role. */
  readonly member: boolean;
  readonly schemaUse: boolean;
  readonly keeper: boolean;
  /** The version of the jobs' tables; null without any. */
  readonly jobs: number | null;
  readonly search: ActualSearch;
  readonly tables: readonly ActualTable[];
  readonly views: readonly { readonly schema: string; readonly name: string; readonly mark: string | null }[];
}

/** Reads the catalogue: our two schemas, the app role, and what it may do. Changes nothing. */
export async function inspect(tx: Tx): Promise<Actual> {
  const [facts] = await tx<
    { major: number; schemas: string[]; appRole: boolean; schemaUse: boolean; keeper: boolean }[]
  >`
    select current_setting('server_version_num')::int / 10000 as major,
      (select coalesce(array_agg(nspname::text), '{}') from pg_namespace where nspname in (${SCHEMA}, ${SYSTEM_SCHEMA})) as schemas,
      exists (select from pg_roles where rolname = ${APP_ROLE}) as "appRole",
      exists (select from pg_namespace n, aclexplode(n.nspacl) a join pg_roles r on r.oid = a.grantee
        where n.nspname = ${SCHEMA} and r.rolname = ${APP_ROLE} and a.privilege_type = 'USAGE') as "schemaUse",
      exists (select from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = ${SCHEMA} and p.proname = 'keep_identity') as keeper`;
  if (!facts) throw new Error('The catalogue gave no answer.');
  const member = facts.appRole && (await isMember(tx, facts.major));
  const [tables, views] = await Promise.all([
    tx<ActualTable[]>`
      select n.nspname as schema, c.relname as name, c.relrowsecurity as "rowSecurity", c.relforcerowsecurity as forced,
        ${columns(tx)} as columns, ${constraints(tx)} as constraints, ${indexes(tx)} as indexes, ${policies(tx)} as policies,
        array(select t.tgname::text from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal and t.tgenabled <> 'D') as triggers,
        array(select lower(a.privilege_type) from aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
          where r.rolname = ${APP_ROLE}) as grants,
        (select coalesce(col_description(c.oid, a.attnum), '') from pg_attribute a
          where a.attrelid = c.oid and a.attname = ${SEARCHED} and a.attgenerated <> '') as searched,
        exists (select from pg_attribute a, aclexplode(a.attacl) g join pg_roles r on r.oid = g.grantee
          where a.attrelid = c.oid and a.attname = ${SEARCHED} and r.rolname = ${SEARCH_ROLE} and g.privilege_type = 'SELECT') as searchable
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in (${SCHEMA}, ${SYSTEM_SCHEMA}) and c.relkind in ('r', 'p')
      order by 1, 2`,
    tx<{ schema: string; name: string; mark: string | null }[]>`
      select n.nspname as schema, c.relname as name, obj_description(c.oid, 'pg_class') as mark
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = ${SCHEMA} and c.relkind = 'v' order by 1, 2`,
  ]);
  return { ...facts, member, jobs: await jobsVersion(tx), search: await searchFacts(tx, facts.major), tables, views };
}

async function jobsVersion(tx: Tx): Promise<number | null> {
  const name = `${JOBS_SCHEMA}.version`;
  const [there] = await tx<{ there: boolean }[]>`select to_regclass(${name}) is not null as there`;
  if (there?.there !== true) return null;
  const [row] = await tx.unsafe<{ version: number }[]>(`select version from ${name}`);
  return row?.version ?? null;
}

async function searchFacts(tx: Tx, major: number): Promise<ActualSearch> {
  const [facts] = await tx<(Omit<ActualSearch, 'member'> & { makeable: boolean })[]>`
    select (select coalesce(jsonb_object_agg(e.extname, n.nspname), '{}') from pg_extension e join pg_namespace n on n.oid = e.extnamespace
        where e.extname in ('pg_trgm', 'btree_gin')) as extensions,
      (select count(distinct name) = 2 from pg_available_extension_versions v where name in ('pg_trgm', 'btree_gin')
        and (v.installed or (v.trusted and has_database_privilege(current_database(), 'create')))) as makeable,
      exists (select from pg_roles where rolname = ${SEARCH_ROLE}) as role,
      exists (select from pg_namespace n, aclexplode(n.nspacl) a join pg_roles r on r.oid = a.grantee
        where n.nspname = ${SCHEMA} and r.rolname = ${SEARCH_ROLE} and a.privilege_type = 'USAGE') as use,
      exists (select from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = ${SCHEMA} and p.proname = 'joined') as joined,
      (select p.prosecdef from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = ${SCHEMA} and p.proname = 'found') as found`;
  if (!facts) throw new Error('The catalogue gave no answer.');
  const { makeable, ...known } = facts;
  const [row] =
    known.role && major >= 16 ? await tx`select pg_has_role(current_user, ${SEARCH_ROLE}, 'SET') as member` : [];
  return { ...known, possible: makeable && major >= 16, member: row?.['member'] === true };
}

async function isMember(tx: Tx, major: number): Promise<boolean> {
  // membership without the right to take the role (from 16 on) is of no use
  const [row] = await tx<
    { member: boolean }[]
  >`select pg_has_role(current_user, ${APP_ROLE}, ${major >= 16 ? 'SET' : 'MEMBER'}) as member`;
  return row?.member ?? false;
}

const namesOf = (tx: Tx, relation: string, keys: string) =>
  tx.unsafe(`array(select a.attname::text from unnest(${keys}) with ordinality place(n, at)
    join pg_attribute a on a.attrelid = ${relation} and a.attnum = place.n order by place.at)`);

const columns = (tx: Tx) => tx`
  (select coalesce(jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'notNull', a.attnotnull)
    order by a.attnum), '[]') from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)`;

const constraints = (tx: Tx) => tx`
  (select coalesce(jsonb_agg(jsonb_build_object('name', k.conname, 'kind', k.contype, 'valid', k.convalidated,
    'columns', ${namesOf(tx, 'k.conrelid', 'k.conkey')}, 'target', f.relname,
    'targetColumns', ${namesOf(tx, 'k.confrelid', 'k.confkey')}) order by k.conname), '[]')
    from pg_constraint k left join pg_class f on f.oid = k.confrelid
    where k.conrelid = c.oid and k.contype in ('f', 'c', 'p', 'u'))`;

const indexes = (tx: Tx) => tx`
  (select coalesce(jsonb_agg(jsonb_build_object('name', i.relname, 'unique', x.indisunique, 'method', m.amname,
    'columns', ${namesOf(tx, 'x.indrelid', 'x.indkey')}) order by i.relname), '[]')
    from pg_index x join pg_class i on i.oid = x.indexrelid join pg_am m on m.oid = i.relam
    where x.indrelid = c.oid and not exists (select from pg_constraint k where k.conindid = i.oid and k.contype in ('p', 'u', 'x')))`;

const policies = (tx: Tx) => tx`
  (select coalesce(jsonb_agg(jsonb_build_object('name', p.polname, 'command', p.polcmd,
    'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid)) order by p.polname), '[]')
    from pg_policy p where p.polrelid = c.oid)`;
