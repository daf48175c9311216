import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Values of the labels of one series; each label has few values by nature, never a path, a name or an address. */
export type Labels = Readonly<Record<string, string>>;

/** What a figure says when somebody looks: one number, or one per series. */
export type Reading = number | readonly (readonly [Labels, number])[];

/** The figures of a running server, for Prometheus. Names begin with `sluice_`; times are seconds. */
export interface Metrics {
  /** Something that only grows. */
  readonly counter: (name: string, help: string, labels?: readonly string[]) => (labels?: Labels, by?: number) => void;
  /** Durations in seconds, by how long they took. */
  readonly durations: (
    name: string,
    help: string,
    labels?: readonly string[],
  ) => (seconds: number, labels?: Labels) => void;
  /** Something that is read when somebody looks; a reading that fails leaves its figure out. */
  readonly figure: (
    name: string,
    help: string,
    read: () => Reading | Promise<Reading>,
    labels?: readonly string[],
  ) => void;
  /** Everything there is to tell, in Prometheus's text format. */
  readonly text: () => Promise<string>;
  readonly type: string;
}

/** From a cached read to a request that is given up, in seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Figures in a registry of their own: two servers in one process do not mix. Those of the process itself are in it from the start. */
export const openMetrics = (version: string): Metrics => {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const metrics: Metrics = {
    type: registry.contentType,
    text: () => registry.metrics(),
    counter: (name, help, labelNames = []) => {
      const counter = new Counter({ name, help, labelNames, registers });
      return (labels = {}, by = 1) => counter.inc(labels, by);
    },
    durations: (name, help, labelNames = []) => {
      const histogram = new Histogram({ name, help, labelNames, registers, buckets: BUCKETS });
      return (seconds, labels = {}) => histogram.observe(labels, seconds);
    },
    figure: (name, help, read, labelNames = []) => {
      const gauge = new Gauge({
        name,
        help,
        labelNames,
        registers,
        collect: async () => {
          // a series that is gone must not be told for ever
          gauge.reset();
          if (labelNames.length === 0) gauge.remove();
          try {
            const reading = await read();
            if (typeof reading === 'number') gauge.set(reading);
            else for (const [labels, value] of reading) gauge.set(labels, value);
          } catch {
            // the other figures are told all the same
          }
        },
      });
    },
  };
  metrics.figure('sluice_build_info', 'The version that runs; always 1.', () => [[{ version }, 1]], ['version']);
  return metrics;
};
