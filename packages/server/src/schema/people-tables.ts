import { SYSTEM_SCHEMA } from '../database/as-tenant.ts';
import { objectName } from './names.ts';
import type { Column, ForeignKey, Index, Table } from './schema.ts';

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
const refersTo = (table: string, column: string, target: string): ForeignKey => ({
  name: objectName(table, column, 'fkey'),
  columns: [column],
  table: target,
  references: ['id'],
});

/** The server's own: no tenant's, and out of the app role's reach. */
const ours = {
  schema: SYSTEM_SCHEMA,
  required: [],
  foreignKeys: [],
  indexes: [],
  tenants: false,
  policies: [],
  grants: [],
} as const;

/** People, whatever tenants they belong to. `email` is folded (lower case); without `password_hash` nobody signs in by password. */
export const PERSON: Table = {
  ...ours,
  name: 'person',
  columns: [
    needed('id', 'uuid'),
    needed('email', 'text'),
    needed('name', 'text', `''`),
    optional('password_hash', 'text'),
    needed('created_at', 'timestamptz', 'now()'),
    optional('disabled_at', 'timestamptz'),
  ],
  primaryKey: ['id'],
  indexes: [{ name: 'person_email_key', columns: ['email'], unique: true, method: 'btree' }],
};

/** Who belongs to which tenant, as what. `own_records`: only records that are theirs; `disabled_at`: since then they are kept out. */
export const MEMBERSHIP: Table = {
  ...ours,
  name: 'membership',
  columns: [
    needed('person_id', 'uuid'),
    needed('tenant_id', 'uuid'),
    needed('role', 'text'),
    needed('own_records', 'boolean', 'false'),
    needed('created_at', 'timestamptz', 'now()'),
    optional('disabled_at', 'timestamptz'),
  ],
  primaryKey: ['person_id', 'tenant_id'],
  foreignKeys: [refersTo('membership', 'person_id', 'person'), refersTo('membership', 'tenant_id', 'tenant')],
  indexes: [index('membership', 'tenant_id')],
};

/**
 * Families of refresh tokens: one per sign-in, each with its only live token. Digests alone are kept; `previous_digest` is good until
 * `grace_until`, for whoever did not hear the answer.
 */
export const LOGIN_SESSION: Table = {
  ...ours,
  name: 'login_session',
  columns: [
    needed('id', 'uuid'),
    needed('person_id', 'uuid'),
    needed('tenant_id', 'uuid'),
    // page: the token travels in a cookie; api: in bodies
    needed('client', 'text'),
    needed('agent', 'text', `''`),
    needed('created_at', 'timestamptz'),
    needed('used_at', 'timestamptz'),
    needed('expires_at', 'timestamptz'),
    optional('revoked_at', 'timestamptz'),
    optional('revoked_why', 'text'),
    needed('digest', 'bytea'),
    optional('previous_digest', 'bytea'),
    optional('grace_until', 'timestamptz'),
  ],
  primaryKey: ['id'],
  foreignKeys: [refersTo('login_session', 'person_id', 'person'), refersTo('login_session', 'tenant_id', 'tenant')],
  indexes: [
    index('login_session', 'person_id', 'tenant_id'),
    index('login_session', 'tenant_id'),
    index('login_session', 'expires_at'),
  ],
};

/** Links that let somebody in once: invitations (with a tenant and a role) and new passwords. Only digests are kept. */
export const SINGLE_USE_LINK: Table = {
  ...ours,
  name: 'single_use_link',
  columns: [
    needed('digest', 'bytea'),
    needed('purpose', 'text'),
    needed('person_id', 'uuid'),
    optional('tenant_id', 'uuid'),
    optional('role', 'text'),
    needed('own_records', 'boolean', 'false'),
    needed('created_by', 'text'),
    needed('created_at', 'timestamptz'),
    needed('expires_at', 'timestamptz'),
    optional('used_at', 'timestamptz'),
  ],
  primaryKey: ['digest'],
  foreignKeys: [refersTo('single_use_link', 'person_id', 'person'), refersTo('single_use_link', 'tenant_id', 'tenant')],
  indexes: [
    index('single_use_link', 'person_id', 'purpose'),
    index('single_use_link', 'tenant_id'),
    index('single_use_link', 'expires_at'),
  ],
};

/** How often somebody tried, by the digest of what is limited; kept here so that a restart forgets nothing. */
export const THROTTLE: Table = {
  ...ours,
  name: 'throttle',
  columns: [
    needed('key', 'bytea'),
    needed('count', 'integer'),
    needed('since', 'timestamptz'),
    optional('blocked_until', 'timestamptz'),
    needed('expires_at', 'timestamptz'),
  ],
  primaryKey: ['key'],
  indexes: [index('throttle', 'expires_at')],
};

/** Links for the operator to pass on, and those of letters in tenants' outboxes, by the letter's id. `sealed` is readable with the server's secret only. */
export const SIGN_IN_OUTBOX: Table = {
  ...ours,
  name: 'sign_in_outbox',
  columns: [
    needed('id', 'uuid'),
    needed('recipient', 'text'),
    needed('purpose', 'text'),
    needed('sealed', 'bytea'),
    needed('created_at', 'timestamptz'),
    needed('expires_at', 'timestamptz'),
  ],
  primaryKey: ['id'],
  indexes: [index('sign_in_outbox', 'expires_at')],
};

/** Tokens for widgets on others' pages: which origin, until when; a row that is gone or revoked ends its token. */
export const EMBED_TOKEN: Table = {
  ...ours,
  name: 'embed_token',
  columns: [
    needed('id', 'uuid'),
    needed('tenant_id', 'uuid'),
    needed('origin', 'text'),
    needed('filters', 'text', `''`),
    needed('created_by', 'text'),
    needed('created_at', 'timestamptz'),
    needed('expires_at', 'timestamptz'),
    optional('revoked_at', 'timestamptz'),
  ],
  primaryKey: ['id'],
  foreignKeys: [refersTo('embed_token', 'tenant_id', 'tenant')],
  indexes: [
    index('embed_token', 'origin', 'expires_at'),
    index('embed_token', 'tenant_id'),
    index('embed_token', 'expires_at'),
  ],
};

/** The tables of people and of what lets them in. */
export const PEOPLE_TABLES: readonly Table[] = [
  PERSON,
  MEMBERSHIP,
  LOGIN_SESSION,
  SINGLE_USE_LINK,
  THROTTLE,
  SIGN_IN_OUTBOX,
  EMBED_TOKEN,
];
