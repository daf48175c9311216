import type { Entity, Field, Json, Model } from '@sluice/core';

/** What a draft links to: the id of a record of an entity, or nothing where there is none yet. */
export type Target = (entity: string) => string | undefined;

const TEXTS = new Set(['text', 'note']);

/** A mark by which a text of a tenant is known wherever it turns up. */
export const canary = (tenant: string, entity: string, field: string, at: number): string =>
  `CANARY-${tenant}-${entity}-${field}-${at}`;

/** The first four digits of every figure of a tenant: no other tenant's begin so. */
export const FIGURES: Readonly<Record<string, number>> = { acme: 1117, globex: 3137, initech: 7177 };

const monthOf = (at: number): string => `${1950 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-01`;

const figure = (tenant: string, field: Field, at: number): number => {
  if (field.kind === 'percent') return (at % 90) + 5;
  const wish = (FIGURES[tenant] ?? 1) * 1000 + (at % 1000);
  const scale = field.kind === 'money' ? 100 : 1;
  const { min, max } = field;
  if (max !== undefined && wish > max / scale) return min === undefined ? 1 : Math.ceil(min / scale) + (at % 5);
  return wish;
};

/** A value of a field on the wire, by which its tenant is known where the kind leaves room for that. */
const valueOf = (tenant: string, field: Field, at: number, target: Target): Json | undefined => {
  const { kind, name, options, entity } = field;
  if (TEXTS.has(kind)) return canary(tenant, entity, name, at).slice(0, field.max ?? 900);
  switch (kind) {
    case 'email':
      // the same in every tenant: that somebody has it elsewhere must not show
      return `person${at}@example.com`;
    case 'phone':
      return `+33 1 ${10 + (at % 89)} 00 00 00`;
    case 'url':
      return `https://canary-${tenant}.example/${at}`;
    case 'number':
    case 'money':
    case 'percent':
      return figure(tenant, field, at);
    case 'flag':
      return at % 2 === 0;
    case 'tags':
      return [canary(tenant, entity, name, at)];
    case 'choice':
    case 'stage':
      return options[0]?.key;
    case 'date':
      return field.unique ? monthOf(at) : '2025-01-15';
    case 'instant':
      return '2025-01-15T09:30:00.000Z';
    case 'link': {
      const id = target(field.to ?? '');
      return id === undefined ? undefined : field.many ? [id] : id;
    }
    case 'json':
      return { note: canary(tenant, entity, name, at) };
    default:
      return undefined;
  }
};

/**
 * What a tenant sends to make a record of an entity, every field it can fill filled. `at`: its number, so that no two are the same where
 * they may not be. Links that exclude each other (`about`) are left out but for the first.
 */
export const draftOf = (entity: Entity, tenant: string, at: number, target: Target): Record<string, Json> => {
  const draft: Record<string, Json> = {};
  const [, ...others] = entity.about;
  for (const field of entity.stored) {
    if (others.includes(field.name) || field.readOnly || /closed|completed|converted|replied/i.test(field.name))
      continue;
    const value = valueOf(tenant, field, at, target);
    if (value !== undefined) draft[field.name] = value;
  }
  // a key of several fields is a key of the draft's number
  const set = (name: string, value: number): void => {
    if (entity.stored.some((one) => one.name === name && one.kind === 'number')) draft[name] = value;
  };
  for (const { name, kind } of entity.stored)
    if (kind === 'date' && entity.key.includes(name)) draft[name] = monthOf(at);
  set('month', (at % 12) + 1);
  set('year', 2000 + Math.floor(at / 12));
  return draft;
};

/** The entities of a model, each after those it has to link to; where two link to each other, as they come. */
export const inOrder = (model: Model): readonly Entity[] => {
  const left = [...model.entities];
  const done: Entity[] = [];
  while (left.length > 0) {
    const free = left.findIndex((entity) =>
      entity.stored.every(({ to }) => to === undefined || to === entity.name || done.some(({ name }) => name === to)),
    );
    done.push(...left.splice(Math.max(free, 0), 1));
  }
  return done;
};
