import type { Entity, Field, Override, Rec, Value } from '@sluice/core';
import type { AnyRow } from '../database/fence.ts';
import { columnFields } from '../schema/plan.ts';
import { columnOf, quote } from '../schema/names.ts';

const FIRST = ['id', 'version', 'created_at', 'updated_at', 'overrides', 'extra'] as const;

/** The columns that make up a record, as a select list: `"t"."id", …`. */
export const selectList = (entity: Entity, alias: string): string =>
  [...FIRST, ...columnFields(entity).map(columnOf)].map((column) => `${quote(alias)}.${quote(column)}`).join(', ');

/** A value of a column in memory units: `bigint` comes as text, an empty list is a blank. */
const read = (field: Field, value: unknown): Value => {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.length === 0 ? null : (value as readonly string[]);
  return field.unit === 'money' || field.unit === 'percent' ? Number(value) : (value as Value);
};

const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

/** The record that a row of an entity's table keeps. */
export const recordOf = (entity: Entity, row: AnyRow): Rec => {
  const extra = objectOf(row['extra']);
  return {
    id: String(row['id']),
    version: Number(row['version']),
    createdAt: String(row['created_at']),
    updatedAt: String(row['updated_at']),
    overrides: objectOf(row['overrides']) as Readonly<Record<string, Override>>,
    values: Object.fromEntries(
      entity.stored.map((field) => [field.name, read(field, field.custom ? extra[field.name] : row[columnOf(field)])]),
    ),
  };
};

/** A value as its column takes it; blank lists are null, JSON is written as text so that a text stays a text of JSON. */
const written = (field: Field, value: Value): unknown => {
  if (value === null) return null;
  if (field.kind === 'json') return JSON.stringify(value);
  return value;
};

/** One column of a write: its name, its type and its value. */
export interface Cell {
  readonly column: string;
  readonly type: string;
  readonly value: unknown;
}

/**
 * The tenants' own column as an update leaves it: what the writer knows of is replaced, a field that was added meanwhile keeps its value. `value`:
 * the new values as JSONB; `kept`: the column as it is.
 */
export const extraOf = (entity: Entity, kept: string, value: string): string => {
  const names = entity.stored.filter((field) => field.custom).map((field) => `'${field.name.replaceAll("'", "''")}'`);
  return `(${kept} - array[${names.join(', ')}]::text[]) || ${value}`;
};

/** What a record is written as, beside its tenant and id. */
export const cellsOf = (entity: Entity, record: Rec): readonly Cell[] => [
  { column: 'version', type: 'integer', value: record.version },
  { column: 'created_at', type: 'timestamptz', value: record.createdAt },
  { column: 'updated_at', type: 'timestamptz', value: record.updatedAt },
  { column: 'overrides', type: 'text::jsonb', value: JSON.stringify(record.overrides) },
  {
    column: 'extra',
    type: 'text::jsonb',
    value: JSON.stringify(
      Object.fromEntries(
        entity.stored
          .filter((field) => field.custom && (record.values[field.name] ?? null) !== null)
          .map((field) => [field.name, record.values[field.name]]),
      ),
    ),
  },
  ...columnFields(entity).map((field) => ({
    column: columnOf(field),
    type: field.kind === 'json' ? 'text::jsonb' : field.rules.store(field),
    value: written(field, record.values[field.name] ?? null),
  })),
];
