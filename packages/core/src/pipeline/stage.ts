import type { Entity, StageOf } from '../model/index.ts';

/** The stage of a key, with its probability in basis points; undefined for a key the pipeline does not have. */
export const stageOf = (entity: Entity, key: unknown): StageOf | undefined =>
  typeof key === 'string' ? entity.stage?.pipeline?.stage(key) : undefined;

/** The open stages of an entity's pipeline, in order. */
export const openStages = (entity: Entity): readonly StageOf[] =>
  entity.stage?.pipeline?.stages.filter((stage) => stage.outcome === 'open') ?? [];

/**
 * The stage after this one: the next open stage, and after the last open one the won stage. Null at the end, and for a closed deal:
 * what is won or lost moves nowhere by itself.
 */
export const nextStage = (entity: Entity, key: string): StageOf | null => {
  const pipeline = entity.stage?.pipeline;
  const current = pipeline?.stage(key);
  if (!pipeline || !current || current.outcome !== 'open') return null;
  const later = pipeline.stages.filter((stage) => stage.order > current.order);
  return later.find((stage) => stage.outcome === 'open') ?? later.find((stage) => stage.outcome === 'won') ?? null;
};

/** The patch that moves a record to a stage; null when it is there already or the stage does not exist. */
export const move = (entity: Entity, from: string, to: string): Readonly<Record<string, string>> | null =>
  entity.stage && from !== to && stageOf(entity, to) ? { [entity.stage.name]: to } : null;
