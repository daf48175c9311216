import { labelIn } from '../kinds/index.ts';
import { decimalFromMinor, exponent } from '../money.ts';
import type { Explanation } from '../query/query.ts';
import { safe } from './guard.ts';

/** A deal of a figure, and what it brings to it, in the unit of the figure. */
export interface Contribution {
  readonly id: string;
  readonly title: string;
  readonly contribution: number;
}

const quoted = (cell: string): string => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** A value of the unit of a figure as a spreadsheet reads it: amounts in major units, percent as percent. */
const written = ({ unit, currency }: Explanation, value: Explanation['value']): string => {
  if (value === null) return '';
  if (typeof value !== 'number') return safe(String(value));
  const decimals =
    unit === 'money' || unit === 'moneyPerDay' ? exponent(currency ?? 'EUR') : unit === 'percent' ? 2 : null;
  if (decimals === null) return String(value);
  return Number.isSafeInteger(value) ? decimalFromMinor(value, decimals) : String(value / 10 ** decimals);
};

/**
 * An explanation as lines of CSV: the figure and how it is made, which records are counted and why the others are not, then each deal with
 * what it brings. Texts that a spreadsheet would run as a formula get an apostrophe. `explanation` in memory units.
 */
export function* explanationLines(
  explanation: Explanation,
  deals: readonly Contribution[] = [],
  language = 'en',
): Generator<string, void, undefined> {
  const line = (...cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`;
  const { measure, label, definition, formula, where, value, currency, population, included, excluded } = explanation;
  yield line('measure', safe(measure));
  yield line('label', safe(labelIn(label, language)));
  if (definition) yield line('definition', safe(labelIn(definition, language)));
  yield line('formula', safe(formula));
  if (where !== undefined) yield line('where', safe(where));
  yield line('value', written(explanation, value), currency ?? '');
  if (explanation.nullReason !== undefined) yield line('reason', explanation.nullReason);
  yield line('population', String(population));
  yield line('included', String(included));
  for (const { reason, condition, count } of excluded) yield line('excluded', String(count), reason, safe(condition));
  if (deals.length === 0) return;
  yield line('id', 'title', 'contribution');
  for (const { id, title, contribution } of deals) yield line(id, safe(title), written(explanation, contribution));
}
