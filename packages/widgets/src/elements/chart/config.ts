/** The kinds of charts there are. */
export const CHART_TYPES = ['bar', 'line', 'pie', 'doughnut', 'radar', 'polarArea'] as const;
export type ChartKind = (typeof CHART_TYPES)[number];

/** A row of values of a chart. */
export interface Series {
  readonly label: string;
  readonly data: readonly (number | null)[];
}

/** What a chart is given: options of chart.js as plain JSON, and data where it is not asked of the source. */
export interface ChartConfig {
  readonly data?: { readonly labels: readonly string[]; readonly datasets: readonly Series[] };
  readonly options?: Readonly<Record<string, unknown>>;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const seriesOf = (given: unknown): readonly Series[] =>
  Array.isArray(given)
    ? given.filter(isObject).map(({ label, data }) => ({
        label: typeof label === 'string' ? label : '',
        data: Array.isArray(data)
          ? data.map((value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null))
          : [],
      }))
    : [];

/** Reads what was given as `config`: JSON text or an object; null when it is neither. What is not known of it is left out. */
export const readConfig = (given: unknown): ChartConfig | null => {
  let config = given;
  if (typeof given === 'string') {
    if (given.trim() === '') return {};
    try {
      config = JSON.parse(given);
    } catch {
      return null;
    }
  }
  if (config === null || config === undefined) return {};
  if (!isObject(config)) return null;
  const { data, options } = config;
  const labels = isObject(data) && Array.isArray(data['labels']) ? data['labels'].map(String) : null;
  return {
    ...(isObject(data) && labels ? { data: { labels, datasets: seriesOf(data['datasets']) } } : {}),
    ...(isObject(options) ? { options } : {}),
  };
};
