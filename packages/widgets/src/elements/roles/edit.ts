import { nameFrom } from '../settings/edit.ts';
import type { FieldAccess, Rights } from '../../sources/roles.ts';

/** The word that stands for every entity that is not named. */
export const OTHERS = '*';

/** What a role may do to an entity: its own rules, or those of all others. */
export const actionsOn = ({ entities }: Rights, entity: string): readonly string[] =>
  entities[entity] ?? entities[OTHERS] ?? [];

const toggled = (list: readonly string[], word: string): readonly string[] =>
  list.includes(word) ? list.filter((one) => one !== word) : [...list, word];

/** Rights with something allowed that was not, or the other way round. Who may not read an entity may do nothing else to it. */
export const withAction = (rights: Rights, entity: string, action: string): Rights => {
  const before = rights.entities[entity] ?? [];
  const next = toggled(before, action);
  const actions = action === 'read' && before.includes('read') ? [] : next;
  const seen = actions.length > 0 && !actions.includes('read') ? ['read', ...actions] : actions;
  return { ...rights, entities: { ...rights.entities, [entity]: seen } };
};

/** Rights with rules of their own for an entity, or without them again. */
export const withOwnRules = (rights: Rights, entity: string): Rights => {
  const { [entity]: known, ...others } = rights.entities;
  return {
    ...rights,
    entities: known === undefined ? { ...others, [entity]: actionsOn(rights, entity) } : others,
  };
};

/** Rights with something allowed in the organisation, or not any more. */
export const withTenantAction = (rights: Rights, action: string): Rights => ({
  ...rights,
  tenant: toggled(rights.tenant, action),
});

/** Rights with another access to a field; `write` says nothing of it. */
export const withField = (rights: Rights, entity: string, field: string, access: FieldAccess | 'write'): Rights => {
  const { [field]: _, ...fields } = rights.fields[entity] ?? {};
  const next = access === 'write' ? fields : { ...fields, [field]: access };
  const { [entity]: __, ...entities } = rights.fields;
  return { ...rights, fields: Object.keys(next).length === 0 ? entities : { ...entities, [entity]: next } };
};

/** A name of a role as commands and tokens write it: small letters, digits and hyphens, made of its label. */
export const roleNameFrom = (label: string, taken: ReadonlySet<string>): string =>
  nameFrom(label, new Set([...taken].map((name) => name.replaceAll('-', ''))))
    .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    .slice(0, 40);
