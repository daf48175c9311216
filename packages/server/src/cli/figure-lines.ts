import { type Answer, type Cell, type MeasureColumn, type ReckonAnswer, UNKNOWN } from '@sluice/core';

/** A value of the wire as a terminal shows it: amounts with their currency, ratios in per cent, the unknown as a dash with its reason. */
const cell = (
  value: Cell | undefined,
  { unit, currency }: Pick<MeasureColumn, 'unit' | 'currency'>,
  reason?: string | null,
): string => {
  if (value === null || value === undefined) return reason ? `${UNKNOWN} (${reason})` : UNKNOWN;
  if (typeof value !== 'number') return String(value);
  if (unit === 'ratio') return `${(value * 100).toFixed(2)} %`;
  if (unit === 'percent') return `${value} %`;
  const decimals = unit === 'money' || unit === 'moneyPerDay' ? 2 : 0;
  const number = value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: 2 });
  return decimals === 0 || currency === undefined ? number : `${number} ${currency}`;
};

/** Rows of cells as lines: the first column to the left, the others to the right. */
const aligned = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((text, at) => (at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
};

/** The answer of a question as lines: a line for each figure, or, by dimensions, one for each group under the names of the figures. */
export const answerLines = ({ dimensions, measures, length }: Answer): readonly string[] => {
  const shown = (column: MeasureColumn, row: number): string => cell(column.values[row], column, column.reasons?.[row]);
  if (dimensions.length === 0) return aligned(measures.map((column) => [column.name, shown(column, 0)]));
  const key = (row: number): string =>
    dimensions.map(({ values, labels }) => labels?.[row] || String(values[row] ?? '(blank)')).join(' · ');
  return aligned([
    [dimensions.map(({ name }) => name).join(' · '), ...measures.map(({ name }) => name)],
    ...Array.from({ length }, (_, row) => [key(row), ...measures.map((column) => shown(column, row))]),
  ]);
};

const isKnown = (value: object): value is { readonly value: Cell; readonly reason: string | null } =>
  'value' in value && 'reason' in value && (value.value === null || typeof value.value !== 'object');

/** Everything that a figure says, one value a line, under the names of the API: `levers.value.winRate  0.25`. */
const flat = (value: unknown, path: string): readonly (readonly [string, string])[] => {
  if (value === null || value === undefined) return [[path, UNKNOWN]];
  if (typeof value !== 'object') return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
  if (isKnown(value)) return [[path, value.value === null ? `${UNKNOWN} (${value.reason})` : String(value.value)]];
  return Object.entries(value).flatMap(([name, one]) => flat(one, path === '' ? name : `${path}.${name}`));
};

/** A figure that takes a history, or two days, as lines. */
export const reckonedLines = (told: ReckonAnswer): readonly string[] => {
  const { figure, currency, result } = told;
  if (figure !== 'compare') return [`${figure}, amounts in ${currency}`, ...aligned(flat(result, ''))];
  const { spans, now, before, change, ratio, reasons } = result;
  const days = spans && {
    now: `${spans.now.from} – ${spans.now.to}`,
    before: `${spans.before.from} – ${spans.before.to}`,
  };
  return aligned([
    [days?.now ?? 'now', cell(now, result, reasons.now)],
    [days?.before ?? 'before', cell(before, result, reasons.before)],
    ['change', cell(change.value, result, change.reason)],
    ['', cell(ratio.value, { unit: 'ratio' }, ratio.reason)],
  ]);
};
