import { bad, type Checked, good, type Issue, issue } from '../issue.ts';
import { isId, type Json, type Value } from '../kinds/index.ts';
import type { Entity, Field } from '../model/index.ts';
import { isInstant } from '../time.ts';
import type { Override, Rec } from './record.ts';
import { encodeValues } from './validate.ts';

/**
 * A record as JSON: system columns, who overrode what, and every field by name (derived ones too) with decimals in major units and
 * percent as percent. A following field shows the value it follows; `overrides` tells whether it was set by hand.
 */
export interface WireRecord {
  readonly id: string;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly overrides: Readonly<Record<string, Override>>;
  readonly [field: string]: Json | Readonly<Record<string, Override>>;
}

/** The names a record's JSON has beside its fields. */
export const WIRE_NAMES = ['id', 'version', 'createdAt', 'updatedAt', 'overrides'] as const;

/** Writes a record, as a source hands it out (`present`), for the wire. */
export const encodeRecord = (entity: Entity, record: Rec): WireRecord => ({
  ...encodeValues(entity, record.values),
  id: record.id,
  version: record.version,
  createdAt: record.createdAt,
  updatedAt: record.updatedAt,
  overrides: record.overrides,
});

const isObject = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

const overridesOf = (json: unknown): Readonly<Record<string, Override>> =>
  Object.fromEntries(
    Object.entries(isObject(json) ? json : {}).flatMap(([name, one]) =>
      isObject(one) && typeof one['by'] === 'string' && typeof one['at'] === 'string'
        ? [[name, { by: one['by'], at: one['at'] }]]
        : [],
    ),
  );

/** What is computed keeps to no bounds: only what people write does. */
const shapeOf = (field: Field): Field =>
  field.formula ? { ...field, min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER } : field;

const systemOf = (json: Readonly<Record<string, unknown>>): Omit<Rec, 'overrides' | 'values'> | readonly Issue[] => {
  const { id, version, createdAt, updatedAt } = json;
  if (!isId(id)) return [issue('not_id', ['id'], { received: String(id) })];
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1)
    return [issue('not_number', ['version'], { received: String(version) })];
  if (!isInstant(createdAt)) return [issue('not_instant', ['createdAt'], { received: String(createdAt) })];
  if (!isInstant(updatedAt)) return [issue('not_instant', ['updatedAt'], { received: String(updatedAt) })];
  return { id, version, createdAt, updatedAt };
};

/**
 * Reads what `encodeRecord` wrote, back into memory units: every field, derived ones too, as `present` gives them. Names it does not
 * know are passed over, so that a newer server may say more.
 */
export const decodeRecord = (entity: Entity, json: unknown): Checked<Rec> => {
  if (!isObject(json)) return bad([issue('not_an_object', [])]);
  const system = systemOf(json);
  if (!('id' in system)) return bad(system);
  const overrides = overridesOf(json['overrides']);
  const issues: Issue[] = [];
  const values: Record<string, Value> = {};
  for (const field of entity.fields) {
    const wire = Object.hasOwn(json, field.name) ? (json[field.name] ?? null) : null;
    const read = wire === null ? good(null) : field.rules.decode(wire, shapeOf(field), [field.name]);
    issues.push(...read.issues);
    values[field.name] = read.ok ? read.value : null;
  }
  if (issues.some((one) => one.severity === 'error')) return bad(issues);
  return good({ ...system, overrides, values }, issues);
};
