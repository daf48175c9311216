import { createHash } from 'node:crypto';
import type { Entity, Field } from '@sluice/core';

/** PostgreSQL cuts longer names silently. */
export const LONGEST_NAME = 63;

/** A name as SQL, quoted whatever it is: `user` is a word of SQL and an entity. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `dueOn` as `due_on`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The table of an entity: marketingEvent → `marketing_event`, in schema `sluice`. */
export function tableOf(entity: Pick<Entity, 'name'>): string {
  return snakeCase(entity.name);
}

/** The view of an entity, for people and tools that speak SQL: major units, derived columns. */
export function viewOf(entity: Pick<Entity, 'name'>): string {
  return `${tableOf(entity)}_view`;
}

/** The column of a stored field: a link to one record ends in `_id`, to several in `_ids`. */
export function columnOf(field: Pick<Field, 'name' | 'kind' | 'many'>): string {
  const name = snakeCase(field.name);
  if (field.kind !== 'link') return name;
  return field.many ? `${name}_ids` : `${name}_id`;
}

/** A name of an index or a constraint that PostgreSQL will not cut: the end of a long one is replaced by a mark of the whole. */
export function objectName(...parts: readonly string[]): string {
  const name = parts.join('_');
  if (name.length <= LONGEST_NAME) return name;
  const mark = createHash('sha256').update(name).digest('hex').slice(0, 8);
  const last = parts.at(-1) ?? '';
  return `${name.slice(0, LONGEST_NAME - last.length - 10)}_${mark}_${last}`;
}
