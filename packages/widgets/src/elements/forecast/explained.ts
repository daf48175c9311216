import type { Field, ForecastCategory } from '@sluice/core';
import type { forecastMessages } from '../../locales/messages/forecast.ts';
import type { intelligenceMessages } from '../../locales/messages/intelligence.ts';
import type { Say } from '../../locales/words.ts';
import { type ExplainedFigure, toldFigure } from '../explanation/figures.ts';
import type { OutlookAnswer } from './outlook.ts';

/** The categories that are shown, the most certain first. */
export const SHOWN: readonly Exclude<ForecastCategory, 'omitted'>[] = ['closed', 'commit', 'bestCase', 'pipeline'];

/** What the figures of a forecast are worded with. */
interface Words {
  readonly say: Say<typeof forecastMessages>;
  readonly why: Say<typeof intelligenceMessages>;
  readonly money: (value: number | null, look?: 'short' | 'full') => string;
  /** Of the page, where the deals do not say. */
  readonly currency: string | undefined;
  /** How it was reckoned, in a sentence. */
  readonly method: string;
  readonly stage: Field | undefined;
  readonly mean: (name: string) => readonly ExplainedFigure[];
  /** The field that a deal's own category stands in. */
  readonly category: string | undefined;
  /** The amount of the deals that a condition holds for. */
  readonly amountIn: (name: string, condition: string) => readonly ExplainedFigure[];
}

/** The range and the chance of a forecast as it was reckoned, the mean and the categories by their metrics. */
export const outlookFigures = (answer: OutlookAnswer, words: Words): readonly ExplainedFigure[] => {
  const { say, money, stage } = words;
  const { figures, quota, total, categories } = answer;
  const { value } = figures;
  if (value === null) return [];
  const blank = value.leftOut.map(({ reason, count }) => ({
    reason: 'blank' as const,
    condition: words.why(reason),
    count,
  }));
  const closed = total - value.deals - blank.reduce((sum, { count }) => sum + count, 0);
  const told = (name: string, amount: number | null, unit: 'money' | 'ratio', formula: string): ExplainedFigure =>
    toldFigure({
      name,
      value: amount,
      unit,
      currency: unit === 'money' ? (answer.currency ?? words.currency ?? null) : null,
      definition: words.method,
      formula,
      population: total,
      leftOut: [{ reason: 'not_meant', condition: `${stage?.name ?? ''}.open`, count: closed }, ...blank],
    });
  const quantile = (level: 'p10' | 'p50' | 'p90'): ExplainedFigure =>
    told(say(level), value[level], 'money', `${level.toUpperCase()}(Σ a·X), X ~ Bernoulli(p)`);
  const reach =
    quota === null
      ? []
      : [told(say('chance', { quota: money(quota) }), value.atLeast, 'ratio', `P(Σ a·X ≥ ${money(quota, 'full')})`)];
  const category = (name: (typeof SHOWN)[number]): readonly ExplainedFigure[] => {
    if (categories.value === null || !stage) return [];
    const of = `${stage.name}.forecast`;
    const own = words.category === undefined ? of : `coalesce(${words.category}, ${of})`;
    return words.amountIn(
      `${say('single')}: ${say(name)}`,
      `${stage.name}.open and ${own} = '${name}' or ${stage.name}.won and ${of} = '${name}'`,
    );
  };
  return [
    quantile('p50'),
    quantile('p10'),
    quantile('p90'),
    ...words.mean(say('mean')),
    ...reach,
    ...SHOWN.flatMap(category),
  ];
};
