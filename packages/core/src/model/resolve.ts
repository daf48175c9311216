import {
  addedFields,
  applyOverlay,
  type Blueprint,
  CATEGORIES,
  type EntityDef,
  type Overlay,
} from '../blueprint/index.ts';
import { check } from '../expr/check.ts';
import { parse } from '../expr/parse.ts';
import type { Scope } from '../expr/tree.ts';
import { bad, type Checked, good, type Issue, issue } from '../issue.ts';
import { fold } from '../text.ts';
import { resolveField, resolvePipeline } from './field.ts';
import type { DeclaredMetric, Entity, Field, Gate, Inverse, Model, PipelineOf } from './model.ts';
import { scopes } from './scope.ts';
import { actionsOf, conversionsOf, type NamedGround, summariesOf } from './named.ts';
import { kebabCase, labelOr, namesOf, pluralOf } from './words.ts';

const SCREEN_KINDS = new Set(['stage', 'choice', 'link', 'flag', 'date']);

const viewsOf = (def: EntityDef, fields: readonly Field[]): Entity['views'] => {
  const names = fields.map((field) => field.name);
  const stored = fields.filter((field) => def.fields[field.name]?.formula === undefined);
  const views = def.views ?? {};
  return {
    table: views.table ?? names.slice(0, 7),
    form: (views.form ?? stored.map((field) => field.name)).map((line) => (typeof line === 'string' ? [line] : line)),
    filters:
      views.filters ??
      fields.filter((field) => field.dimension || SCREEN_KINDS.has(field.kind)).map((field) => field.name),
    ...(views.board ? { board: views.board } : {}),
  };
};

/** The part `category` is a choice, and of nothing but forecast categories. */
const checkCategory = ({ kind, options }: Field, path: readonly string[], issues: Issue[]): void => {
  const strange = options.find(({ key }) => !CATEGORIES.some((one) => one === key));
  const expected = `a choice of ${CATEGORIES.join(', ')}`;
  if (kind !== 'choice') issues.push(issue('wrong_unit', path, { expected, received: kind }));
  else if (strange) issues.push(issue('not_an_option', path, { expected, received: strange.key }));
};

const checkNames = (
  def: EntityDef,
  fields: ReadonlyMap<string, Field>,
  views: Entity['views'],
  issues: Issue[],
): void => {
  const path = ['entities', def.name];
  const expect = (name: string, at: readonly string[]) => {
    if (!fields.has(name))
      issues.push(
        issue('no_such_field', [...path, ...at], {
          received: name,
          expected: `one of ${[...fields.keys()].join(', ')}`,
        }),
      );
  };
  expect(def.title, ['title']);
  for (const [part, name] of Object.entries<string>({ ...def.parts })) expect(name, ['parts', part]);
  const category = fields.get(def.parts?.category ?? '');
  if (category) checkCategory(category, [...path, 'parts', 'category'], issues);
  for (const name of def.key ?? []) expect(name, ['key']);
  for (const name of def.about ?? []) expect(name, ['about']);
  for (const name of views.table) expect(name, ['views', 'table']);
  for (const name of views.form.flat()) expect(name, ['views', 'form']);
  for (const name of views.filters) expect(name.split('.')[0] ?? name, ['views', 'filters']);
  for (const name of views.board ? [views.board.by, ...views.board.card] : []) expect(name, ['views', 'board']);
  for (const field of fields.values()) {
    for (const name of field.fallback) expect(name.split('.')[0] ?? name, ['fields', field.name, 'fallback']);
    if (field.currencyField !== undefined) expect(field.currencyField, ['fields', field.name, 'currency']);
  }
};

const gatesOf = (def: EntityDef, scope: Scope, issues: Issue[]): readonly Gate[] =>
  Object.entries(def.gates ?? {}).flatMap(([code, gate]): Gate[] => {
    const path = ['entities', def.name, 'gates', code, 'fails'];
    const syntax = parse(gate.fails);
    const fails = syntax.ok ? check(syntax.value, scope, { aggregates: false }) : syntax;
    if (!fails.ok) {
      issues.push(...fails.issues.map((one) => ({ ...one, path: [...path, ...one.path] })));
      return [];
    }
    if (fails.value.type.unit !== 'flag') {
      issues.push(issue('wrong_unit', path, { expected: 'flag', received: fails.value.type.unit }));
      return [];
    }
    return [{ code, severity: gate.severity, fails: fails.value, text: gate.fails, message: gate.message }];
  });

const metricsOf = (def: EntityDef, scope: Scope, issues: Issue[]): readonly DeclaredMetric[] =>
  Object.entries(def.metrics ?? {}).map(([id, metric]): DeclaredMetric => {
    for (const [word, text, aggregates] of [
      ['formula', metric.formula, true],
      ['where', metric.where, false],
    ] as const) {
      if (text === undefined) continue;
      const syntax = parse(text);
      const expr = syntax.ok ? check(syntax.value, scope, { aggregates }) : syntax;
      if (!expr.ok)
        issues.push(
          ...expr.issues.map((one) => ({ ...one, path: ['entities', def.name, 'metrics', id, word, ...one.path] })),
        );
    }
    const { label, formula, where, by, note, unit = 'number' } = metric;
    return {
      id,
      label,
      formula,
      unit,
      ...(where === undefined ? {} : { where }),
      ...(by === undefined ? {} : { by }),
      ...(note === undefined ? {} : { note }),
    };
  });

const overlaid = (entities: readonly EntityDef[], overlays: readonly Overlay[], issues: Issue[]) => {
  const custom = new Map<string, ReadonlySet<string>>();
  const defs = entities.map((entity) => {
    let def = entity;
    for (const overlay of overlays) {
      const next = applyOverlay(def, overlay);
      if (next.ok) def = next.value;
      else issues.push(...next.issues);
    }
    custom.set(def.name, new Set(overlays.flatMap((overlay) => addedFields(entity, overlay))));
    return def;
  });
  const names = new Set(entities.map((entity) => entity.name));
  for (const name of overlays.flatMap((overlay) => Object.keys(overlay.entities ?? {}))) {
    if (!names.has(name))
      issues.push(
        issue('no_such_entity', ['entities', name], { received: name, expected: `one of ${[...names].join(', ')}` }),
      );
  }
  return { defs, custom };
};

/**
 * Resolves a blueprint and a tenant's overlays into the model that everything else reads: names looked up, bounds in memory units,
 * expressions parsed and checked, views and labels filled in, all frozen. Reports everything that is wrong, with its path;
 * a model is given only when there is no error.
 */
export const resolveModel = (
  blueprint: Blueprint,
  { overlays = [] }: { readonly overlays?: readonly Overlay[] } = {},
): Checked<Model> => {
  const issues: Issue[] = [];
  const { defs, custom } = overlaid(blueprint.entities, overlays, issues);
  const names = new Set(defs.map((def) => def.name));
  if (names.size < defs.length) issues.push(issue('named_twice', ['entities']));

  const parts = new Map(
    defs.map((def) => {
      const pipelines = new Map<string, PipelineOf>();
      for (const [name, pipeline] of Object.entries(def.pipelines ?? {})) {
        pipelines.set(name, resolvePipeline(name, pipeline, ['entities', def.name, 'pipelines', name], issues));
      }
      const fields = new Map<string, Field>();
      for (const [name, said] of Object.entries(def.fields)) {
        const field = resolveField(
          def,
          name,
          said,
          { pipelines, custom: custom.get(def.name)?.has(name) ?? false, entities: names },
          issues,
        );
        if (field) fields.set(name, field);
      }
      return [def.name, { def, fields }] as const;
    }),
  );
  const scopeOf = scopes(parts, issues);
  const entities: Entity[] = [];
  for (const [name, { def, fields }] of parts) {
    const scope = scopeOf.get(name);
    const title = fields.get(def.title);
    const complete = [...fields.values()].map((field) => {
      const said = def.fields[field.name];
      const expr =
        said?.formula === undefined && said?.follows === undefined ? undefined : scope?.resolve([field.name]);
      if (!expr) return field;
      if (said?.formula !== undefined) return Object.freeze({ ...field, formula: expr });
      const follows = expr.op === 'call' ? expr.args[1] : undefined;
      return follows ? Object.freeze({ ...field, follows }) : field;
    });
    const byName = new Map(complete.map((field) => [field.name, field]));
    const views = viewsOf(def, complete);
    checkNames(def, byName, views, issues);
    if (!scope || !title) continue;
    const label = labelOr(def.label, name);
    const stage = complete.find((field) => field.kind === 'stage');
    const path = kebabCase(pluralOf(name));
    const ground: NamedGround = {
      def,
      fields: byName,
      others: (other) => parts.get(other)?.fields,
      scope,
      issues,
    };
    entities.push({
      name,
      label,
      plural: def.plural ?? label,
      path,
      title: byName.get(title.name) ?? title,
      fields: complete,
      field: (word) => byName.get(word),
      stored: complete.filter((field) => field.formula === undefined),
      ...(stage ? { stage } : {}),
      parts: def.parts ?? {},
      key: def.key ?? [],
      about: def.about ?? [],
      metrics: metricsOf(def, scope, issues),
      gates: gatesOf(def, scope, issues),
      actions: actionsOf(ground),
      summaries: summariesOf(ground),
      conversions: conversionsOf(ground),
      views,
      inverse: inverseOf(name, parts),
      scope,
    });
  }
  const errors = issues.filter((one) => one.severity === 'error');
  if (errors.length > 0) return bad(dedupe(issues));
  const byName = new Map(entities.map((entity) => [entity.name, Object.freeze(entity)]));
  const byWord = new Map(
    entities
      .flatMap((entity) =>
        namesOf(entity.name, entity.path, entity.label, entity.plural).map((word) => [word, entity] as const),
      )
      .reverse(),
  );
  return good(
    Object.freeze({
      name: blueprint.name,
      entities: Object.freeze([...byName.values()]),
      find: (name: string) => byName.get(name),
      named: (word: string) => byName.get(word) ?? byWord.get(fold(word)),
      origin: Object.freeze({ blueprint, overlays }),
    }),
    issues,
  );
};

const inverseOf = (
  name: string,
  parts: ReadonlyMap<string, { readonly fields: ReadonlyMap<string, Field> }>,
): readonly Inverse[] =>
  [...parts].flatMap(([entity, { fields }]) =>
    [...fields.values()]
      .filter((field) => field.to === name)
      .map((field) => ({ entity, field: field.name, many: field.many ?? false })),
  );

/** A broken formula is met by every expression that uses it; it is said once. */
const dedupe = (issues: readonly Issue[]): readonly Issue[] => {
  const seen = new Set<string>();
  return issues.filter((one) => {
    const key = `${one.code} ${one.path.join('.')} ${one.received ?? ''}`;
    return seen.has(key) ? false : Boolean(seen.add(key));
  });
};
