import { bad, type Checked, good, type Issue, issue } from '../issue.ts';
import type { Json, Value } from '../kinds/index.ts';
import type { Entity, Field } from '../model/index.ts';

type Values = Readonly<Record<string, Value>>;

/** The title of a linked record; null when there is no such record. */
export type TitleOf = (entity: string, id: string) => string | null;

const writable = (entity: Entity, name: string): Checked<Field> => {
  const field = entity.field(name);
  if (!field) {
    const expected = `one of ${entity.stored.map((one) => one.name).join(', ')}`;
    return bad([issue('no_such_field', [name], { received: name, expected })]);
  }
  if (field.readOnly) return bad([issue('field_not_allowed', [name], { received: name })]);
  return field.formula ? bad([issue('read_only', [name])]) : good(field);
};

const gather = (
  entity: Entity,
  input: Readonly<Record<string, unknown>>,
  read: (field: Field, value: unknown) => Checked<Value>,
): Checked<Values> => {
  const issues: Issue[] = [];
  // No prototype: a field named __proto__ is a field that does not exist, nothing more.
  const values: Record<string, Value> = Object.create(null) as Record<string, Value>;
  for (const name of Object.keys(input)) {
    const value = input[name];
    if (value === undefined) continue;
    const known = entity.field(name);
    if (known && !known.formula && !known.readOnly && value === null) {
      values[name] = null;
      continue;
    }
    const field = writable(entity, name);
    const checked = !field.ok ? field : value === null ? good(null) : read(field.value, value);
    for (const one of checked.issues) issues.push(one);
    if (checked.ok) values[name] = checked.value;
  }
  return issues.some((one) => one.severity === 'error') ? bad(issues) : good(values, issues);
};

/** Reads a JSON object from the wire (decimals in major units, percent as percent) into values in memory; strict about names. */
export const decodeValues = (entity: Entity, wire: unknown): Checked<Values> => {
  if (typeof wire !== 'object' || wire === null || Array.isArray(wire)) return bad([issue('not_an_object', [])]);
  return gather(entity, wire as Record<string, unknown>, (field, value) =>
    field.rules.decode(value, field, [field.name]),
  );
};

/** Checks values that are already in memory units: names, kinds, bounds. */
export const checkValues = (entity: Entity, values: Values): Checked<Values> =>
  gather(entity, values, (field, value) => {
    const issues = field.rules.check(value, field, [field.name]);
    return issues.length > 0 ? bad(issues) : good(value as Value);
  });

/** Writes values (stored or derived) as JSON for the wire. */
export const encodeValues = (entity: Entity, values: Values): Readonly<Record<string, Json>> =>
  Object.fromEntries(
    entity.fields.map((field) => {
      const value = values[field.name] ?? null;
      return [field.name, value === null ? null : field.rules.encode(value, field)];
    }),
  );

const linked = (field: Field, value: Value): readonly string[] => {
  if (field.to === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly string[]) : [value as string];
};

/** Every record that these values link to: what a source looks up before it writes. */
export const linksOf = (entity: Entity, values: Values): readonly { readonly entity: string; readonly id: string }[] =>
  entity.stored.flatMap((field) =>
    linked(field, values[field.name] ?? null).map((id) => ({ entity: field.to ?? '', id })),
  );

const linkFields = new WeakMap<Entity, readonly Field[]>();
const linksIn = (entity: Entity): readonly Field[] => {
  const known = linkFields.get(entity) ?? entity.stored.filter((field) => field.to !== undefined);
  linkFields.set(entity, known);
  return known;
};

/** An issue for every link that leads nowhere. */
export const checkLinks = (entity: Entity, values: Values, titleOf: TitleOf): readonly Issue[] =>
  linksIn(entity).flatMap((field) =>
    linked(field, values[field.name] ?? null)
      .filter((id) => titleOf(field.to ?? '', id) === null)
      .map((id) =>
        issue('not_linked', [field.name], { received: id, remedy: 'Choose a record that exists, or leave it empty.' }),
      ),
  );

/** The text another field gives this one: a text as it stands, a link its title, tags their first. */
const fallbackText = (entity: Entity, values: Values, name: string, titleOf: TitleOf): string | null => {
  const field = entity.field(name);
  const value = values[name] ?? null;
  if (!field || value === null) return null;
  if (field.unit === 'link') return titleOf(field.to ?? '', value as string);
  if (field.unit === 'tags') return (value as readonly string[])[0] ?? null;
  return typeof value === 'string' ? value : null;
};

/** Fills what a draft does not speak of: defaults, then fallbacks, in field order. A draft that says `null` keeps its blank. */
export const complete = (
  entity: Entity,
  draft: Values,
  { today, at, titleOf }: { today: string; at: string; titleOf: TitleOf },
): Values => {
  // In the order of the fields: records of an entity have one shape, whatever a draft begins with.
  const values: Record<string, Value> = {};
  for (const field of entity.stored) {
    const said = draft[field.name];
    if (said !== undefined) {
      values[field.name] = said;
      continue;
    }
    const given =
      field.kind === 'date' && field.default === 'today'
        ? today
        : field.kind === 'instant' && field.default === 'now'
          ? at
          : field.default;
    values[field.name] = given;
  }
  for (const field of entity.stored) {
    if (draft[field.name] !== undefined || values[field.name] !== null) continue;
    for (const name of field.fallback) {
      const text = fallbackText(entity, values, name, titleOf);
      if (text === null) continue;
      values[field.name] = field.max === undefined ? text : text.slice(0, field.max);
      break;
    }
  }
  return values;
};

/** An issue for every required field that is blank. */
export const checkRequired = (entity: Entity, values: Values): readonly Issue[] =>
  entity.stored
    .filter((field) => field.required && ((values[field.name] ?? null) === null || values[field.name] === ''))
    .map((field) => issue('required', [field.name]));
