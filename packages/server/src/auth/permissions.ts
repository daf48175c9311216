import type { Role } from './roles.ts';

/** What can be done: to records, and to the tenant itself. */
export const ACTIONS = ['read', 'create', 'change', 'remove', 'import', 'invite', 'embed'] as const;
export type Action = (typeof ACTIONS)[number];

/** What a role may do to an entity; `*`: to every entity that is not named, and to the tenant. */
export type Permissions = Readonly<Record<Role, Readonly<Record<string, readonly Action[]>>>>;

/** What roles may do where a tenant says nothing else. */
export const PERMISSIONS: Permissions = {
  viewer: { '*': ['read'] },
  editor: { '*': ['read', 'create', 'change', 'remove', 'import'] },
  owner: { '*': ACTIONS },
};

/**
 * Whether a role may do something to an entity, or (without one) to the tenant. `own`: what a tenant says of its own; whatever it
 * names replaces what is said here, and what neither names is not allowed.
 */
export const may = (role: Role, action: Action, entity = '*', own?: Partial<Permissions>): boolean => {
  for (const table of [own?.[role], PERMISSIONS[role]]) {
    if (table === undefined) continue;
    const named = Object.hasOwn(table, entity) ? table[entity] : undefined;
    const said = named ?? (Object.hasOwn(table, '*') ? table['*'] : undefined);
    if (said !== undefined) return said.includes(action);
  }
  return false;
};
