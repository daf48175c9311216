import { APP_ROLE, SCHEMA, SYSTEM_SCHEMA } from '../database/as-tenant.ts';
import { JOBS_SCHEMA } from '../jobs/tables.ts';
import { KEEPER_NAME } from './ddl.ts';
import { SEARCH_POLICY, SEARCH_ROLE, SEARCHED } from './searched.ts';

/** One rule of the lint: a query that gives an object and what is wrong with it, one row per fault. */
export interface Rule {
  readonly code: string;
  /** What must hold. */
  readonly rule: string;
  readonly remedy: string;
  readonly sql: string;
}

const REMEDY = 'Run "sluice migrate"; what it does not mend was added by hand and has to be taken away by hand.';
const tables = `pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = '${SCHEMA}' and c.relkind in ('r', 'p')`;
const others = `n.nspname not in ('${SCHEMA}', 'pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'`;
const canUse = (what: string) => `has_table_privilege('${APP_ROLE}', c.oid, '${what}')`;
const anyUse = canUse('select, insert, update, delete');
/** What an extension brought answers for itself. */
const noExtension = (relation: string, object: string) =>
  `not exists (select from pg_depend d where d.classid = '${relation}'::regclass and d.objid = ${object} and d.deptype = 'e')`;
const role = `(select oid from pg_roles where rolname = '${APP_ROLE}')`;
const searcher = `(select oid from pg_roles where rolname = '${SEARCH_ROLE}')`;
const OWN = String.raw`^\(?tenant_id = \( ?select \(?nullif\(current_setting\(''app.tenant_id''::text, true\), ''''::text\)\)?::uuid`;
const own = (expression: string) => `lower(${expression}) ~ '${OWN}' and lower(${expression}) !~ '\\mor\\M'`;

/**
 * Functions that have the rights of their owner, and why they may. `found` asks as the role that searches, which row-level security binds as it binds
 * the app role, and which sees less: identities of rows that have a text (L11 holds it to that).
 */
const ALLOWED = `(n.nspname = '${SCHEMA}' and p.proname = 'found' and p.proowner = ${searcher})`;

/** The rules: what must hold for tenants to be kept apart whatever the server's code does. */
export const RULES: readonly Rule[] = [
  {
    code: 'L1',
    rule: 'Every table has row-level security, enabled and forced, and a policy for every command the app role may use.',
    remedy: REMEDY,
    sql: `
      select c.relname as object, 'row-level security is not ' || case when c.relrowsecurity then 'forced' else 'enabled' end as message
      from ${tables} and not (c.relrowsecurity and c.relforcerowsecurity)
      union all
      select c.relname, 'the app role may ' || w.word || ' and there is no policy for it'
      from (values ('select', 'r'), ('insert', 'a'), ('update', 'w'), ('delete', 'd')) w(word, letter), ${tables}
        and has_table_privilege('${APP_ROLE}', c.oid, w.word)
        and not exists (select from pg_policy p where p.polrelid = c.oid and p.polpermissive and p.polcmd::text in (w.letter, '*'))`,
  },
  {
    code: 'L2',
    rule: "Every policy lets through the tenant's own rows and no others, read and written.",
    remedy: REMEDY,
    sql: `
      select c.relname || '.' || p.polname as object,
        case when p.polcmd in ('a', 'w', '*') and p.polwithcheck is null then 'what is written is not checked'
          else 'does not compare tenant_id with the tenant of the transaction, or lets more through' end as message
      from pg_policy p join (select c.oid, c.relname from ${tables}) c on c.oid = p.polrelid
      where p.polpermissive and not (
        (p.polcmd = 'a' or coalesce(${own('pg_get_expr(p.polqual, p.polrelid)')}, false))
        and (p.polcmd in ('r', 'd') or coalesce(${own('pg_get_expr(p.polwithcheck, p.polrelid)')}, false)))`,
  },
  {
    code: 'L3',
    rule: 'Every row names its tenant, for ever.',
    remedy: REMEDY,
    sql: `
      select c.relname as object, 'tenant_id is missing, may be empty or is no uuid' as message from ${tables}
        and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnotnull and a.atttypid = 'uuid'::regtype)
      union all
      select c.relname, 'a row may be moved to another tenant' from ${tables}
        and not exists (select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
          where t.tgrelid = c.oid and p.proname = '${KEEPER_NAME}' and t.tgenabled in ('O', 'A') and t.tgtype & 19 = 19)`,
  },
  {
    code: 'L4',
    rule: 'Every key starts with the tenant, so that it neither tells nor refuses what another tenant has.',
    remedy: 'Make the key start with tenant_id.',
    sql: `
      select c.relname || '.' || i.relname as object, 'a key that does not start with tenant_id' as message
      from pg_index x join pg_class i on i.oid = x.indexrelid join (select c.oid, c.relname from ${tables}) c on c.oid = x.indrelid
      where (x.indisunique or x.indisexclusion)
        and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attnum = x.indkey[0] and a.attname = 'tenant_id')
        and not (x.indisprimary and x.indnkeyatts = 1
          and exists (select from pg_attribute a where a.attrelid = c.oid and a.attnum = x.indkey[0] and a.atttypid = 'uuid'::regtype))`,
  },
  {
    code: 'L5',
    rule: 'Every foreign key holds the tenant on both sides.',
    remedy: 'Make the foreign key (tenant_id, …) references … (tenant_id, …).',
    sql: `
      select c.relname || '.' || k.conname as object, 'a foreign key that can reach another tenant' as message
      from pg_constraint k join (select c.oid, c.relname from ${tables}) c on c.oid = k.conrelid
      where k.contype = 'f' and not exists (
        select from unnest(k.conkey, k.confkey) as pair(mine, theirs)
          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = pair.mine
          join pg_attribute b on b.attrelid = k.confrelid and b.attnum = pair.theirs
        where a.attname = 'tenant_id' and b.attname = 'tenant_id')`,
  },
  {
    code: 'L6',
    rule: 'A view asks with the rights of who asks; no stored view can be read by the app role.',
    remedy: 'alter view … set (security_invoker = true), or take the right from the app role.',
    sql: `
      select c.relname as object, 'a view that asks with the rights of its owner' as message
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'v' and (n.nspname = '${SCHEMA}' or (${others} and ${anyUse} and ${noExtension('pg_class', 'c.oid')}))
        and not coalesce(c.reloptions::text[] && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], false)
      union all
      select c.relname, 'a stored view, which knows no row-level security' from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'm' and n.nspname not in ('pg_catalog', 'information_schema') and ${canUse('select')}`,
  },
  {
    code: 'L7',
    rule: 'No function the app role may call has the rights of its owner.',
    remedy: 'Make the function security invoker, or revoke execute on it from public and the app role.',
    sql: `
      select n.nspname || '.' || p.proname as object, 'a function with the rights of its owner' as message
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where p.prosecdef and not coalesce(${ALLOWED}, false) and n.nspname not in ('pg_catalog', 'information_schema') and ${noExtension('pg_proc', 'p.oid')}
        and (n.nspname = '${SCHEMA}' or (has_schema_privilege('${APP_ROLE}', n.oid, 'usage') and has_function_privilege('${APP_ROLE}', p.oid, 'execute')))`,
  },
  {
    code: 'L8',
    rule: 'The app role owns nothing, bypasses nothing, makes nothing, reaches no file and no other schema of ours.',
    remedy: `Take the right from ${APP_ROLE}.`,
    sql: `
      select '${APP_ROLE}' as object, 'is a superuser, bypasses row-level security, may make roles or databases, replicate or log in' as message from pg_roles
        where oid = ${role} and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or rolcanlogin)
      union all
      select '${APP_ROLE}', 'is a member of ' || roleid::regrole from pg_auth_members where member = ${role}
      union all
      select c.relname, 'belongs to the app role' from pg_class c where c.relowner = ${role}
      union all
      select p.proname, 'belongs to the app role' from pg_proc p where p.proowner = ${role}
      union all
      select n.nspname, 'belongs to the app role or lets it make things' from pg_namespace n
        where n.nspname !~ '^pg_temp' and (n.nspowner = ${role} or has_schema_privilege('${APP_ROLE}', n.oid, 'create'))
      union all
      select n.nspname, 'is open to the app role' from pg_namespace n
        where n.nspname in ('${SYSTEM_SCHEMA}', '${JOBS_SCHEMA}') and has_schema_privilege('${APP_ROLE}', n.oid, 'usage')
      union all
      select datname, 'the app role may make schemas' from pg_database
        where datname = current_database() and has_database_privilege('${APP_ROLE}', oid, 'create')
      union all
      select c.relname, 'the app role may truncate, refer to it or put triggers on it' from ${tables}
        and has_table_privilege('${APP_ROLE}', c.oid, 'truncate, references, trigger')
      union all
      select p.proname, 'the app role may call it' from pg_proc p
        where p.proname in ('pg_read_file', 'pg_read_binary_file', 'pg_ls_dir', 'lo_import', 'lo_export', 'dblink', 'dblink_connect', 'dblink_exec')
          and has_schema_privilege('${APP_ROLE}', p.pronamespace, 'usage') and has_function_privilege('${APP_ROLE}', p.oid, 'execute')`,
  },
  {
    code: 'L9',
    rule: 'What inherits from a table, a partition included, has row-level security of its own.',
    remedy: 'Enable and force row-level security on it with the same policies, or grant nothing on it.',
    sql: `
      with recursive below(oid) as (
        select i.inhrelid from pg_inherits i join (select c.oid from ${tables}) c on c.oid = i.inhparent
        union
        select i.inhrelid from pg_inherits i join below on below.oid = i.inhparent)
      select c.relname as object, 'inherits from a table of tenants and can be asked directly' as message
      from below join pg_class c using (oid)
      where ${anyUse} and not (c.relrowsecurity and c.relforcerowsecurity)`,
  },
  {
    code: 'L10',
    rule: 'The lint sees every table the app role can reach.',
    remedy: `Take the rights on it from ${APP_ROLE} and from public, or keep it in the schema ${SCHEMA}.`,
    sql: `
      select n.nspname || '.' || c.relname as object, 'the app role can reach it and the lint does not look at it' as message
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'f', 'm', 'v') and ${others} and has_schema_privilege('${APP_ROLE}', n.oid, 'usage') and ${anyUse}
        and ${noExtension('pg_class', 'c.oid')}
      union all
      select c.relname, 'a foreign table, which knows no row-level security' from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = '${SCHEMA}' and c.relkind = 'f'`,
  },
  {
    code: 'L11',
    rule: 'The role that searches reads identities of rows that have the text, and can do nothing else; nobody has its rights but its function.',
    remedy: `Take the right from ${SEARCH_ROLE}, or from who has its rights; "sluice migrate" brings the policy back.`,
    sql: `
      select '${SEARCH_ROLE}' as object, 'is a superuser, bypasses row-level security, may make roles or databases, replicate or log in' as message
        from pg_roles where oid = ${searcher} and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or rolcanlogin)
      union all
      select '${SEARCH_ROLE}', 'is a member of ' || roleid::regrole from pg_auth_members where member = ${searcher}
      union all
      select rolname, 'has the rights of ${SEARCH_ROLE}: its own questions would see what is searched only' from pg_roles r
        where not rolsuper and r.oid <> ${searcher} and pg_has_role(r.oid, ${searcher}, 'usage')
      union all
      select c.relname, 'belongs to ${SEARCH_ROLE}' from pg_class c where c.relowner = ${searcher}
      union all
      select p.proname, 'belongs to ${SEARCH_ROLE}' from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where p.proowner = ${searcher} and not ${ALLOWED}
      union all
      select n.nspname, 'belongs to ${SEARCH_ROLE}, is open to it or lets it make things' from pg_namespace n
        where n.nspname !~ '^pg_temp' and (n.nspowner = ${searcher} or has_schema_privilege(${searcher}, n.oid, 'create')
          or (n.nspname in ('${SYSTEM_SCHEMA}', '${JOBS_SCHEMA}') and has_schema_privilege(${searcher}, n.oid, 'usage')))
      union all
      select c.relname, '${SEARCH_ROLE} may write to it or read all of it' from ${tables}
        and has_table_privilege(${searcher}, c.oid, 'select, insert, update, delete, truncate, references, trigger')
      union all
      select c.relname || '.' || a.attname, '${SEARCH_ROLE} may read it' from ${tables.replace(' where ', ' join pg_attribute a on a.attrelid = c.oid where ')}
        and a.attnum > 0 and not a.attisdropped and a.attname not in ('tenant_id', 'id', '${SEARCHED}')
        and has_column_privilege(${searcher}, c.oid, a.attnum, 'select')
      union all
      select c.relname, '${SEARCH_ROLE} sees all rows of the tenant' from ${tables}
        and has_any_column_privilege(${searcher}, c.oid, 'select') and not exists (select from pg_policy p
          where p.polrelid = c.oid and p.polname = '${SEARCH_POLICY}' and not p.polpermissive and p.polcmd = 'r' and p.polroles = array[${searcher}])`,
  },
];
