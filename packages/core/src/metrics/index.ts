export { type Coverage, coverage } from './coverage.ts';
export { type Metric, metricOf, metricsOf } from './registry.ts';
