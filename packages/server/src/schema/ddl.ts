import { APP_ROLE, SCHEMA, SYSTEM_SCHEMA } from '../database/as-tenant.ts';
import { quote } from './names.ts';
import {
  type Column,
  type Command,
  type ForeignKey,
  type Index,
  OWN_ROW,
  type Required,
  type Table,
  type View,
} from './schema.ts';

const list = (names: readonly string[]): string => names.map(quote).join(', ');

/** `"sluice"."deal"` */
export const qualified = (object: { readonly schema: string; readonly name: string }): string =>
  `${quote(object.schema)}.${quote(object.name)}`;

function columnText({ name, type, notNull, default: byDefault }: Column): string {
  const value =
    byDefault === 'identity' ? ' generated always as identity' : byDefault === undefined ? '' : ` default ${byDefault}`;
  return `${quote(name)} ${type}${notNull ? ' not null' : ''}${value}`;
}

/** The statements that make things, each complete in itself. Pure text: nothing here asks a database. */
export const make = {
  schema: (name: string): string => `create schema ${quote(name)}`,
  appRole: (): string =>
    `create role ${quote(APP_ROLE)} nologin nosuperuser nobypassrls nocreatedb nocreaterole noreplication`,
  schemaUse: (): string => `grant usage on schema ${quote(SCHEMA)} to ${quote(APP_ROLE)}`,
  membership: (major: number): string =>
    `grant ${quote(APP_ROLE)} to current_user${major >= 16 ? ' with inherit false, set true' : ''}`,
  table: (table: Table): string => {
    const lines = [
      ...table.columns.map(columnText),
      `primary key (${list(table.primaryKey)})`,
      ...table.required.map((one) => `constraint ${quote(one.name)} check (${quote(one.column)} is not null)`),
    ];
    return `create table ${qualified(table)} (\n  ${lines.join(',\n  ')}\n)`;
  },
  column: (table: Table, column: Column): string => `alter table ${qualified(table)} add column ${columnText(column)}`,
  // rows that are older than the rule may stay as they are
  required: (table: Table, one: Required): string =>
    `alter table ${qualified(table)} add constraint ${quote(one.name)} check (${quote(one.column)} is not null) not valid`,
  // checked apart from being made, so that the table is locked for a moment only
  foreignKey: (table: Table, key: ForeignKey, { isNew }: { readonly isNew: boolean }): string =>
    `alter table ${qualified(table)} add constraint ${quote(key.name)} foreign key (${list(key.columns)}) ` +
    `references ${qualified({ schema: table.schema, name: key.table })} (${list(key.references)}) deferrable${isNew ? '' : ' not valid'}`,
  validated: (table: Table, key: ForeignKey): string =>
    `alter table ${qualified(table)} validate constraint ${quote(key.name)}`,
  index: (table: Table, index: Index): string =>
    `create ${index.unique ? 'unique ' : ''}index ${quote(index.name)} on ${qualified(table)} using ${index.method} (${list(index.columns)})`,
  rowSecurity: (table: Table): string =>
    `alter table ${qualified(table)} enable row level security, force row level security`,
  policy: (table: Table, command: Command): string => {
    const using = command === 'insert' ? '' : ` using (${OWN_ROW})`;
    const check = command === 'insert' || command === 'update' ? ` with check (${OWN_ROW})` : '';
    return `create policy ${quote(policyName(command))} on ${qualified(table)} for ${command}${using}${check}`;
  },
  /** Refuses to move a row to another tenant or to give it another identity. */
  keeper: (): string => `create or replace function ${KEEPER}() returns trigger language plpgsql
    set search_path = pg_catalog as $$ begin raise exception 'a row keeps its tenant and its identity' using errcode = '42501'; end $$`,
  keeperPrivate: (): string => `revoke all on function ${KEEPER}() from public`,
  keeperTrigger: (table: Table): string => {
    const fixed = table.columns.some((column) => column.name === 'id') ? ['tenant_id', 'id'] : ['tenant_id'];
    const moved = fixed.map((name) => `old.${quote(name)} is distinct from new.${quote(name)}`).join(' or ');
    return `create trigger ${quote(KEEPER_TRIGGER)} before update on ${qualified(table)} for each row when (${moved}) execute function ${KEEPER}()`;
  },
  grant: (table: Table, commands: readonly Command[]): string =>
    `grant ${commands.join(', ')} on ${qualified(table)} to ${quote(APP_ROLE)}`,
  view: (view: View): string =>
    `create view ${qualified(view)} with (security_invoker = true, security_barrier = true) as ${view.definition}`,
  viewMark: (view: View, mark: string): string => `comment on view ${qualified(view)} is '${mark}'`,
  viewGrant: (view: View): string => `grant select on ${qualified(view)} to ${quote(APP_ROLE)}`,
} as const;

/** The statements that take things away. */
export const drop = {
  tables: (names: readonly string[]): string =>
    `drop table ${names.map((name) => qualified({ schema: SCHEMA, name })).join(', ')}`,
  column: (table: Table, name: string): string => `alter table ${qualified(table)} drop column ${quote(name)}`,
  /** What follows from other columns, with its index and its policy. */
  searched: (table: { readonly schema: string; readonly name: string }, name: string): string =>
    `alter table ${qualified(table)} drop column ${quote(name)} cascade`,
  retype: (table: Table, { name, type }: Column): string =>
    `alter table ${qualified(table)} alter column ${quote(name)} type ${type} using ${quote(name)}::text::${type}`,
  constraint: (table: Table, name: string): string => `alter table ${qualified(table)} drop constraint ${quote(name)}`,
  index: (table: Table, name: string): string => `drop index ${qualified({ schema: table.schema, name })}`,
  policy: (table: Table, name: string): string => `drop policy ${quote(name)} on ${qualified(table)}`,
  trigger: (table: Table, name: string): string => `drop trigger ${quote(name)} on ${qualified(table)}`,
  grant: (table: Table, privileges: readonly string[]): string =>
    `revoke ${privileges.join(', ')} on ${qualified(table)} from ${quote(APP_ROLE)}`,
  view: (view: { readonly schema: string; readonly name: string }): string => `drop view ${qualified(view)}`,
} as const;

export const KEEPER_NAME = 'keep_identity';
export const KEEPER_TRIGGER = 'keep_identity';
const KEEPER = `${quote(SCHEMA)}.${quote(KEEPER_NAME)}`;

export const policyName = (command: Command): string => `tenant_${command}`;

export const SCHEMAS: readonly string[] = [SYSTEM_SCHEMA, SCHEMA];
