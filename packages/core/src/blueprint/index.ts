export type { Blueprint, EntityDef, GateDef, MetricDef, MetricUnit, Parts, Views } from './entity.ts';
export { defineBlueprint, defineEntity, definePipeline } from './entity.ts';
export type { Draft, Patch, Row } from './infer.ts';
export type { EntityOverlay, FieldOverlay, Overlay, PipelineOverlay } from './overlay.ts';
export { addedFields, applyOverlay } from './overlay.ts';
export type { ForecastCategory, Outcome, Pipeline, Stage } from './pipeline.ts';
