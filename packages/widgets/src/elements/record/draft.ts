import {
  derive,
  type Entity,
  type EntityAction,
  type Field,
  type Finding,
  type Follow,
  type Json,
  judge,
  type Model,
  type Moment,
  type Rec,
  readerOf,
  type Source,
  type Value,
} from '@sluice/core';
import { patchOf, type Values } from './merge.ts';

/** What a preview needs to know beside the entries. */
export interface Around {
  readonly moment: Moment;
  /** Finds linked records; those it does not know count as unknown. */
  readonly follow: Follow;
}

/** Whether somebody may do so to records of an entity, as far as is known before it is tried. */
export function mayDoIn(source: Source | null | undefined, action: EntityAction, entity: Entity): boolean {
  return source?.writable === true && (source.may?.(action, entity.name) ?? true);
}

/** Whether a field is written by people, and by this one: neither computed nor only to be read. */
export function isWritable(field: Field): boolean {
  return field.formula === undefined && !field.readOnly;
}

/** The fields a person may write: kept ones, in model order. */
export function writableFields(entity: Entity): readonly Field[] {
  return entity.fields.filter(isWritable);
}

/** What an edit of a stored record begins with. A following field that nobody overrode is blank: it goes on following. */
export function entriesOf(entity: Entity, record: Rec): Values {
  return Object.fromEntries(
    writableFields(entity).map((field) => {
      const follows = field.follows !== undefined && record.overrides[field.name] === undefined;
      return [field.name, follows ? null : (record.values[field.name] ?? null)];
    }),
  );
}

/** What a new record begins with: what was given, else the defaults of the fields, `today` and `now` as they are now. */
export function freshEntries(entity: Entity, given: Values, { today, now }: { today: string; now: string }): Values {
  return Object.fromEntries(
    writableFields(entity).map((field) => {
      const usual =
        field.kind === 'date' && field.default === 'today'
          ? today
          : field.kind === 'instant' && field.default === 'now'
            ? now
            : field.default;
      return [field.name, given[field.name] ?? usual];
    }),
  );
}

/**
 * What a new record is written with: every entry that says something, and a blank only where somebody emptied what stood there,
 * so that fallbacks of the model still fill what nobody touched.
 */
export function draftOf(fresh: Values, entries: Values): Values {
  const said = Object.entries(entries).filter(([, value]) => value !== null && value !== '');
  return { ...patchOf(fresh, entries), ...Object.fromEntries(said) };
}

/** What an edit asks the source for; an emptied text is a blank. */
export function askedOf(base: Values, entries: Values): Values {
  return patchOf(
    base,
    Object.fromEntries(Object.entries(entries).map(([name, value]) => [name, value === '' ? null : value])),
  );
}

/** The record as it would be: every field with what follows and what is computed, and what the gates say of it. */
export function previewOf(
  model: Model,
  entity: Entity,
  { record, entries }: { readonly record: Rec | null; readonly entries: Values },
  { moment, follow }: Around,
): { readonly values: Values; readonly findings: readonly Finding[] } {
  const system = record ?? { id: '', version: 0, createdAt: '', updatedAt: '', overrides: {}, values: {} };
  const meant: Rec = { ...system, values: entries };
  return {
    values: derive(model, entity, meant, { moment, follow }),
    findings: judge(entity.gates, readerOf(model, entity, meant, follow), moment).findings,
  };
}

/** What each following field has while nobody overrides it. */
export function followedOf(
  model: Model,
  entity: Entity,
  { record, entries }: { readonly record: Rec | null; readonly entries: Values },
  around: Around,
): Values {
  const following = entity.fields.filter((field) => field.follows !== undefined).map((field) => field.name);
  if (following.length === 0) return {};
  const blank = Object.fromEntries(following.map((name) => [name, null]));
  const { values } = previewOf(model, entity, { record, entries: { ...entries, ...blank } }, around);
  return Object.fromEntries(following.map((name) => [name, values[name] ?? null]));
}

/** Values as on the wire (decimals in major units, percent as percent): what events carry. */
export function onTheWire(entity: Entity, values: Values): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]: readonly [string, Value]) => {
      const field = entity.field(name);
      return [name, field && value !== null ? field.rules.encode(value, field) : value];
    }),
  );
}
