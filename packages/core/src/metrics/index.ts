export { type Coverage, coverage } from './coverage.ts';
export { type FigureGroup, figure, figureBy } from './figure.ts';
export { type Metric, metricOf, metricsOf } from './registry.ts';
