import { bad, type Checked, type Entity, type Field, good, type Issue, issue, type Model } from '@sluice/core';
import { SCHEMA } from '../database/as-tenant.ts';
import { SEARCHED, searchedText } from './searched.ts';
import { columnOf, LONGEST_NAME, objectName, tableOf, viewOf } from './names.ts';
import { type Column, COMMANDS, type ForeignKey, type Index, type Schema, type Table, type View } from './schema.ts';
import { SYSTEM_TABLES } from './system-tables.ts';

/** Columns every table of an entity has beside its fields. */
const FIRST: readonly Column[] = [
  { name: 'tenant_id', type: 'uuid', notNull: true },
  { name: 'id', type: 'uuid', notNull: true },
  { name: 'version', type: 'integer', notNull: true, default: '1' },
  { name: 'created_at', type: 'timestamptz', notNull: true, default: 'now()' },
  { name: 'updated_at', type: 'timestamptz', notNull: true, default: 'now()' },
  // who overrode which following field, and when
  { name: 'overrides', type: 'jsonb', notNull: true, default: `'{}'::jsonb` },
  // the fields that tenants added, by name
  { name: 'extra', type: 'jsonb', notNull: true, default: `'{}'::jsonb` },
];
const POSTGRES_COLUMNS = ['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid'];
const RESERVED = new Set([...FIRST.map((column) => column.name), SEARCHED, ...POSTGRES_COLUMNS]);

/** The fields of an entity that have a column of their own: stored, and not added by a tenant. */
export function columnFields(entity: Entity): readonly Field[] {
  return entity.stored.filter((field) => !field.custom);
}

/**
 * The database that a model needs: a table per entity, the journal, the server's own tables, and a view per entity where `view`
 * gives its `select`. Pure. Every key starts with `tenant_id`, links are keys of (tenant, record). Reports names that cannot be
 * columns or tables, or would be the same one.
 */
export function planSchema(
  model: Model,
  options: { readonly view?: (entity: Entity) => string | undefined } = {},
): Checked<Schema> {
  const issues: Issue[] = [];
  const tables = model.entities.map((entity) => tableFor(entity, model));
  const views = model.entities.flatMap((entity): View[] => {
    const definition = options.view?.(entity);
    return definition === undefined ? [] : [{ schema: SCHEMA, name: viewOf(entity), definition }];
  });
  const taken = new Set(SYSTEM_TABLES.filter((table) => table.schema === SCHEMA).map((table) => table.name));
  for (const entity of model.entities) {
    for (const name of [tableOf(entity), viewOf(entity)]) checkName(name, taken, ['entities', entity.name], issues);
    const columns = new Set(RESERVED);
    for (const field of columnFields(entity)) {
      checkName(columnOf(field), columns, ['entities', entity.name, 'fields', field.name], issues);
    }
  }
  return issues.length > 0 ? bad(issues) : good({ tables: [...SYSTEM_TABLES, ...tables], views });
}

function checkName(name: string, taken: Set<string>, path: readonly string[], issues: Issue[]): void {
  const remedy = 'Give it another name.';
  if (name.length > LONGEST_NAME) {
    const message = `The database cannot keep a name as long as ${name}.`;
    issues.push(issue('name_too_long', path, { message, expected: `${LONGEST_NAME} letters`, received: name, remedy }));
  }
  if (taken.has(name)) {
    const message = `The database already has a ${name} here.`;
    issues.push(issue('name_taken', path, { message, received: name, remedy }));
  }
  taken.add(name);
}

function tableFor(entity: Entity, model: Model): Table {
  const table = tableOf(entity);
  const fields = columnFields(entity);
  return {
    schema: SCHEMA,
    name: table,
    columns: [
      ...FIRST,
      ...fields.map((field) => ({ name: columnOf(field), type: field.rules.store(field), notNull: false })),
    ],
    primaryKey: ['tenant_id', 'id'],
    required: fields
      .filter((field) => field.required && !field.follows)
      .map((field) => ({ name: objectName(table, columnOf(field), 'required'), column: columnOf(field) })),
    foreignKeys: fields.flatMap((field): ForeignKey[] => {
      const target = field.kind === 'link' && !field.many && field.to !== undefined ? model.find(field.to) : undefined;
      if (!target) return [];
      const column = columnOf(field);
      const name = objectName(table, column, 'fkey');
      return [{ name, columns: ['tenant_id', column], table: tableOf(target), references: ['tenant_id', 'id'] }];
    }),
    indexes: [...fields.flatMap((field) => indexesFor(table, field)), ...keyFor(entity, table)],
    tenants: true,
    policies: COMMANDS,
    grants: COMMANDS,
    searched: searchedText(entity),
  };
}

function indexesFor(table: string, field: Field): readonly Index[] {
  const column = columnOf(field);
  const list = field.many === true || field.kind === 'tags';
  if (field.unique && !list)
    return [{ name: uniqueName(table, column), columns: ['tenant_id', column], unique: true, method: 'btree' }];
  // a link is always looked up from the other side
  if (!field.indexed && field.kind !== 'link') return [];
  if (field.kind === 'json') return [];
  if (list) return [{ name: objectName(table, column, 'idx'), columns: [column], unique: false, method: 'gin' }];
  return [{ name: objectName(table, column, 'idx'), columns: ['tenant_id', column], unique: false, method: 'btree' }];
}

/** The fields that tell a record from all others together are unique together; one alone is unique by itself. */
function keyFor(entity: Entity, table: string): readonly Index[] {
  const fields = entity.key.flatMap((name) => entity.field(name) ?? []);
  if (fields.length < 2 || fields.some((field) => field.custom)) return [];
  return [{ name: keyName(table), columns: ['tenant_id', ...fields.map(columnOf)], unique: true, method: 'btree' }];
}

/** The name of the index that keeps the key of an entity unique: ours to drop when there is no such key any more. */
export function keyName(table: string): string {
  return objectName(table, 'identity', 'key');
}

/** The name of the index that keeps a column unique: ours to drop when the column need not be unique any more. */
export function uniqueName(table: string, column: string): string {
  return objectName(table, column, 'key');
}
