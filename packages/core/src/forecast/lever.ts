import { type Issue, issue } from '../issue.ts';

/**
 * One lever of a what-if, in memory units: factors in basis points (11 000 is × 1.10), points and probabilities in basis points, amounts in
 * minor units. Levers move open deals only; what is won or lost has happened.
 */
export type ScenarioLever =
  /** Amounts × factor, rounded per deal half away from zero; `where` in the small language. */
  | { readonly kind: 'amount'; readonly where?: string; readonly factor: number }
  /** The probability of a stage, for its deals whose probability nobody overrode; held within 0–10 000. */
  | { readonly kind: 'probability'; readonly stage: string; readonly points: number }
  /** The days from creation to the expected close × factor; no day that lies ahead falls before today. */
  | { readonly kind: 'cycle'; readonly factor: number }
  | { readonly kind: 'drop'; readonly id: string }
  /** So many more open deals of one amount and probability. */
  | { readonly kind: 'add'; readonly count: number; readonly amount: number; readonly probability: number };

/** Levers in the order they are pulled: each works on what those before it left. */
export interface Scenario {
  readonly levers: readonly ScenarioLever[];
}

/** The scenario in which nothing is changed. */
export const AS_IT_IS: Scenario = { levers: [] };

/** How many levers a scenario may have, and how long a word in it. */
export const MOST_LEVERS = 50;
export const LONGEST_WORD = 2000;

/** Bounds of the numbers of levers, in memory units: the least and the most, and how both are written for people. */
const BOUNDS = {
  factor: [0, 10_000_000, '0', '1000'],
  points: [-10_000, 10_000, '-100', '100'],
  probability: [0, 10_000, '0', '100'],
  count: [1, 10_000, '1', '10000'],
  amount: [0, Number.MAX_SAFE_INTEGER, '0', '2^53 − 1'],
} as const;

/** What is wrong with the numbers of a lever: `too_small`, `too_large`, `too_precise` at the path of each. */
export const checkLever = (lever: ScenarioLever, path: readonly (string | number)[]): readonly Issue[] =>
  Object.entries(lever).flatMap(([name, value]: [string, unknown]): readonly Issue[] => {
    if (typeof value !== 'number' || !Object.hasOwn(BOUNDS, name)) return [];
    const [least, most, low, high] = BOUNDS[name as keyof typeof BOUNDS];
    const at = [...path, name];
    if (value < least) return [issue('too_small', at, { expected: `at least ${low}`, received: String(value) })];
    if (!(value <= most)) return [issue('too_large', at, { expected: `at most ${high}`, received: String(value) })];
    return Number.isInteger(value) ? [] : [issue('too_precise', at, { received: String(value) })];
  });

/** An issue with a scenario as a whole, `not_a_scenario`. */
export const notAScenario = (path: readonly (string | number)[], received: string): Issue =>
  issue('not_a_scenario', path, { received });

/** Both scenarios as one: the levers of the second are pulled after those of the first. */
export const compose = (first: Scenario, second: Scenario): Scenario => ({
  levers: [...first.levers, ...second.levers],
});
