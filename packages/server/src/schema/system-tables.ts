import { SCHEMA, SYSTEM_SCHEMA } from '../database/as-tenant.ts';
import { objectName } from './names.ts';
import { OUTBOUND_TABLES } from './outbound-tables.ts';
import { PEOPLE_TABLES } from './people-tables.ts';
import { type Column, COMMANDS, type Index, type Table } from './schema.ts';

const needed = (name: string, type: Column['type'], byDefault?: string): Column => ({
  name,
  type,
  notNull: true,
  ...(byDefault === undefined ? {} : { default: byDefault }),
});
const optional = (name: string, type: Column['type']): Column => ({ name, type, notNull: false });
const index = (table: string, ...columns: readonly string[]): Index => ({
  name: objectName(table, ...columns, 'idx'),
  columns,
  unique: false,
  method: 'btree',
});
const none = { required: [], foreignKeys: [], indexes: [] } as const;

/**
 * Every change of every record, in the transaction of the change: the app role appends and reads, never edits. `(xid, seq)` is the
 * order in which changes became visible: `seq` alone is drawn before the commit. Only the server itself, for a given
 * tenant, may delete.
 */
export const JOURNAL: Table = {
  ...none,
  schema: SCHEMA,
  name: 'journal',
  columns: [
    needed('tenant_id', 'uuid'),
    needed('seq', 'bigint', 'identity'),
    needed('xid', 'xid8', 'pg_current_xact_id()'),
    needed('at', 'timestamptz'),
    needed('actor', 'text'),
    needed('cause', 'text'),
    needed('entity', 'text'),
    needed('record_id', 'uuid'),
    needed('version', 'integer'),
    optional('before', 'jsonb'),
    optional('after', 'jsonb'),
  ],
  primaryKey: ['tenant_id', 'seq'],
  indexes: [
    index('journal', 'tenant_id', 'entity', 'record_id', 'seq'),
    index('journal', 'tenant_id', 'xid', 'seq'),
    index('journal', 'tenant_id', 'cause', 'seq'),
    index('journal', 'tenant_id', 'entity', 'at'),
  ],
  tenants: true,
  policies: ['select', 'insert', 'delete'],
  grants: ['select', 'insert'],
};

/** Answers to unsafe requests that carried an Idempotency-Key: a repeated request gets the first one's answer. */
export const IDEMPOTENCY: Table = {
  ...none,
  schema: SCHEMA,
  name: 'idempotency',
  columns: [
    needed('tenant_id', 'uuid'),
    needed('actor', 'text'),
    needed('key', 'text'),
    needed('fingerprint', 'text'),
    optional('status', 'integer'),
    optional('answer', 'jsonb'),
    needed('created_at', 'timestamptz', 'now()'),
  ],
  primaryKey: ['tenant_id', 'actor', 'key'],
  indexes: [index('idempotency', 'tenant_id', 'created_at')],
  tenants: true,
  policies: COMMANDS,
  grants: COMMANDS,
};

/**
 * Imports: what was planned, accepted, undone. `file` is the packed file of a plan, until it is accepted or a day has passed, `companions`
 * those it came with; `rejected` the rows that were not imported, as a file; `cause` what the journal calls the import; `job` how far an
 * acceptance is that nobody waits for; `pieces` in how many pieces a file is kept that is too large for one value.
 */
export const IMPORT: Table = {
  ...none,
  schema: SCHEMA,
  name: 'import',
  columns: [
    needed('tenant_id', 'uuid'),
    needed('id', 'uuid'),
    needed('created_at', 'timestamptz', 'now()'),
    needed('actor', 'text'),
    needed('entity', 'text'),
    needed('name', 'text'),
    needed('status', 'text'),
    needed('cause', 'text'),
    needed('fingerprint', 'text'),
    needed('digest', 'text'),
    needed('wish', 'json'),
    needed('counts', 'json'),
    needed('report', 'json'),
    optional('rejected', 'text'),
    optional('file', 'bytea'),
    optional('companions', 'bytea'),
    optional('job', 'json'),
    optional('pieces', 'integer'),
  ],
  primaryKey: ['tenant_id', 'id'],
  indexes: [index('import', 'tenant_id', 'created_at'), index('import', 'tenant_id', 'fingerprint')],
  tenants: true,
  policies: COMMANDS,
  grants: COMMANDS,
};

/** Large files of imports, and of the rows that were rejected of them, in packed pieces: `kind` says which of the two. */
export const IMPORT_PIECE: Table = {
  ...none,
  schema: SCHEMA,
  name: 'import_piece',
  columns: [
    needed('tenant_id', 'uuid'),
    needed('import_id', 'uuid'),
    needed('kind', 'text'),
    needed('place', 'integer'),
    needed('created_at', 'timestamptz', 'now()'),
    needed('bytes', 'bytea'),
  ],
  primaryKey: ['tenant_id', 'import_id', 'kind', 'place'],
  indexes: [index('import_piece', 'tenant_id', 'created_at')],
  tenants: true,
  policies: COMMANDS,
  grants: COMMANDS,
};

/**
 * The tenants; the app role may not look into this schema. `name` is the short name in commands, `overlay` keeps the order of its keys,
 * `origins` are those of the pages of other sites that may read its answers, `roles` what it says of its roles; `version` counts the changes of
 * overlay and roles; while it is suspended nobody is let in.
 */
export const TENANT: Table = {
  ...none,
  schema: SYSTEM_SCHEMA,
  name: 'tenant',
  columns: [
    needed('id', 'uuid'),
    needed('name', 'text'),
    needed('label', 'text'),
    needed('zone', 'text', `'UTC'`),
    needed('currency', 'text', `'EUR'`),
    needed('overlay', 'json', `'{}'`),
    needed('origins', 'json', `'[]'`),
    needed('created_at', 'timestamptz', 'now()'),
    needed('roles', 'json', `'{}'`),
    needed('version', 'integer', '1'),
    optional('suspended_at', 'timestamptz'),
  ],
  primaryKey: ['id'],
  indexes: [{ name: 'tenant_name_key', columns: ['name'], unique: true, method: 'btree' }],
  tenants: false,
  policies: [],
  grants: [],
};

/** Keys that sign somebody in once or for a while; only their digests are kept. */
export const SIGN_IN_KEY: Table = {
  ...none,
  schema: SYSTEM_SCHEMA,
  name: 'sign_in_key',
  columns: [
    needed('digest', 'bytea'),
    needed('tenant_id', 'uuid'),
    needed('actor', 'text'),
    needed('role', 'text'),
    needed('created_at', 'timestamptz', 'now()'),
    needed('expires_at', 'timestamptz'),
    optional('used_at', 'timestamptz'),
  ],
  primaryKey: ['digest'],
  foreignKeys: [{ name: 'sign_in_key_tenant_id_fkey', columns: ['tenant_id'], table: 'tenant', references: ['id'] }],
  indexes: [index('sign_in_key', 'tenant_id')],
  tenants: false,
  policies: [],
  grants: [],
};

/** What this server knows about itself, by name (`signing_key`, `epoch`, …). */
export const META: Table = {
  ...none,
  schema: SYSTEM_SCHEMA,
  name: 'sluice_meta',
  columns: [needed('name', 'text'), needed('value', 'json'), needed('changed_at', 'timestamptz', 'now()')],
  primaryKey: ['name'],
  tenants: false,
  policies: [],
  grants: [],
};

/** The plans that were applied, with their steps as they ran. */
export const APPLIED_PLAN: Table = {
  ...none,
  schema: SYSTEM_SCHEMA,
  name: 'applied_plan',
  columns: [
    needed('id', 'bigint', 'identity'),
    needed('applied_at', 'timestamptz', 'now()'),
    needed('applied_by', 'text', 'CURRENT_USER'),
    needed('steps', 'json'),
  ],
  primaryKey: ['id'],
  tenants: false,
  policies: [],
  grants: [],
};

export const SYSTEM_TABLES: readonly Table[] = [
  TENANT,
  SIGN_IN_KEY,
  ...PEOPLE_TABLES,
  META,
  APPLIED_PLAN,
  JOURNAL,
  IDEMPOTENCY,
  IMPORT,
  IMPORT_PIECE,
  ...OUTBOUND_TABLES,
];
