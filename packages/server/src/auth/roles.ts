import { ENTITY_ACTIONS, type Label, type Rights, TENANT_ACTIONS } from '@sluice/core';

/** The name of a role: a tenant may have its own beside the built-in ones. */
export type Role = string;

/** A role as a tenant keeps it. */
export interface RoleDef {
  readonly label?: Label;
  readonly rights: Rights;
}

/** The role that runs a tenant. It may do everything, always: there is somebody who can let others in again. */
export const ADMIN = 'admin';
/** The role of whoever nothing else is said of, and of widgets. */
export const VIEWER = 'viewer';

const EVERYTHING: Rights = { tenant: TENANT_ACTIONS, entities: { '*': ENTITY_ACTIONS } };

/** What there is where a tenant says nothing else. */
export const BUILT_IN: Readonly<Record<string, RoleDef>> = {
  [ADMIN]: {
    label: { en: 'Administrator', fr: 'Administrateur', ru: 'Администратор', he: 'מנהל' },
    rights: EVERYTHING,
  },
  sales: {
    label: { en: 'Sales', fr: 'Commercial', ru: 'Продажи', he: 'מכירות' },
    rights: { tenant: [], entities: { '*': ENTITY_ACTIONS } },
  },
  [VIEWER]: {
    label: { en: 'Viewer', fr: 'Lecteur', ru: 'Наблюдатель', he: 'צופה' },
    rights: { tenant: [], entities: { '*': ['read', 'export'] } },
  },
};
/** The names of the built-in roles. */
export const ROLES: readonly string[] = Object.keys(BUILT_IN);

/** What roles were called before they were a tenant's own: tokens and commands may still say so. */
const FORMER: Readonly<Record<string, string>> = { owner: ADMIN, editor: 'sales' };

const NAME = /^[a-z][a-z0-9-]{0,39}$/;

/** Whether a word can be the name of a role. */
export const isRole = (word: string): boolean => NAME.test(word);

/** Whether a role of this name may be made: a former name would be taken for another. */
export const isNewRole = (word: string): boolean => isRole(word) && !Object.hasOwn(FORMER, word);

/** A role by the name it has now; null for what cannot be one. */
export const roleNamed = (word: unknown): Role | null => {
  if (typeof word !== 'string' || !isRole(word)) return null;
  return (Object.hasOwn(FORMER, word) ? FORMER[word] : undefined) ?? word;
};

/** The roles of a tenant by name: the built-in ones, with what it says of its own. Nobody says otherwise of `admin`. */
export const rolesOf = (own: Readonly<Record<string, RoleDef>>): ReadonlyMap<string, RoleDef> =>
  new Map([...Object.entries(BUILT_IN), ...Object.entries(own).filter(([name]) => name !== ADMIN)]);

/** What somebody may do who has no role of this tenant: nothing. */
export const NOTHING: Rights = { tenant: [], entities: {} };

/** What a role may do in a tenant; null when it has no such role. */
export const rightsOf = (role: Role, own: Readonly<Record<string, RoleDef>> = {}): Rights | null =>
  rolesOf(own).get(roleNamed(role) ?? '')?.rights ?? null;
