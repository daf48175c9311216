import {
  type EntityOverlay,
  type FieldOverlay,
  fold,
  type GateDef,
  type Label,
  type Overlay,
  type PipelineOverlay,
} from '@sluice/core';

type StageChange = NonNullable<PipelineOverlay['stages']>[number];

const withEntity = (overlay: Overlay, entity: string, change: (before: EntityOverlay) => EntityOverlay): Overlay => ({
  ...overlay,
  entities: { ...overlay.entities, [entity]: change(overlay.entities?.[entity] ?? {}) },
});

/** An overlay with a field added, or said differently. */
export const withField = (overlay: Overlay, entity: string, name: string, change: FieldOverlay): Overlay =>
  withEntity(overlay, entity, (before) => ({
    ...before,
    fields: { ...before.fields, [name]: { ...before.fields?.[name], ...change } },
  }));

/** An overlay with a stage added, or said differently. */
export const withStage = (
  overlay: Overlay,
  entity: string,
  pipeline: string,
  { key, ...change }: StageChange,
): Overlay =>
  withPipeline(overlay, entity, pipeline, (before) => {
    const stages = before.stages ?? [];
    const known = stages.some((stage) => stage.key === key);
    return {
      ...before,
      stages: known
        ? stages.map((stage) => (stage.key === key ? { ...stage, ...change } : stage))
        : [...stages, { key, ...change }],
    };
  });

/** An overlay with the stages of a pipeline in another order. */
export const withOrder = (overlay: Overlay, entity: string, pipeline: string, order: readonly string[]): Overlay =>
  withPipeline(overlay, entity, pipeline, (before) => ({ ...before, order }));

const withPipeline = (
  overlay: Overlay,
  entity: string,
  pipeline: string,
  change: (before: PipelineOverlay) => PipelineOverlay,
): Overlay =>
  withEntity(overlay, entity, (before) => ({
    ...before,
    pipelines: { ...before.pipelines, [pipeline]: change(before.pipelines?.[pipeline] ?? {}) },
  }));

/** An overlay with a rule added or said differently; `null` takes back one that the tenant had added. */
export const withGate = (overlay: Overlay, entity: string, code: string, change: Partial<GateDef> | null): Overlay =>
  withEntity(overlay, entity, (before) => {
    const { [code]: known, ...others } = before.gates ?? {};
    return { ...before, gates: change === null ? others : { ...others, [code]: { ...known, ...change } } };
  });

/** A label that says something else in one language; what it says in others stays. */
export const labelled = (label: Label, language: string, text: string): Label => {
  const primary = language.split('-')[0] ?? 'en';
  return typeof label === 'string'
    ? primary === 'en'
      ? text
      : { en: label, [primary]: text }
    : { ...label, [primary]: text };
};

/** Names of fields, options and stages as blueprints write them: from a label, in camelCase, unlike all that are taken. */
export const nameFrom = (label: string, taken: ReadonlySet<string>): string => {
  const words = fold(label)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
    .split(' ')
    .filter((word) => word !== '');
  const [first = '', ...rest] = words;
  const joined = [first, ...rest.map((word) => word[0]?.toUpperCase() + word.slice(1))].join('').slice(0, 50);
  // a label that has none of our letters (Hebrew, Russian) still needs a name
  const base = /^[a-z]/.test(joined) ? joined : `field${joined}`;
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? base : `${base}${count}`;
    if (!taken.has(name)) return name;
  }
};

/** Options from lines of text: each line one, its key made of its label. */
export const optionsFrom = (text: string, known: readonly { readonly key: string; readonly label?: Label }[] = []) => {
  const taken = new Set(known.map(({ key }) => key));
  const added = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((label) => {
      const key = nameFrom(label, taken);
      taken.add(key);
      return { key, label };
    });
  return [...known, ...added];
};
