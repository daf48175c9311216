import * as z from 'zod/mini';
import { check } from '../expr/check.ts';
import { parse } from '../expr/parse.ts';
import type { Expr } from '../expr/tree.ts';
import { bad, type Checked, good, hasErrors, type Issue, issue } from '../issue.ts';
import type { Entity } from '../model/index.ts';
import { exponent, jsonFromMinor, minorFromDecimal } from '../money.ts';
import { checkLever, type ScenarioLever, LONGEST_WORD, MOST_LEVERS, notAScenario, type Scenario } from './lever.ts';

const word = z.string().check(z.minLength(1), z.maxLength(LONGEST_WORD));
const decimal = z.union([z.number(), z.string().check(z.maxLength(40))]);
const lever = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('amount'), where: z.optional(word), factor: z.number() }),
  z.strictObject({ kind: z.literal('probability'), stage: word, points: z.number() }),
  z.strictObject({ kind: z.literal('cycle'), factor: z.number() }),
  z.strictObject({ kind: z.literal('drop'), id: word }),
  z.strictObject({ kind: z.literal('add'), count: z.number(), amount: decimal, probability: z.number() }),
]);
const scenario = z.strictObject({ levers: z.array(lever).check(z.maxLength(MOST_LEVERS)) });

/** A lever as JSON carries it: factors as they are spoken (1.1), points and probabilities in percent, amounts in major units. */
export type WireLever = z.infer<typeof lever>;

/** A scenario as JSON. */
export interface WireScenario {
  readonly levers: readonly WireLever[];
}

/** A decimal as a whole number of its last allowed place; NaN, with an issue, when it is not one. */
const whole = (
  given: number | string,
  decimals: number,
  path: readonly (string | number)[],
  issues: Issue[],
): number => {
  const read = minorFromDecimal(given, decimals);
  if (read?.exact) return read.minor;
  issues.push(issue(read ? 'too_precise' : 'not_number', path, { received: String(given) }));
  return Number.NaN;
};

const fromWire = (
  given: WireLever,
  path: readonly (string | number)[],
  currency: string,
  issues: Issue[],
): ScenarioLever => {
  switch (given.kind) {
    case 'amount': {
      const { where } = given;
      const syntax = where === undefined ? good(null) : parse(where);
      issues.push(...syntax.issues.map((one) => ({ ...one, path: [...path, 'where', ...one.path] })));
      return {
        kind: 'amount',
        ...(where === undefined ? {} : { where }),
        factor: whole(given.factor, 4, [...path, 'factor'], issues),
      };
    }
    case 'probability':
      return { ...given, points: whole(given.points, 2, [...path, 'points'], issues) };
    case 'cycle':
      return { ...given, factor: whole(given.factor, 4, [...path, 'factor'], issues) };
    case 'drop':
      return given;
    case 'add':
      return {
        ...given,
        amount: whole(given.amount, exponent(currency), [...path, 'amount'], issues),
        probability: whole(given.probability, 2, [...path, 'probability'], issues),
      };
  }
};

/**
 * Reads a scenario from JSON, strictly: unknown kinds and members are issues (`not_a_scenario`), so are numbers out of bounds
 * (`too_small`, `too_large`), with more decimals than they can keep (`too_precise`) and conditions that cannot be parsed. Amounts are in
 * major units of the currency (ISO 4217).
 */
export const readScenario = (json: unknown, currency: string): Checked<Scenario> => {
  const read = scenario.safeParse(json);
  if (!read.success)
    return bad(
      read.error.issues.map((fault) =>
        notAScenario(
          fault.path.filter((step) => typeof step !== 'symbol'),
          fault.message,
        ),
      ),
    );
  const issues: Issue[] = [];
  const levers = read.data.levers.map((given, i): ScenarioLever => {
    const path = ['levers', i];
    const found: Issue[] = [];
    const one = fromWire(given, path, currency, found);
    issues.push(...(hasErrors(found) ? found : [...found, ...checkLever(one, path)]));
    return one;
  });
  return hasErrors(issues) ? bad(issues) : good({ levers }, issues);
};

/** Writes a scenario as JSON; the inverse of `readScenario` with the same currency. */
export const writeScenario = ({ levers }: Scenario, currency: string): WireScenario => ({
  levers: levers.map((one): WireLever => {
    switch (one.kind) {
      case 'amount':
        return {
          kind: 'amount',
          ...(one.where === undefined ? {} : { where: one.where }),
          factor: one.factor / 10_000,
        };
      case 'probability':
        return { ...one, points: one.points / 100 };
      case 'cycle':
        return { ...one, factor: one.factor / 10_000 };
      case 'drop':
        return one;
      case 'add':
        return { ...one, amount: jsonFromMinor(one.amount, exponent(currency)), probability: one.probability / 100 };
    }
  }),
});

/**
 * The conditions of a scenario's levers, compiled for an entity, by their text. Issues of the small language, `not_a_condition` for what
 * is no flag; their paths lead to the lever. With `evaluate` they make the `matches` of `applyScenario`.
 */
export const compileWheres = ({ levers }: Scenario, entity: Entity): Checked<ReadonlyMap<string, Expr>> => {
  const found = new Map<string, Expr>();
  const issues: Issue[] = [];
  levers.forEach((one, i) => {
    if (one.kind !== 'amount' || one.where === undefined) return;
    const path = ['levers', i, 'where'];
    const syntax = parse(one.where);
    const expr = syntax.ok ? check(syntax.value, entity.scope, { aggregates: false }) : syntax;
    issues.push(...expr.issues.map((fault) => ({ ...fault, path: [...path, ...fault.path] })));
    if (!expr.ok) return;
    if (expr.value.type.unit === 'flag') found.set(one.where, expr.value);
    else issues.push(issue('not_a_condition', path, { received: expr.value.type.unit }));
  });
  return hasErrors(issues) ? bad(issues) : good(found, issues);
};
