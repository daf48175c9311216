export type { DeclaredMetric, Entity, Field, Gate, Inverse, Model, PipelineOf, StageOf } from './model.ts';
export { SYSTEM_FIELDS } from './model.ts';
export { resolveModel } from './resolve.ts';
export { kebabCase, pluralOf } from './words.ts';
