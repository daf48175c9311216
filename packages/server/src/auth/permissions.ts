import {
  ENTITY_ACTIONS,
  type EntityAction,
  mayDo,
  mayDoSomewhere,
  mayRun,
  type Rights,
  type TenantAction,
} from '@sluice/core';

/** What can be done: to records, and to the tenant itself. */
export type Action = EntityAction | TenantAction;

const isEntityAction = (action: Action): action is EntityAction => ENTITY_ACTIONS.some((one) => one === action);

/**
 * Whether somebody may do something: to the records of an entity, to those of some entity at least (without one), or to the tenant.
 */
export const may = (rights: Rights, action: Action, entity?: string): boolean => {
  if (!isEntityAction(action)) return mayRun(rights, action);
  return entity === undefined ? mayDoSomewhere(rights, action) : mayDo(rights, action, entity);
};

/** Whether somebody may write anything at all. */
export const mayWrite = (rights: Rights): boolean =>
  (['create', 'change', 'remove'] as const).some((action) => mayDoSomewhere(rights, action));

/** What of rights is reading: the same records and fields, and nothing done to them or to the tenant. */
export const readingOf = ({ entities, fields = {}, ...rights }: Rights): Rights => ({
  ...rights,
  tenant: [],
  entities: Object.fromEntries(
    Object.entries(entities).map(([name, actions]) => [name, actions.includes('read') ? ['read'] : []]),
  ),
  fields: Object.fromEntries(
    Object.entries(fields).map(([entity, named]) => [
      entity,
      Object.fromEntries(Object.entries(named).filter(([, right]) => right === 'none')),
    ]),
  ),
});
