import type { FigureDef } from '../blueprint/index.ts';
import type { Entity, Summary } from '../model/index.ts';
import type { Condition, Query } from '../query/query.ts';
import { metricsOf } from './registry.ts';

/** The name and address of the statistics every entity has. */
const STATS = 'stats';

/** What is told of every entity that does not say otherwise: its metrics, and how many records there are by each stage and choice. */
const statsOf = (entity: Entity): Summary => {
  const words = entity.fields.filter(({ kind, formula }) => !formula && (kind === 'stage' || kind === 'choice'));
  const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
  const total: FigureDef = { measures: ['count()', ...metricsOf(entity).map(({ id }) => id)] };
  const by = words.map(({ name }): [string, FigureDef] => [
    `by${capital(name)}`,
    { by: [name], measures: ['count()'] },
  ]);
  return {
    name: STATS,
    label: { en: 'Statistics', fr: 'Statistiques', ru: 'Статистика', he: 'סטטיסטיקה' },
    path: STATS,
    parameters: [],
    figures: { total, ...Object.fromEntries(by) },
  };
};

const known = new WeakMap<Entity, readonly Summary[]>();

/** The summaries of an entity: its statistics, and what its blueprint declares (which may declare statistics of its own). */
export const summariesOf = (entity: Entity): readonly Summary[] => {
  const own = known.get(entity);
  if (own) return own;
  const declared = entity.summaries.some(({ path }) => path === STATS);
  const all = declared ? entity.summaries : [statsOf(entity), ...entity.summaries];
  known.set(entity, all);
  return all;
};

/** The questions of a summary, by name. `values`: of its parameters, as an address has them. */
export const queriesOf = (
  entity: Entity,
  { figures, parameters }: Summary,
  values: Readonly<Record<string, string>> = {},
): Readonly<Record<string, Query>> => {
  const filters = parameters.map((field): Condition => ({ field, op: 'in', values: [values[field] ?? null] }));
  return Object.fromEntries(
    Object.entries(figures).map(([name, { by = [], measures, where, sort, top }]): [string, Query] => [
      name,
      {
        entity: entity.name,
        measures,
        ...(by.length > 0 ? { by } : {}),
        ...(filters.length > 0 ? { filters } : {}),
        ...(where === undefined ? {} : { where }),
        ...(sort === undefined ? {} : { sort }),
        ...(top === undefined ? {} : { top }),
      },
    ]),
  );
};
