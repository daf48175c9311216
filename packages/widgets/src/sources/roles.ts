import type { Answered, Asking } from './answered.ts';
import { isObject, unreadableError } from './failure.ts';

/** What a role may do with a field: nothing said means that it may be read and written. */
export type FieldAccess = 'read' | 'none';

/** What a role may do: to the tenant, to entities (`*`: to all that are not named), and with fields. */
export interface Rights {
  readonly tenant: readonly string[];
  readonly entities: Readonly<Record<string, readonly string[]>>;
  readonly fields: Readonly<Record<string, Readonly<Record<string, FieldAccess>>>>;
  /** Sees only records whose owner it is. */
  readonly ownRecords: boolean;
}

/** A role of a tenant. */
export interface Role {
  readonly name: string;
  readonly label: string;
  readonly builtIn: boolean;
  /** It can never be changed. */
  readonly fixed: boolean;
  /** How many people have it. */
  readonly members: number;
  readonly rights: Rights;
}

/** The roles of a tenant. */
export interface Roles {
  /** Of the tenant's settings: what a change is made against. */
  readonly version: number;
  readonly items: readonly Role[];
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const words = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

const rightsIn = (json: unknown): Rights => {
  const { tenant, entities, fields, ownRecords } = isObject(json) ? json : {};
  const listed = isObject(entities) ? Object.entries(entities) : [];
  return {
    tenant: words(tenant),
    entities: Object.fromEntries(listed.map(([name, actions]) => [name, words(actions)])),
    fields: (isObject(fields) ? fields : {}) as Rights['fields'],
    ownRecords: ownRecords === true,
  };
};

const roleIn = (json: Readonly<Record<string, unknown>>): Role => ({
  name: text(json['name']),
  label: text(json['label']) || text(json['name']),
  builtIn: json['builtIn'] === true,
  fixed: json['fixed'] === true,
  members: typeof json['members'] === 'number' ? json['members'] : 0,
  rights: rightsIn(json['rights']),
});

/** The roles that the tenant knows. */
export const rolesOf = (ask: Asking): Promise<Answered<Roles>> =>
  ask('get', 'roles', ({ json }) => {
    const { version, items } = isObject(json) ? json : {};
    if (typeof version !== 'number' || !Array.isArray(items))
      throw unreadableError('What came back is not the roles of a Sluice server.');
    return { version, items: items.filter(isObject).map(roleIn) };
  });

/** Makes or replaces a role; effective at once for everybody who has it. */
export const keepRole = (
  ask: Asking,
  { name, label, rights }: Pick<Role, 'name' | 'label' | 'rights'>,
  version: number,
): Promise<Answered<null>> =>
  ask('put', `roles/${encodeURIComponent(name)}`, () => null, { json: { label, rights }, version });

/** Takes a role away that nobody has; one of the product's own goes back to what it was. */
export const removeRole = (ask: Asking, name: string, version: number): Promise<Answered<null>> =>
  ask('delete', `roles/${encodeURIComponent(name)}`, () => null, { version });
