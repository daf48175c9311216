import { bad, type Checked, good, type Issue, issue } from '../issue.ts';
import type { Model } from './model.ts';

/** What can be done to the records of an entity. */
export const ENTITY_ACTIONS = ['read', 'create', 'change', 'remove', 'import', 'export'] as const;
export type EntityAction = (typeof ENTITY_ACTIONS)[number];

/**
 * What can be done to a tenant: let people in and out, say what roles may do, change what is kept and how it is shown, give out tokens for
 * widgets, read who did what, see to what runs by itself.
 */
export const TENANT_ACTIONS = ['people', 'roles', 'settings', 'embed', 'audit', 'jobs'] as const;
export type TenantAction = (typeof TENANT_ACTIONS)[number];

/** What a role may do with a field that it may not both read and write. */
export type FieldRight = 'none' | 'read';

/** What a role may do. Plain JSON. */
export interface Rights {
  readonly tenant: readonly TenantAction[];
  /** By entity; `*` is every entity that is not named. */
  readonly entities: { readonly [entity: string]: readonly EntityAction[] };
  /** By entity and field; what is not named may be read and written. */
  readonly fields?: { readonly [entity: string]: { readonly [field: string]: FieldRight } };
  /** Sees only records whose owner they are. */
  readonly ownRecords?: boolean;
}

const ofEntity = (rights: Rights, entity: string): readonly EntityAction[] => {
  const { entities } = rights;
  if (Object.hasOwn(entities, entity)) return entities[entity] ?? [];
  return Object.hasOwn(entities, '*') ? (entities['*'] ?? []) : [];
};

/** Whether a role may do something to the records of an entity; without one: of any that is not named. */
export const mayDo = (rights: Rights, action: EntityAction, entity = '*'): boolean =>
  ofEntity(rights, entity).includes(action);

/** Whether a role may do something to the tenant. */
export const mayRun = (rights: Rights, action: TenantAction): boolean => rights.tenant.includes(action);

/** Whether a role may do something to the records of some entity at least. */
export const mayDoSomewhere = (rights: Rights, action: EntityAction): boolean =>
  Object.values(rights.entities).some((actions) => actions.includes(action));

/** What is kept from a role of a field; null: nothing. */
export const fieldRight = (rights: Rights, entity: string, field: string): FieldRight | null => {
  const fields = rights.fields && Object.hasOwn(rights.fields, entity) ? rights.fields[entity] : undefined;
  return fields && Object.hasOwn(fields, field) ? (fields[field] ?? null) : null;
};

/** Whether one role may do everything that another may, in a model: what somebody gives must be theirs. */
export const covers = (rights: Rights, other: Rights, model: Model): boolean => {
  const rank = (of: Rights, entity: string, field: string): number =>
    ({ none: 0, read: 1, all: 2 })[fieldRight(of, entity, field) ?? 'all'];
  const names = new Set([...model.entities.map(({ name }) => name), '*', ...Object.keys(other.entities)]);
  return (
    !(rights.ownRecords === true && other.ownRecords !== true) &&
    other.tenant.every((action) => mayRun(rights, action)) &&
    [...names].every((name) => ofEntity(other, name).every((action) => mayDo(rights, action, name))) &&
    model.entities.every(
      ({ name, fields }) =>
        ofEntity(other, name).length === 0 ||
        fields.every((field) => rank(other, name, field.name) <= rank(rights, name, field.name)),
    )
  );
};

const isObject = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

const NAMES = new Set(['tenant', 'entities', 'fields', 'ownRecords']);

/** A list of words, each of them known. */
const wordsIn = <W extends string>(
  json: unknown,
  words: readonly W[],
  path: readonly string[],
  issues: Issue[],
): readonly W[] => {
  if (!Array.isArray(json)) {
    issues.push(issue('not_rights', path, { expected: 'a list' }));
    return [];
  }
  const known = words.filter((word) => json.includes(word));
  for (const one of json)
    if (!words.some((word) => word === one))
      issues.push(issue('no_such_right', path, { received: String(one).slice(0, 80), expected: words.join(', ') }));
  return known;
};

const fieldsIn = (json: unknown, model: Model, issues: Issue[]): NonNullable<Rights['fields']> => {
  if (!isObject(json)) {
    issues.push(issue('not_rights', ['fields'], { expected: 'an object by entity' }));
    return {};
  }
  const found: Record<string, Record<string, FieldRight>> = {};
  for (const [name, said] of Object.entries(json)) {
    const entity = model.find(name);
    if (!entity || !isObject(said)) {
      issues.push(issue('no_such_entity', ['fields', name], { received: name.slice(0, 80) }));
      continue;
    }
    for (const [field, right] of Object.entries(said)) {
      const path = ['fields', name, field];
      if (!entity.field(field)) issues.push(issue('no_such_field', path, { received: field.slice(0, 80) }));
      else if (right !== 'none' && right !== 'read')
        issues.push(issue('no_such_right', path, { received: String(right).slice(0, 80), expected: 'none, read' }));
      else found[name] = { ...found[name], [field]: right };
    }
  }
  return found;
};

/**
 * Reads what somebody says a role may do, against the tenant's whole model. Reports `not_rights`, `no_such_right`, `no_such_entity`,
 * `no_such_field`, `title_hidden`.
 */
export const readRights = (json: unknown, model: Model): Checked<Rights> => {
  if (!isObject(json)) return bad([issue('not_rights', [], { expected: 'an object' })]);
  const issues: Issue[] = [];
  for (const name of Object.keys(json))
    if (!NAMES.has(name)) issues.push(issue('no_such_field', [name.slice(0, 80)], { received: name.slice(0, 80) }));
  const tenant = wordsIn(json['tenant'] ?? [], TENANT_ACTIONS, ['tenant'], issues);
  const entities: Record<string, readonly EntityAction[]> = {};
  const said = json['entities'];
  if (!isObject(said)) issues.push(issue('not_rights', ['entities'], { expected: 'an object by entity' }));
  else
    for (const [name, actions] of Object.entries(said)) {
      if (name !== '*' && !model.find(name))
        issues.push(issue('no_such_entity', ['entities', name], { received: name.slice(0, 80) }));
      else {
        const words = wordsIn(actions, ENTITY_ACTIONS, ['entities', name], issues);
        // what is written or taken out is seen by whoever does it
        if (words.length > 0 && !words.includes('read'))
          issues.push(issue('read_needed', ['entities', name], { received: words.join(', ') }));
        entities[name] = words;
      }
    }
  const fields = json['fields'] === undefined ? {} : fieldsIn(json['fields'], model, issues);
  for (const entity of model.entities)
    if (fields[entity.name]?.[entity.title.name] === 'none')
      issues.push(issue('title_hidden', ['fields', entity.name, entity.title.name], { received: entity.title.name }));
  const own = json['ownRecords'] ?? false;
  if (typeof own !== 'boolean')
    issues.push(issue('not_flag', ['ownRecords'], { received: JSON.stringify(own).slice(0, 80) }));
  if (issues.length > 0) return bad(issues);
  return good({
    tenant,
    entities,
    ...(Object.keys(fields).length > 0 ? { fields } : {}),
    ...(own === true ? { ownRecords: true } : {}),
  });
};
