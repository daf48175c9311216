import type { Chart, ChartConfiguration } from 'chart.js';
import type { ChartKind, Series } from './config.ts';

/** The colours of a chart, as the page has them now. */
export interface Paints {
  readonly text: string;
  readonly grid: string;
  readonly ground: string;
  readonly series: readonly string[];
}

/** What is painted. */
export interface Painting {
  readonly type: ChartKind;
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly paints: Paints;
  readonly font: string;
  readonly rtl: boolean;
  readonly still: boolean;
  /** A value of a row of values in words. */
  readonly text: (value: number | null, series: number) => string;
}

const ROUND: ReadonlySet<ChartKind> = new Set(['pie', 'doughnut', 'polarArea']);

/** What chart.js is told; the options of the page win over ours. */
export const configurationOf = (painting: Painting): ChartConfiguration => {
  const { type, labels, series, options, paints, font, rtl, still, text } = painting;
  const colour = (at: number): string => paints.series[at % paints.series.length] ?? paints.text;
  const round = ROUND.has(type);
  const axes = type === 'bar' || type === 'line';
  const words = { color: paints.text, font: { family: font, size: 12 } };
  return {
    type,
    data: {
      labels: [...labels],
      datasets: series.map(({ label, data }, at) => ({
        label,
        data: [...data],
        backgroundColor: round ? labels.map((_, part) => colour(part)) : colour(at),
        borderColor: round ? paints.ground : colour(at),
        borderWidth: type === 'bar' ? 0 : 2,
        ...(type === 'radar' ? { fill: false } : {}),
      })),
    },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      ...(still ? { animation: false } : { animation: { duration: 150 } }),
      color: paints.text,
      plugins: {
        legend: { display: round || series.length > 1, rtl, labels: words },
        tooltip: {
          rtl,
          callbacks: {
            label: ({ datasetIndex, dataIndex }) => {
              const row = series[datasetIndex];
              return `${row?.label ?? ''}: ${text(row?.data[dataIndex] ?? null, datasetIndex)}`;
            },
          },
        },
      },
      ...(axes
        ? {
            scales: {
              x: { reverse: rtl, ticks: words, grid: { display: false }, border: { color: paints.grid } },
              y: {
                beginAtZero: true,
                position: rtl ? 'right' : 'left',
                grid: { color: paints.grid },
                border: { display: false },
                ticks: { ...words, callback: (value) => text(Number(value), 0) },
              },
            },
          }
        : type === 'radar' || type === 'polarArea'
          ? {
              scales: {
                r: {
                  beginAtZero: true,
                  grid: { color: paints.grid },
                  angleLines: { color: paints.grid },
                  pointLabels: words,
                  ticks: { ...words, backdropColor: 'transparent', callback: (value) => text(Number(value), 0) },
                },
              },
            }
          : {}),
      ...options,
    },
  };
};

let loading: Promise<typeof Chart> | null = null;

/** chart.js, loaded when a chart is first painted; what could not be loaded is tried again. */
export const loadChart = (): Promise<typeof Chart> => {
  loading ??= (async () => {
    try {
      const module = await import('chart.js');
      module.Chart.register(...module.registerables);
      return module.Chart;
    } catch (failure) {
      loading = null;
      throw failure;
    }
  })();
  return loading;
};
