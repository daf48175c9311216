export type {
  Action,
  Conversion,
  DeclaredMetric,
  Entity,
  Field,
  Gate,
  Inverse,
  Make,
  Model,
  PipelineOf,
  StageOf,
  Summary,
} from './model.ts';
export { SYSTEM_FIELDS } from './model.ts';
export { resolveModel } from './resolve.ts';
export type { EntityAction, FieldRight, Rights, TenantAction } from './rights.ts';
export {
  covers,
  ENTITY_ACTIONS,
  fieldRight,
  mayDo,
  mayDoSomewhere,
  mayRun,
  readRights,
  TENANT_ACTIONS,
} from './rights.ts';
export type { Seen } from './seen.ts';
export { seenBy } from './seen.ts';
export { kebabCase, pluralOf } from './words.ts';
