import { aggregatesOf, check, conditions, type Expr, parse, print } from '../expr/index.ts';
import { bad, type Checked, good } from '../issue.ts';
import type { Entity, Model } from '../model/index.ts';
import { plan } from '../query/plan.ts';
import type { Plan, PlannedMeasure } from '../query/plan-types.ts';
import type { Answer, Condition, Exclusion, Explanation, Query } from '../query/query.ts';
import { registry } from './registry.ts';

/** One step from all rows to those that a figure is made of. */
interface Step {
  readonly reason: Exclusion['reason'];
  readonly condition: string;
  readonly expr: Expr;
}

const FLAG = { unit: 'flag' } as const;

const both = (parts: readonly Expr[]): Expr | null => {
  const [first] = parts;
  if (first === undefined) return null;
  return parts.length === 1 ? first : { op: 'call', type: FLAG, name: 'and', args: parts };
};

const shownCondition = ({ field, op, values }: Condition): string =>
  op === 'in' && values.length === 1
    ? `${field} = ${String(values[0])}`
    : `${field} ${op} ${values.map(String).join(', ')}`.trim();

/** The parts of a condition, each with its own words. */
const spelled = (text: string, entity: Entity): readonly { readonly text: string; readonly expr: Expr }[] => {
  const syntax = parse(text);
  if (!syntax.ok) return [];
  const { value } = syntax;
  const parts = value.op === 'call' && value.name === 'and' ? value.args : [value];
  return parts.flatMap((part) => {
    const expr = check(part, entity.scope, { aggregates: false });
    return expr.ok ? [{ text: print(part), expr: expr.value }] : [];
  });
};

/** Why rows fall out before the figure is computed: the filters of the question, in the order they were asked. */
const asked = (query: Query, model: Model): Checked<readonly Step[]> => {
  const { filters = [], where, search, entity } = query;
  const bare = { entity, measures: ['count()'] };
  const parts: readonly { readonly text: string; readonly query: Query }[] = [
    ...filters.map((filter) => ({ text: shownCondition(filter), query: { ...bare, filters: [filter] } })),
    ...(where === undefined || where.trim() === '' ? [] : [{ text: where, query: { ...bare, where } }]),
    ...(search === undefined || search.trim() === '' ? [] : [{ text: `"${search}"`, query: { ...bare, search } }]),
  ];
  const steps: Step[] = [];
  for (const part of parts) {
    const planned = plan(part.query, model, registry);
    if (!planned.ok) return planned;
    if (planned.value.where) steps.push({ reason: 'filtered', condition: part.text, expr: planned.value.where });
  }
  return good(steps);
};

/** The value that every aggregate of a formula is about; rows without it do not count. */
const needed = (formula: Expr): Expr | null => {
  const calls = aggregatesOf(formula);
  const about = calls.map((call) => (call.name === 'count' ? undefined : call.args[0]));
  const [first] = about;
  return first !== undefined && about.every((one) => JSON.stringify(one) === JSON.stringify(first)) ? first : null;
};

/** What a formula needs, by the words it uses for it: `avg(amount)` → `amount`. */
const neededText = (formulaText: string): string => /\(([^(),]*)[,)]/.exec(formulaText)?.[1]?.trim() ?? formulaText;

const meant = (measure: PlannedMeasure, entity: Entity): readonly Step[] => {
  const spelt = measure.whereText === undefined ? [] : spelled(measure.whereText, entity);
  const parts =
    spelt.length > 0
      ? spelt
      : measure.where === null
        ? []
        : conditions(measure.where).map((expr) => ({ text: measure.whereText ?? '', expr }));
  const steps = parts.map(({ text, expr }): Step => ({ reason: 'not_meant', condition: text, expr }));
  const about = needed(measure.formula);
  if (!about) return steps;
  const filled: Expr = { op: 'call', type: FLAG, name: 'filled', args: [about] };
  return [...steps, { reason: 'blank', condition: neededText(measure.formulaText), expr: filled }];
};

/** A measure that counts the rows for which everything up to a step holds. */
const counting = (steps: readonly Step[], upTo: number): PlannedMeasure => ({
  name: `step ${upTo}`,
  label: '',
  unit: 'count',
  formula: { op: 'call', type: { unit: 'number' }, name: 'count', args: [] },
  where: both(steps.slice(0, upTo).map(({ expr }) => expr)),
  formulaText: 'count()',
});

const numberAt = (answer: Answer, column: number): number => {
  const value = answer.measures[column]?.values[0];
  return typeof value === 'number' ? value : 0;
};

/**
 * How one figure of a query came about: the definition, the formula, how many rows it is made of and why the others are not in it;
 * included + excluded = population. It is itself a plan (one count per step), so that frames and SQL explain alike: `ask` answers it.
 */
export const explain = async (
  query: Query,
  measure: string,
  model: Model,
  ask: (plan: Plan) => Promise<Answer> | Answer,
): Promise<Checked<Explanation>> => {
  const planned = plan({ ...query, by: [], measures: [measure], sort: [] }, model, registry);
  if (!planned.ok) return planned;
  const [figure] = planned.value.measures;
  const filters = asked(query, model);
  if (!figure || !filters.ok) return filters.ok ? bad([]) : filters;
  const steps = [...filters.value, ...meant(figure, planned.value.entity)];
  const value = { ...figure, where: both([planned.value.where, figure.where].filter((one) => one !== null)) };
  const answer = await ask({
    ...planned.value,
    top: null,
    where: null,
    measures: [value, ...Array.from({ length: steps.length + 1 }, (_, at) => counting(steps, at))],
  });
  const left = (at: number) => numberAt(answer, at + 1);
  const population = left(0);
  const nullReason = answer.measures[0]?.reasons?.[0];
  return good(
    {
      measure,
      label: figure.label,
      unit: figure.unit,
      ...(figure.currency === undefined ? {} : { currency: figure.currency }),
      value: answer.measures[0]?.values[0] ?? null,
      definition: figure.metric?.note ?? null,
      formula: figure.formulaText,
      ...(figure.whereText === undefined ? {} : { where: figure.whereText }),
      population,
      included: left(steps.length),
      excluded: steps
        .map(({ reason, condition }, at) => ({ reason, condition, count: left(at) - left(at + 1) }))
        .filter(({ count }) => count > 0),
      ...(typeof nullReason === 'string' ? { nullReason } : {}),
    },
    planned.issues,
  );
};
