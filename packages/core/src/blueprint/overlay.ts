import { bad, type Checked, good, type Issue, issue } from '../issue.ts';
import type { FieldDef, Label } from '../kinds/index.ts';
import type { EntityDef, GateDef, MetricDef, Views } from './entity.ts';
import type { Pipeline, Stage } from './pipeline.ts';

/** What a tenant changes of a field, or a whole new field. */
export type FieldOverlay = Partial<Omit<FieldDef, 'kind'>> & { readonly kind?: FieldDef['kind'] } & {
  readonly [key: string]: unknown;
};

/** What a tenant changes of a pipeline: stages by key (a new key adds one), their order, how probabilities follow. */
export interface PipelineOverlay {
  readonly label?: Label;
  readonly follow?: Pipeline['follow'];
  readonly stages?: readonly (Partial<Stage> & { readonly key: string })[];
  readonly order?: readonly string[];
}

export interface EntityOverlay {
  readonly label?: Label;
  readonly plural?: Label;
  readonly fields?: { readonly [name: string]: FieldOverlay | null };
  readonly pipelines?: { readonly [name: string]: PipelineOverlay };
  readonly metrics?: { readonly [id: string]: MetricDef };
  readonly gates?: { readonly [code: string]: Partial<GateDef> | null };
  readonly views?: Views;
}

/** A tenant's additions and changes, of the same shape as a blueprint: plain JSON that may come from anyone. */
export interface Overlay {
  readonly entities?: { readonly [entity: string]: EntityOverlay };
}

/** What an overlay may tighten: a larger value of these is stricter, of `max` a smaller one. */
const stricter = (name: string, before: unknown, after: unknown): boolean => {
  if (name === 'required' || name === 'unique') return before !== true || after === true;
  if (name === 'min') return before === undefined || (typeof after === 'number' && after >= (before as number));
  if (name === 'max') return before === undefined || (typeof after === 'number' && after <= (before as number));
  return true;
};
const FREE = new Set([
  'label',
  'hint',
  'aliases',
  'indexed',
  'dimension',
  'default',
  'options',
  'currency',
  'required',
  'unique',
  'min',
  'max',
  'kind',
]);
const NAME = /^[a-z][A-Za-z0-9]{0,62}$/;
/** Names that records, lists and objects of JavaScript have already. */
const RESERVED = new Set([
  'id',
  'version',
  'createdAt',
  'updatedAt',
  'overrides',
  'tenantId',
  'titles',
  'q',
  'where',
  'sort',
  'limit',
  'offset',
  'cursor',
  'search',
  'format',
  'columns',
  'labels',
  'links',
  'delimiter',
  'decimal',
  'bom',
  'asOf',
  ...Object.getOwnPropertyNames(Object.prototype),
]);
/** Fields that an entity may have beside the product's own. */
const MOST_FIELDS = 100;

const mergeField = (
  name: string,
  before: FieldDef,
  change: FieldOverlay,
  path: readonly string[],
  issues: Issue[],
): FieldDef => {
  if (change.kind !== undefined && change.kind !== before.kind) {
    issues.push(issue('kind_is_fixed', [...path, 'kind'], { expected: before.kind, received: change.kind }));
    return before;
  }
  for (const [word, value] of Object.entries(change)) {
    if (!FREE.has(word)) issues.push(issue('overlay_forbidden', [...path, word]));
    else if (!stricter(word, (before as unknown as Record<string, unknown>)[word], value))
      issues.push(issue('overlay_loosens', [...path, word]));
  }
  if (before.kind === 'choice' && Array.isArray(change['options'])) {
    const kept = new Set((change['options'] as { key: string }[]).map((option) => option.key));
    const dropped = before.options.filter((option) => !kept.has(option.key));
    if (dropped.length > 0)
      issues.push(issue('overlay_drops', [...path, 'options'], { received: dropped.map((o) => o.key).join(', ') }));
  }
  const aliases = change.aliases ? [...(before.aliases ?? []), ...change.aliases] : before.aliases;
  return { ...before, ...change, ...(aliases ? { aliases } : {}), kind: before.kind } as FieldDef;
};

const mergePipeline = (
  before: Pipeline,
  change: PipelineOverlay,
  path: readonly string[],
  issues: Issue[],
): Pipeline => {
  const stages = new Map(before.stages.map((stage) => [stage.key, stage]));
  for (const [index, part] of (change.stages ?? []).entries()) {
    const known = stages.get(part.key);
    if (known && 'outcome' in part && part.outcome !== known.outcome)
      issues.push(issue('outcome_is_fixed', [...path, 'stages', String(index)]));
    if (!known && (typeof part.probability !== 'number' || !NAME.test(part.key))) {
      issues.push(
        issue('new_stage_incomplete', [...path, 'stages', String(index)], { expected: 'key and probability' }),
      );
      continue;
    }
    stages.set(part.key, { ...known, ...part } as Stage);
  }
  const order = change.order ?? [];
  const unknown = order.filter((key) => !stages.has(key));
  if (unknown.length > 0) issues.push(issue('no_such_stage', [...path, 'order'], { received: unknown.join(', ') }));
  const rest = [...stages.keys()].filter((key) => !order.includes(key));
  const keys = [...order.filter((key) => stages.has(key)), ...rest];
  return {
    ...before,
    ...(change.label ? { label: change.label } : {}),
    ...(change.follow ? { follow: change.follow } : {}),
    stages: keys.flatMap((key) => stages.get(key) ?? []),
  };
};

const mergeGate = (
  code: string,
  before: GateDef | undefined,
  change: Partial<GateDef> | null,
  path: readonly string[],
  issues: Issue[],
) => {
  if (
    before?.severity === 'error' &&
    (change === null || change.severity === 'warning' || (change.fails ?? before.fails) !== before.fails)
  ) {
    issues.push(issue('overlay_loosens', path, { received: code }));
    return before;
  }
  if (change === null) return undefined;
  if (!before && (!change.fails || !change.severity || !change.message)) {
    issues.push(issue('new_gate_incomplete', path, { expected: 'severity, fails and message' }));
    return undefined;
  }
  return { ...before, ...change } as GateDef;
};

/** The names that an overlay added to an entity: these live in the tenant's own column, not in one of their own. */
export const addedFields = (entity: EntityDef, overlay: Overlay): readonly string[] =>
  Object.keys(overlay.entities?.[entity.name]?.fields ?? {}).filter((name) => !Object.hasOwn(entity.fields, name));

/**
 * An entity as a tenant sees it. An overlay may add, relabel, reorder, tighten and change probabilities; it may never change a
 * kind, drop a field or loosen an error gate. Reports every breach; nothing of a refused overlay is applied.
 */
export const applyOverlay = (entity: EntityDef, overlay: Overlay): Checked<EntityDef> => {
  const change = overlay.entities?.[entity.name];
  if (!change) return good(entity);
  const issues: Issue[] = [];
  const root = ['entities', entity.name];
  const fields: Record<string, FieldDef> = { ...entity.fields };
  for (const [name, part] of Object.entries(change.fields ?? {})) {
    const path = [...root, 'fields', name];
    const before = Object.hasOwn(entity.fields, name) ? entity.fields[name] : undefined;
    if (part === null) issues.push(issue('overlay_drops', path, { received: name }));
    else if (before) fields[name] = mergeField(name, before, part, path, issues);
    else if (!NAME.test(name) || part.kind === undefined)
      issues.push(issue('new_field_incomplete', path, { expected: 'a name in camelCase and a kind' }));
    else if (RESERVED.has(name)) issues.push(issue('reserved_name', path, { received: name }));
    // a second pipeline would be a second life of the record
    else if (part.kind === 'stage') issues.push(issue('overlay_forbidden', [...path, 'kind']));
    else fields[name] = part as unknown as FieldDef;
  }
  if (Object.keys(fields).length - Object.keys(entity.fields).length > MOST_FIELDS)
    issues.push(issue('too_many_fields', [...root, 'fields'], { expected: `${MOST_FIELDS} added fields` }));
  const pipelines: Record<string, Pipeline> = { ...entity.pipelines };
  for (const [name, part] of Object.entries(change.pipelines ?? {})) {
    const before = pipelines[name];
    if (before) pipelines[name] = mergePipeline(before, part, [...root, 'pipelines', name], issues);
    else issues.push(issue('no_such_pipeline', [...root, 'pipelines', name], { received: name }));
  }
  const gates: Record<string, GateDef> = { ...entity.gates };
  for (const [code, part] of Object.entries(change.gates ?? {})) {
    const merged = mergeGate(code, gates[code], part, [...root, 'gates', code], issues);
    if (merged) gates[code] = merged;
    else delete gates[code];
  }
  if (issues.length > 0) return bad(issues);
  const { label = entity.label, plural = entity.plural, metrics = {}, views } = change;
  return good({
    ...entity,
    label,
    ...(plural === undefined ? {} : { plural }),
    fields,
    ...(entity.pipelines ? { pipelines } : {}),
    metrics: { ...entity.metrics, ...metrics },
    gates,
    views: { ...entity.views, ...views },
  });
};
