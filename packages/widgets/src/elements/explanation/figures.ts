import type { Contributions, Explanation, Query } from '@sluice/core';

/** A figure that can be explained: asked of the source, or told by the element that reckoned it. */
export type ExplainedFigure =
  | {
      readonly name: string;
      /** The question whose figure is explained, without the filters of the app. */
      readonly query: Query;
      /** The id of the metric, or an aggregate expression. */
      readonly measure: string;
    }
  | {
      readonly name: string;
      readonly told: Explanation;
      /** The records it is made of; null where it cannot be shared out among them. */
      readonly deals: Contributions | null;
      /** Why it has no value, in a sentence. */
      readonly why?: string;
    };

/** What an element tells of a figure that it reckoned itself. */
export interface ToldFigure {
  readonly name: string;
  readonly value: number | null;
  readonly unit: Explanation['unit'];
  readonly currency: string | null;
  readonly definition: string;
  readonly formula: string;
  readonly population: number;
  /** Records left out, by why: in words, or as a condition. */
  readonly leftOut?: readonly {
    readonly reason: 'not_meant' | 'blank';
    readonly condition: string;
    readonly count: number;
  }[];
  /** What each record brings; their sum is the value. Left out: it cannot be shared out. */
  readonly parts?: readonly { readonly id: string; readonly title: string; readonly contribution: number }[];
  readonly why?: string;
}

/** A figure that an element reckoned, as an explanation; what is left out and what is counted add up to the population. */
export const toldFigure = (figure: ToldFigure): ExplainedFigure => {
  const { name, value, unit, currency, definition, formula, population, leftOut = [], parts, why } = figure;
  const excluded = leftOut.filter(({ count }) => count > 0);
  const coined = currency === null ? {} : { currency };
  return {
    name,
    told: {
      measure: name,
      label: name,
      unit,
      ...coined,
      value,
      definition,
      formula,
      population,
      included: population - excluded.reduce((sum, { count }) => sum + count, 0),
      excluded,
    },
    deals: parts
      ? {
          measure: name,
          unit,
          value,
          deals: parts.toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)),
          rest: { count: 0, contribution: 0 },
        }
      : null,
    ...(why === undefined ? {} : { why }),
  };
};
