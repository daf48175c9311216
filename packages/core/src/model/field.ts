import type { EntityDef, Pipeline } from '../blueprint/index.ts';
import type { Type } from '../expr/tree.ts';
import { type Issue, issue } from '../issue.ts';
import { type FieldDef, type FieldShape, KINDS, type Kind, type Option } from '../kinds/index.ts';
import { exponent, isCurrency, minorFromDecimal } from '../money.ts';
import type { Field, PipelineOf, StageOf } from './model.ts';
import { labelOr } from './words.ts';

/** Of a percentage that may be anything: a blueprint of JSON is not checked by the compiler. */
const percentOf = (said: unknown): ReturnType<typeof minorFromDecimal> =>
  typeof said === 'number' || typeof said === 'string' ? minorFromDecimal(said, 2) : null;

/** A pipeline with probabilities in basis points, outcomes said and stages findable. */
export const resolvePipeline = (name: string, def: Pipeline, path: readonly string[], issues: Issue[]): PipelineOf => {
  const stages = def.stages.map((stage, order): StageOf => {
    const read = percentOf(stage.probability);
    if (!read?.exact || read.minor < 0 || read.minor > 10_000) {
      issues.push(
        issue('not_percent', [...path, 'stages', order, 'probability'] as string[], {
          received: String(stage.probability),
        }),
      );
    }
    const outcome = stage.outcome ?? 'open';
    return {
      key: stage.key,
      label: labelOr(stage.label, stage.key),
      aliases: stage.aliases ?? [],
      probability: read?.minor ?? 0,
      outcome,
      forecast: stage.forecast ?? (outcome === 'open' ? 'pipeline' : outcome === 'won' ? 'closed' : 'omitted'),
      rotAfter: stage.rotAfter ?? null,
      order,
    };
  });
  const byKey = new Map(stages.map((stage) => [stage.key, stage]));
  if (byKey.size < stages.length) issues.push(issue('named_twice', [...path, 'stages']));
  return {
    name,
    label: labelOr(def.label, name),
    follow: def.follow ?? 'live',
    stages,
    stage: (key) => byKey.get(key),
  };
};

/** A bound as written (major units, percent) in memory units. */
const bound = (value: number | undefined, kind: Kind, currency: string | undefined): number | undefined => {
  if (value === undefined || kind === 'number' || kind === 'text' || kind === 'note') return value;
  return minorFromDecimal(value, kind === 'percent' ? 2 : exponent(currency ?? 'EUR'))?.minor;
};

const optionsOf = (def: FieldDef, pipeline: PipelineOf | undefined): readonly Option[] => {
  if (def.kind === 'choice') return def.options;
  return pipeline ? pipeline.stages.map(({ key, label, aliases }) => ({ key, label, aliases })) : [];
};

/** One field of an entity, resolved; what is wrong with it goes to `issues`. */
export const resolveField = (
  entity: EntityDef,
  name: string,
  def: FieldDef,
  {
    pipelines,
    custom,
    entities,
  }: { pipelines: ReadonlyMap<string, PipelineOf>; custom: boolean; entities: ReadonlySet<string> },
  issues: Issue[],
): Field | undefined => {
  const path = ['entities', entity.name, 'fields', name];
  const rules = Object.hasOwn(KINDS, def.kind) ? KINDS[def.kind] : undefined;
  if (!rules) {
    issues.push(
      issue('no_such_kind', [...path, 'kind'], {
        expected: `one of ${Object.keys(KINDS).join(', ')}`,
        received: def.kind,
      }),
    );
    return undefined;
  }
  const pipeline = def.kind === 'stage' ? pipelines.get(def.pipeline) : undefined;
  if (def.kind === 'stage' && !pipeline)
    issues.push(issue('no_such_pipeline', [...path, 'pipeline'], { received: def.pipeline }));
  if (def.kind === 'link' && !entities.has(def.to))
    issues.push(issue('no_such_entity', [...path, 'to'], { received: def.to }));
  const currency = def.kind === 'money' && typeof def.currency === 'string' ? def.currency : undefined;
  if (currency !== undefined && !isCurrency(currency))
    issues.push(issue('not_currency', [...path, 'currency'], { received: currency }));
  const options = optionsOf(def, pipeline);
  const bounds = def as { readonly min?: number; readonly max?: number };
  const min = bound(bounds.min, def.kind, currency);
  const max = bound(bounds.max, def.kind, currency);
  const shape: FieldShape = {
    name,
    kind: def.kind,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(options.length > 0 ? { keys: options.map((option) => option.key) } : {}),
    ...(currency === undefined ? {} : { currency }),
    ...(def.kind === 'link' && def.many ? { many: true } : {}),
  };
  const unit = rules.unit(shape);
  const type: Type = currency === undefined ? { unit } : { unit, currency };
  const word = 'default' in def ? def.default : undefined;
  const moment = word === 'today' || word === 'now';
  const read = word === undefined || moment ? undefined : rules.decode(word, shape, [...path, 'default']);
  if (read && !read.ok) issues.push(...read.issues);
  return Object.freeze({
    ...shape,
    name,
    kind: def.kind,
    rules,
    entity: entity.name,
    label: labelOr(def.label, name),
    ...(def.hint === undefined ? {} : { hint: def.hint }),
    unit,
    type,
    aliases: def.aliases ?? [],
    required: def.required ?? false,
    unique: def.unique ?? false,
    indexed: def.indexed ?? false,
    dimension: def.dimension ?? (def.kind === 'stage' || def.kind === 'choice'),
    ...(def.readOnly ? { readOnly: true as const } : {}),
    custom,
    default: moment ? word : read?.ok ? read.value : null,
    fallback: def.fallback ?? [],
    options,
    ...(pipeline ? { pipeline } : {}),
    ...(def.kind === 'link' ? { to: def.to } : {}),
    ...(def.kind === 'money' && typeof def.currency !== 'string' ? { currencyField: def.currency.field } : {}),
  });
};
