import { check } from '../expr/check.ts';
import { parse } from '../expr/parse.ts';
import type { Expr } from '../expr/tree.ts';
import type { Label } from '../kinds/index.ts';
import type { Entity } from '../model/index.ts';
import type { MetricSpec } from '../query/metric-spec.ts';
import type { Metrics } from '../query/plan.ts';
import type { MeasureUnit } from '../query/query.ts';
import { DEFINITIONS, type Definition } from './definitions.ts';

/** A metric of an entity, as people read it: the names of its fields stand in the formula. */
export interface Metric {
  readonly id: string;
  readonly label: Label;
  readonly unit: MeasureUnit;
  readonly formula: string;
  readonly where?: string;
  /** The dimension it is shown by when nothing else is asked. */
  readonly by?: string;
  /** The field by whose day a record is of a period; left out: a figure of a day. */
  readonly dated?: string;
  readonly note?: Label;
}

/** A text with `{part}` replaced by the field that plays the part; null when the entity has no such field. */
const spoken = (text: string, entity: Entity): string | null => {
  let whole = true;
  const said = text.replace(/\{(\w+)\}/g, (_, part: keyof Entity['parts']) => {
    const name = entity.parts[part];
    if (name !== undefined) return name;
    const { amount, probability } = entity.parts;
    if (part === 'weighted' && amount !== undefined && probability !== undefined) return `${amount} * ${probability}`;
    whole = false;
    return '';
  });
  return whole ? said : null;
};

const forEntity = (definition: Definition, entity: Entity): readonly Metric[] => {
  const { id, label, unit, note } = definition;
  const formula = spoken(definition.formula, entity);
  const where = definition.where === undefined ? undefined : spoken(definition.where, entity);
  const by = definition.by === undefined ? undefined : entity.parts[definition.by];
  const dated = definition.dated === undefined ? undefined : entity.parts[definition.dated];
  if (formula === null || where === null || (definition.by !== undefined && by === undefined)) return [];
  return [
    {
      id,
      label,
      unit,
      formula,
      note,
      ...(where === undefined ? {} : { where }),
      ...(by === undefined ? {} : { by }),
      ...(dated === undefined ? {} : { dated }),
    },
  ];
};

const lists = new WeakMap<Entity, readonly Metric[]>();

/** Every metric an entity has: those of the field whose parts it plays, then those its blueprint declares (which win over an equal id). */
export const metricsOf = (entity: Entity): readonly Metric[] => {
  const known = lists.get(entity);
  if (known) return known;
  const declared = new Set(entity.metrics.map((metric) => metric.id));
  const general = DEFINITIONS.filter(({ id }) => !declared.has(id)).flatMap((definition) =>
    forEntity(definition, entity),
  );
  const list = [...general, ...entity.metrics];
  lists.set(entity, list);
  return list;
};

const compile = (text: string, entity: Entity, aggregates: boolean): Expr => {
  const syntax = parse(text);
  const expr = syntax.ok ? check(syntax.value, entity.scope, { aggregates }) : syntax;
  // Definitions are the product's own and declared metrics were checked with the model: this is a fault of ours, not of the user.
  if (!expr.ok)
    throw new Error(
      `metric of ${entity.name} does not compile: ${text}: ${expr.issues.map((one) => one.message).join(' ')}`,
    );
  return expr.value;
};

const specs = new WeakMap<Entity, Map<string, MetricSpec | undefined>>();

/** A metric of an entity, compiled once: what a query plan and an explanation read. Undefined for an id that the entity does not have. */
export const metricOf = (entity: Entity, id: string): MetricSpec | undefined => {
  const known = specs.get(entity) ?? new Map<string, MetricSpec | undefined>();
  specs.set(entity, known);
  if (known.has(id)) return known.get(id);
  const metric = metricsOf(entity).find((one) => one.id === id);
  const spec = metric && {
    id,
    label: metric.label,
    unit: metric.unit,
    ...currencyOf(compile(metric.formula, entity, true)),
    formula: compile(metric.formula, entity, true),
    where: metric.where === undefined ? null : compile(metric.where, entity, false),
    formulaText: metric.formula,
    ...(metric.where === undefined ? {} : { whereText: metric.where }),
    ...(metric.by === undefined ? {} : { by: metric.by }),
    ...(metric.note === undefined ? {} : { note: metric.note }),
  };
  known.set(id, spec);
  return spec;
};

const currencyOf = (expr: Expr): { readonly currency?: string } =>
  expr.type.currency === undefined ? {} : { currency: expr.type.currency };

/** The metrics of the field, as a query asks for them. */
export const registry: Metrics = { find: metricOf, ids: (entity) => metricsOf(entity).map(({ id }) => id) };
