import { aggregatesOf, check, type Expr, isAggregate, parse } from '../expr/index.ts';
import { Kept } from '../expr/kept.ts';
import { bad, type Checked, good, type Issue, issue } from '../issue.ts';
import type { Entity, Field, Model } from '../model/index.ts';
import { GRANULARITIES, type Granularity, isDate } from '../time.ts';
import { selectionExpr } from './conditions.ts';
import { decodeCursor } from './cursor.ts';
import type { MetricSpec } from './metric-spec.ts';
import { lookUp, nearest, type Place } from './place.ts';
import type {
  ListKey,
  ListPlan,
  NaturalOrder,
  Plan,
  PlannedDimension,
  PlannedMeasure,
  PlannedOrder,
} from './plan-types.ts';
import type { Dimension, ListQuery, MeasureUnit, Query, Rates } from './query.ts';
import { checkRates, convertedBy, convertedCurrency, currencyOfColumn } from './rates.ts';

/** Where the metrics of an entity come from; the registry is one, so that a query does not depend on it. */
export interface Metrics {
  readonly find: (entity: Entity, id: string) => MetricSpec | undefined;
  readonly ids: (entity: Entity) => readonly string[];
}

const entityOf = (name: string, model: Model): Checked<Entity> => {
  const entity = model.named(name);
  if (entity) return good(entity);
  const names = model.entities.map((one) => one.name);
  return bad([issue('no_such_entity', ['entity'], { received: name, ...nearest(name, names) })]);
};

const orderOf = (place: Place, titled: boolean): NaturalOrder => {
  const { field, expr } = place;
  if (field && field.options.length > 0) return { kind: 'options', keys: field.options.map(({ key }) => key) };
  if (expr.op === 'lookup' && expr.type.unit === 'text')
    return {
      kind: 'options',
      keys: [...new Set(expr.table.flatMap(([, value]) => (typeof value === 'string' ? [value] : [])))],
    };
  return { kind: titled || expr.type.unit === 'text' ? 'label' : 'value' };
};

const titleOf = (model: Model, entity: Entity, name: string, field: Field | undefined): Expr | undefined => {
  const to = field?.unit === 'link' ? model.find(field.to ?? '') : undefined;
  const title = to && entity.scope.resolve([...name.split('.'), to.title.name]);
  return title?.type.unit === 'text' ? title : undefined;
};

const isGranularity = (word: string | undefined): word is Granularity =>
  word !== undefined && (GRANULARITIES as readonly string[]).includes(word);

/** `dueOn:month` as a field and a granularity. */
export const dimensionOf = (said: Dimension): { readonly field: string; readonly granularity?: Granularity } => {
  if (typeof said !== 'string') return said;
  const [field = said, word] = said.split(':');
  return isGranularity(word) ? { field, granularity: word } : { field: said };
};

const planDimension = (said: Dimension, at: number, entity: Entity, model: Model): Checked<PlannedDimension> => {
  const { field: name, granularity } = dimensionOf(said);
  const found = lookUp(model, entity, name, ['by', at]);
  if (!found.ok) return found;
  const { field } = found.value;
  let { expr } = found.value;
  const { unit } = expr.type;
  if (unit === 'tags' || unit === 'links' || unit === 'json' || unit === 'null')
    return bad([issue('not_a_dimension', ['by', at, name], { received: unit })]);
  if (unit === 'instant') expr = { op: 'call', type: { unit: 'date' }, name: 'dateOf', args: [expr] };
  if (granularity !== undefined && expr.type.unit !== 'date')
    return bad([issue('not_a_period', ['by', at, name], { received: unit })]);
  const title = titleOf(model, entity, name, field);
  return good({
    name: granularity === undefined ? name : `${name}:${granularity}`,
    label: field?.label ?? name,
    expr,
    unit: expr.type.unit === 'null' ? 'text' : expr.type.unit,
    ...(granularity === undefined ? {} : { granularity }),
    ...(title ? { title } : {}),
    order: orderOf({ ...found.value, expr }, title !== undefined),
    ...(field ? { field } : {}),
  });
};

/** What an aggregate expression measures, as far as its units tell. */
const unitOf = (expr: Expr): MeasureUnit => {
  const { unit } = expr.type;
  if (unit === 'money' || unit === 'percent' || unit === 'date' || unit === 'flag') return unit;
  if (unit !== 'number') return 'text';
  if (expr.op !== 'call') return 'number';
  if (expr.name === 'count' || expr.name === 'countDistinct') return 'count';
  if (expr.name === 'divide') return 'ratio';
  const [about] = expr.args;
  return isAggregate(expr) && about?.op === 'call' && about.name === 'diffDays' ? 'days' : 'number';
};

/** The amounts that an expression is made of, without those it only compares. */
const amountsIn = (expr: Expr): readonly Expr[] => {
  if (expr.op === 'column') return [expr];
  if (expr.op !== 'call' || expr.type.unit === 'flag') return [];
  return expr.args.flatMap(amountsIn);
};

/** The field that names the currency of each row, when a figure adds amounts that have no fixed one. */
const currencyOf = (formula: Expr, entity: Entity, model: Model): Expr | undefined => {
  const added = aggregatesOf(formula).flatMap(({ name, args: [about] }) =>
    about === undefined || name === 'count' || name === 'countDistinct' ? [] : amountsIn(about),
  );
  for (const amount of added) {
    const currency = currencyOfColumn(amount, entity, model);
    if (currency) return currency;
  }
  return undefined;
};

/** A measure whose amounts name their own currency: converted where there are rates, else told apart by the dimension that is it. */
const inCurrency = (
  measure: PlannedMeasure,
  { dimensions, rates }: { readonly dimensions: readonly PlannedDimension[]; readonly rates: Rates | undefined },
  entity: Entity,
  model: Model,
): PlannedMeasure => {
  const currency = currencyOf(measure.formula, entity, model);
  if (!currency) return measure;
  if (rates) {
    const formula = convertedBy(measure.formula, rates, entity, model);
    return { ...measure, formula, currencyOf: convertedCurrency(currency, rates) };
  }
  const written = JSON.stringify(currency);
  const at = dimensions.findIndex(({ expr }) => JSON.stringify(expr) === written);
  return { ...measure, currencyOf: currency, ...(at < 0 ? {} : { currencyAt: at }) };
};

/** `sum:amount` and `count` are short for `sum(amount)` and `count()`. */
const spelledOut = (said: string): string => {
  const short = /^([a-zA-Z0-9]+)(?::([\w.]+))?$/.exec(said.trim());
  const [, name = '', about = ''] = short ?? [];
  return short && (about !== '' || name === 'count') ? `${name}(${about})` : said;
};

const planMeasure = (
  said: string,
  at: number,
  entity: Entity,
  model: Model,
  metrics: Metrics,
): Checked<PlannedMeasure> => {
  const metric = metrics.find(entity, said);
  if (metric) {
    const { label, unit, currency, formula, where, formulaText, whereText } = metric;
    return good({
      name: said,
      label,
      unit,
      ...(currency === undefined ? {} : { currency }),
      formula,
      where,
      formulaText,
      ...(whereText === undefined ? {} : { whereText }),
      metric,
    });
  }
  const text = spelledOut(said);
  const syntax = parse(text);
  const expr = syntax.ok ? check(syntax.value, entity.scope, { aggregates: true }) : syntax;
  if (!expr.ok) {
    if (/^[\w.]+$/.test(said))
      return bad([
        issue('no_such_metric', ['measures', at], { received: said, ...nearest(said, metrics.ids(entity)) }),
      ]);
    return bad(expr.issues.map((fault) => ({ ...fault, path: ['measures', at, ...fault.path] })));
  }
  return good({
    name: said,
    label: said,
    unit: unitOf(expr.value),
    ...(expr.value.type.currency === undefined ? {} : { currency: expr.value.type.currency }),
    formula: expr.value,
    where: null,
    formulaText: text,
  });
};

/** A sort word taken apart: `-amount` is descending. */
const sortWord = (word: string): { readonly name: string; readonly descending: boolean } =>
  word.startsWith('-') ? { name: word.slice(1), descending: true } : { name: word, descending: false };

const planOrder = (
  word: string,
  at: number,
  dimensions: readonly PlannedDimension[],
  measures: readonly PlannedMeasure[],
): Checked<PlannedOrder> => {
  const { name, descending } = sortWord(word);
  const dimension = dimensions.findIndex((one) => one.name === name);
  if (dimension >= 0) return good({ of: 'dimension', index: dimension, descending });
  const measure = measures.findIndex((one) => one.name === name);
  if (measure >= 0) return good({ of: 'measure', index: measure, descending });
  const names = [...dimensions, ...measures].map((one) => one.name);
  return bad([issue('not_sortable', ['sort', at], { received: name, ...nearest(name, names) })]);
};

/** Several checked values as one; every issue is kept. */
const together = <T>(parts: readonly Checked<T>[], issues: Issue[]): readonly T[] => {
  issues.push(...parts.flatMap((part) => part.issues));
  return parts.flatMap((part) => (part.ok ? [part.value] : []));
};

const checkDay = (asOf: string | undefined, issues: Issue[]): void => {
  if (asOf !== undefined && !isDate(asOf))
    issues.push(issue('not_date', ['asOf'], { received: asOf, remedy: 'Write it as 2017-09-30.' }));
};

const broken = (issues: readonly Issue[]): boolean => issues.some((one) => one.severity === 'error');

const REMEMBERED = 64;
const remembered = new Kept<Map<string, Checked<Plan>>>();

/**
 * Checks a query against the model: names looked up, values read in their units, measures compiled. Everything wrong with it is an issue
 * with its path. The same query gets the same plan, so that runtimes may keep what they computed for it.
 */
export const plan = (query: Query, model: Model, metrics: Metrics): Checked<Plan> => {
  const known = remembered.of(model, metrics, () => new Map());
  const key = JSON.stringify(query);
  const made = known.get(key) ?? planned(query, model, metrics);
  known.delete(key);
  if (made.ok) known.set(key, made);
  const [oldest] = known.keys();
  if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
  return made;
};

const planned = (query: Query, model: Model, metrics: Metrics): Checked<Plan> => {
  const found = entityOf(query.entity, model);
  if (!found.ok) return found;
  const entity = found.value;
  const { by = [], measures: asked, sort = [], top, other = false, rates } = query;
  const issues: Issue[] = [];
  const [where = null] = together([selectionExpr(query, entity, model)], issues);
  const dimensions = together(
    by.map((said, at) => planDimension(said, at, entity, model)),
    issues,
  );
  const figures = together(
    asked.map((said, at) => planMeasure(said, at, entity, model, metrics)),
    issues,
  );
  if (rates) issues.push(...checkRates(rates));
  if (top !== undefined && !(Number.isInteger(top) && top >= 1 && top <= 1000))
    issues.push(issue('not_a_limit', ['top'], { expected: 'between 1 and 1000', received: String(top) }));
  checkDay(query.asOf, issues);
  // What the question lacks is said first; a sort word can only be judged when everything else stands.
  if (broken(issues)) return bad(issues);
  const measures = figures.map((measure) => inCurrency(measure, { dimensions, rates }, entity, model));
  const order = together(
    sort.map((word, at) => planOrder(word, at, dimensions, measures)),
    issues,
  );
  if (broken(issues)) return bad(issues);
  const { asOf = null } = query;
  const laid = { entity, where, asOf, dimensions, measures, order, top: top ?? null, other };
  return good(rates ? { ...laid, rates } : laid, issues);
};

const planKey = (word: string, at: number, entity: Entity, model: Model): Checked<ListKey> => {
  const { name, descending } = sortWord(word);
  const found = lookUp(model, entity, name, ['sort', at]);
  if (!found.ok) return found;
  const { field } = found.value;
  const expr = titleOf(model, entity, name, field) ?? found.value.expr;
  const { unit } = expr.type;
  if (unit === 'tags' || unit === 'links' || unit === 'json')
    return bad([issue('not_sortable', ['sort', at], { received: name })]);
  return good({ name, expr, descending, order: orderOf({ ...found.value, expr }, false) });
};

const whole = (name: string, value: number | undefined, low: number, high: number, issues: Issue[]): void => {
  if (value === undefined || (Number.isInteger(value) && value >= low && value <= high)) return;
  issues.push(issue('not_a_limit', [name], { expected: `between ${low} and ${high}`, received: String(value) }));
};

/** Checks the query of a page against the model. */
export const planList = (query: ListQuery, model: Model): Checked<ListPlan> => {
  const found = entityOf(query.entity, model);
  if (!found.ok) return found;
  const entity = found.value;
  const { sort = [], limit, offset, cursor } = query;
  const issues: Issue[] = [];
  const [where = null] = together([selectionExpr(query, entity, model)], issues);
  const keys = together(
    sort.map((word, at) => planKey(word, at, entity, model)),
    issues,
  );
  checkDay(query.asOf, issues);
  whole('limit', limit, 1, 1000, issues);
  whole('offset', offset, 0, Number.MAX_SAFE_INTEGER, issues);
  const after = cursor === undefined ? null : decodeCursor(cursor);
  if (cursor !== undefined && after?.length !== sort.length + 1)
    issues.push(issue('not_a_cursor', ['cursor'], { remedy: 'Begin again without a cursor.' }));
  if (broken(issues)) return bad(issues);
  const { asOf = null } = query;
  return good({ entity, where, asOf, keys, limit: limit ?? 50, offset: offset ?? 0, after }, issues);
};
