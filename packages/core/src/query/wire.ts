import { bad, type Checked, good, issue } from '../issue.ts';
import type { Model } from '../model/index.ts';
import { exponent, jsonFromMinor, minorFromDecimal } from '../money.ts';
import type { Answer, Cell, DimensionColumn, Explanation, MeasureColumn } from './query.ts';

// An answer on the wire has the shape of `Answer`; only its amounts are decimals in major units (1000.55) and its percents percent
// (30), each column naming its unit and currency. Ratios stay 0–1, counts, days, dates, texts and flags stay as they are.

interface Measured {
  readonly unit: string;
  readonly currency?: string | null;
}

/** How many decimals the minor unit of a column has; null when its values are the same on the wire. */
const decimalsOf = ({ unit, currency }: Measured): number | null => {
  if (unit === 'money' || unit === 'moneyPerDay') return exponent(currency ?? 'EUR');
  return unit === 'percent' ? 2 : null;
};

const outward = (value: Cell, decimals: number | null): Cell => {
  if (decimals === null || typeof value !== 'number') return value;
  return Number.isSafeInteger(value) ? jsonFromMinor(value, decimals) : value / 10 ** decimals;
};

const inward = (value: Cell, decimals: number | null): Cell => {
  if (decimals === null || (typeof value !== 'number' && typeof value !== 'string')) return value;
  const read = minorFromDecimal(value, decimals);
  if (read?.exact) return read.minor;
  // the word `other`, and rates that have more decimals than money
  return typeof value === 'string' ? value : value * 10 ** decimals;
};

/** The currency of a dimension that is an amount: that of the field at the end of its path. */
const currencyAt = (model: Model, entity: string, name: string): { readonly currency?: string } => {
  const path = (name.split(':')[0] ?? name).split('.');
  let at = model.find(entity);
  for (const link of path.slice(0, -1)) at = model.find(at?.field(link)?.to ?? '');
  const currency = at?.field(path.at(-1) ?? '')?.currency;
  return currency === undefined ? {} : { currency };
};

type Convert = (value: Cell, decimals: number | null) => Cell;

const converted = (answer: Answer, model: Model, convert: Convert): Answer => ({
  entity: answer.entity,
  dimensions: answer.dimensions.map((column): DimensionColumn => {
    const decimals = decimalsOf({ ...column, ...currencyAt(model, answer.entity, column.name) });
    return decimals === null ? column : { ...column, values: column.values.map((one) => convert(one, decimals)) };
  }),
  measures: answer.measures.map((column): MeasureColumn => {
    const { unit, currency, currencies } = column;
    const decimals = (row: number) => decimalsOf({ unit, currency: currencies?.[row] ?? currency ?? null });
    if (decimals(0) === null) return column;
    return { ...column, values: column.values.map((one, row) => convert(one, decimals(row))) };
  }),
  length: answer.length,
  selected: answer.selected,
  population: answer.population,
  ...(answer.rates ? { rates: answer.rates } : {}),
});

/** Writes an answer for the wire: amounts as decimals in major units, percent as percent. */
export const encodeAnswer = (answer: Answer, model: Model): Answer => converted(answer, model, outward);

const isList = (json: unknown): json is readonly unknown[] => Array.isArray(json);
const isObject = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

const isCell = (value: unknown): value is Cell =>
  value === null || typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

const isColumn = (json: unknown, length: number): boolean =>
  isObject(json) &&
  typeof json['name'] === 'string' &&
  typeof json['unit'] === 'string' &&
  [json['values'], json['labels'] ?? [], json['reasons'] ?? []].every((list) => Array.isArray(list)) &&
  (json['values'] as readonly unknown[]).length === length &&
  (json['values'] as readonly unknown[]).every(isCell);

const isAnswer = (json: unknown): json is Answer => {
  if (!isObject(json) || typeof json['entity'] !== 'string') return false;
  const { dimensions, measures, length, selected, population } = json;
  if (!isCount(length) || !isCount(selected) || !isCount(population)) return false;
  if (!isList(dimensions) || !isList(measures)) return false;
  return [...dimensions, ...measures].every((column) => isColumn(column, length));
};

/** Reads what `encodeAnswer` wrote, back into memory units, to the cent. Reports `not_an_answer` for anything else. */
export const decodeAnswer = (json: unknown, model: Model): Checked<Answer> =>
  isAnswer(json)
    ? good(converted(json, model, inward))
    : bad([issue('not_an_answer', [], { message: 'What came back is not the answer to a query.' })]);

/** Writes an explanation for the wire: its value as decimals in major units or percent. */
export const encodeExplanation = (explanation: Explanation): Explanation => ({
  ...explanation,
  value: outward(explanation.value, decimalsOf(explanation)),
});

const isExplanation = (json: unknown): json is Explanation =>
  isObject(json) &&
  ['measure', 'unit', 'formula'].every((name) => typeof json[name] === 'string') &&
  isCount(json['population']) &&
  isCount(json['included']) &&
  Array.isArray(json['excluded']) &&
  isCell(json['value']);

/** Reads what `encodeExplanation` wrote, back into memory units. Reports `not_an_explanation` for anything else. */
export const decodeExplanation = (json: unknown): Checked<Explanation> =>
  isExplanation(json)
    ? good({ ...json, value: inward(json.value, decimalsOf(json)) })
    : bad([issue('not_an_explanation', [], { message: 'What came back is not the explanation of a figure.' })]);
