export { type Coverage, coverage } from './coverage.ts';
export { explain } from './explain.ts';
export { type FigureGroup, figure, figureBy } from './figure.ts';
export { type Metric, metricOf, metricsOf, registry } from './registry.ts';
