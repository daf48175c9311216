import { SCHEMA } from '../database/as-tenant.ts';
import { objectName } from './names.ts';
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
const unique = (table: string, ...columns: readonly string[]): Index => ({
  ...index(table, ...columns),
  name: objectName(table, ...columns, 'key'),
  unique: true,
});

/** A tenant's own. */
const own = {
  schema: SCHEMA,
  required: [],
  foreignKeys: [],
  indexes: [],
  tenants: true,
  policies: COMMANDS,
  grants: COMMANDS,
} as const;

/** What a tenant lets out of the server; nothing while there is no row. `actions` are the occasions of mails that it wants. */
export const OUTBOUND: Table = {
  ...own,
  name: 'outbound',
  columns: [
    needed('tenant_id', 'uuid'),
    needed('mail', 'boolean', 'false'),
    needed('actions', 'json', `'[]'`),
    needed('webhooks', 'boolean', 'false'),
    needed('language', 'text', `'en'`),
  ],
  primaryKey: ['tenant_id'],
};

/**
 * Mails, written before anything is sent. `occasion` is what a mail is for: there is one for each, ever. `about` are the things it tells
 * of, so that the next one tells of others. `reason` is why it was held or did not arrive.
 */
export const OUTBOX: Table = {
  ...own,
  name: 'outbox',
  columns: [
    needed('tenant_id', 'uuid'),
    needed('id', 'uuid'),
    needed('occasion', 'text'),
    needed('action', 'text'),
    needed('recipient', 'text'),
    needed('subject', 'text'),
    needed('body', 'text'),
    needed('about', 'json', `'[]'`),
    needed('state', 'text'),
    optional('reason', 'text'),
    needed('created_at', 'timestamptz', 'now()'),
    needed('changed_at', 'timestamptz', 'now()'),
    optional('attachment', 'bytea'),
    optional('attachment_name', 'text'),
    optional('attachment_type', 'text'),
  ],
  primaryKey: ['tenant_id', 'id'],
  indexes: [
    unique('outbox', 'tenant_id', 'occasion'),
    index('outbox', 'tenant_id', 'created_at'),
    index('outbox', 'tenant_id', 'action', 'recipient'),
  ],
};

/**
 * Addresses that are told what changes. The secrets are sealed; `former` is good until `former_until`, while the receiver changes over.
 * `owner` answers for it: the person `person_id`, or whoever held a token for `role`; it is told what they may read. `(cursor_xid, cursor_seq)`
 * is how far it has been told of the journal: from when it was made, or restored, on.
 */
export const WEBHOOK: Table = {
  ...own,
  name: 'webhook',
  columns: [
    needed('tenant_id', 'uuid'),
    needed('id', 'uuid'),
    needed('url', 'text'),
    needed('label', 'text', `''`),
    // no entities: all of them
    needed('entities', 'json', `'[]'`),
    needed('enabled', 'boolean', 'true'),
    needed('secret', 'bytea'),
    optional('former', 'bytea'),
    optional('former_until', 'timestamptz'),
    needed('created_at', 'timestamptz', 'now()'),
    needed('created_by', 'text'),
    needed('owner', 'text', `''`),
    optional('person_id', 'uuid'),
    needed('role', 'text', `'admin'`),
    needed('cursor_xid', 'xid8', 'pg_current_xact_id()'),
    needed('cursor_seq', 'bigint', '0'),
  ],
  primaryKey: ['tenant_id', 'id'],
};

/** What a webhook is told, and what became of it. `event` names the change: each is told once. `status`: the last answer of the receiver. */
export const WEBHOOK_DELIVERY: Table = {
  ...own,
  name: 'webhook_delivery',
  columns: [
    needed('tenant_id', 'uuid'),
    needed('id', 'uuid'),
    needed('webhook_id', 'uuid'),
    needed('event', 'text'),
    needed('body', 'text'),
    needed('state', 'text'),
    optional('reason', 'text'),
    needed('attempts', 'integer', '0'),
    optional('status', 'integer'),
    needed('created_at', 'timestamptz', 'now()'),
    optional('tried_at', 'timestamptz'),
  ],
  primaryKey: ['tenant_id', 'id'],
  foreignKeys: [
    {
      name: objectName('webhook_delivery', 'webhook_id', 'fkey'),
      columns: ['tenant_id', 'webhook_id'],
      table: 'webhook',
      references: ['tenant_id', 'id'],
    },
  ],
  indexes: [
    unique('webhook_delivery', 'tenant_id', 'webhook_id', 'event'),
    index('webhook_delivery', 'tenant_id', 'webhook_id', 'created_at'),
  ],
};

/** The tables of what leaves the server. */
export const OUTBOUND_TABLES: readonly Table[] = [OUTBOUND, OUTBOX, WEBHOOK, WEBHOOK_DELIVERY];
