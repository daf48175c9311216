export {
  type ByPeriod,
  type ComparedFigure,
  comparedQueries,
  type ComparedSpans,
  compareFigure,
  type Comparison,
  spansOf,
} from './compared.ts';
export { contributionsTo } from './contributions.ts';
export { type Coverage, coverage } from './coverage.ts';
export { explain } from './explain.ts';
export { type FigureGroup, figure, figureBy } from './figure.ts';
export { type QuotaFigure, type QuotaFigures, quotaFigures, type QuotaOptions } from './quota.ts';
export { type Metric, metricOf, metricsOf, registry } from './registry.ts';
export { queriesOf, summariesOf } from './summaries.ts';
