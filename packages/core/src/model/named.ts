import type { ActionDef, EntityDef, SaidValue } from '../blueprint/index.ts';
import { check } from '../expr/check.ts';
import { parse } from '../expr/parse.ts';
import type { Expr, Scope } from '../expr/tree.ts';
import { type Issue, issue } from '../issue.ts';
import type { Value } from '../kinds/index.ts';
import type { Action, Conversion, Field, Make, Summary } from './model.ts';
import { kebabCase, labelOr } from './words.ts';

type Fields = ReadonlyMap<string, Field>;
type Path = readonly string[];

/** What an entity declares by name, and where its mistakes are reported. */
export interface NamedGround {
  readonly def: EntityDef;
  readonly fields: Fields;
  /** The fields of the other entities, by entity. */
  readonly others: (entity: string) => Fields | undefined;
  readonly scope: Scope;
  readonly issues: Issue[];
}

/** What every entity with a pipeline can do, whether its blueprint says so or not. */
const MOVE: Readonly<Record<string, ActionDef>> = {
  moveToNextStage: {
    label: { en: 'Move to the next stage', fr: 'Passer à l’étape suivante', ru: 'На следующий этап', he: 'לשלב הבא' },
    move: 'next',
  },
};

const NAME = /^[a-z][A-Za-z0-9]{0,40}$/;
const PARAMETER = /^\{([A-Za-z]\w*)\}$/;
const PART = /^[a-z][a-z0-9-]{0,40}$/;
/** Words that stand below a record or an entity already. */
const TAKEN = new Set(['bulk', 'export', 'journal', 'search']);

const compiled = (text: string, { scope, issues }: NamedGround, path: Path): Expr | null => {
  const syntax = parse(text);
  const expr = syntax.ok ? check(syntax.value, scope, { aggregates: false }) : syntax;
  if (expr.ok) return expr.value;
  issues.push(...expr.issues.map((one) => ({ ...one, path: [...path, ...one.path] })));
  return null;
};

const conditionOf = (text: string | undefined, ground: NamedGround, path: Path): Expr | null => {
  const expr = text === undefined ? null : compiled(text, ground, path);
  if (expr && expr.type.unit !== 'flag')
    ground.issues.push(issue('wrong_unit', path, { expected: 'flag', received: expr.type.unit }));
  return expr;
};

const missing = (fields: Fields, name: string, path: Path): Issue =>
  issue('no_such_field', path, { received: name, expected: `one of ${[...fields.keys()].join(', ')}` });

/** Values as they are said, in memory units; `today` and `now` stay words until they are written. */
const said = (
  values: Readonly<Record<string, SaidValue>>,
  { fields, issues }: NamedGround,
  path: Path,
): Readonly<Record<string, Value>> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): [string, Value][] => {
      const field = fields.get(name);
      if (!field || field.formula) {
        issues.push(missing(fields, name, [...path, name]));
        return [];
      }
      if (
        value === null ||
        (value === 'today' && field.kind === 'date') ||
        (value === 'now' && field.kind === 'instant')
      )
        return [[name, value]];
      const read = field.rules.decode(value, field, [...path, name]);
      if (!read.ok) issues.push(...read.issues);
      return read.ok ? [[name, read.value]] : [];
    }),
  );

const checkName = (name: string, path: Path, issues: Issue[]): void => {
  if (!NAME.test(name) || TAKEN.has(kebabCase(name)))
    issues.push(issue('not_a_name', path, { received: name, expected: 'a name in camelCase that is not taken' }));
};

/** What may be done to a record by name: what the blueprint says, and the next stage where there is a pipeline. */
export const actionsOf = (ground: NamedGround): readonly Action[] => {
  const { def, fields, issues } = ground;
  const staged = [...fields.values()].some((field) => field.kind === 'stage');
  return Object.entries({ ...(staged ? MOVE : {}), ...def.actions }).map(([name, action]): Action => {
    const path = ['entities', def.name, 'actions', name];
    checkName(name, path, issues);
    const next = action.move === 'next';
    if (next && !staged) issues.push(issue('no_such_pipeline', path, { received: 'next' }));
    return {
      name,
      path: kebabCase(name),
      label: labelOr(action.label, name),
      when: conditionOf(action.when, ground, [...path, 'when']),
      text: action.when ?? '',
      next,
      set: said(action.set ?? {}, ground, [...path, 'set']),
    };
  });
};

/** The questions with addresses of their own. */
export const summariesOf = ({ def, fields, issues }: NamedGround): readonly Summary[] =>
  Object.entries(def.summaries ?? {}).map(([name, { label, path: address, figures }]): Summary => {
    const path = ['entities', def.name, 'summaries', name, 'path'];
    const parts = address.split('/');
    const parameters = parts.flatMap((part) => PARAMETER.exec(part)?.[1] ?? []);
    for (const one of parameters) if (!fields.has(one)) issues.push(missing(fields, one, path));
    const [first = ''] = parts;
    const odd = parts.find((part) => !PART.test(part) && !PARAMETER.test(part));
    if (odd !== undefined || !PART.test(first) || TAKEN.has(first))
      issues.push(issue('not_a_name', path, { received: address, expected: 'words and {fields}, a word first' }));
    return { name, label: labelOr(label, name), path: address, parameters, figures };
  });

const makeOf = (
  link: string,
  make: NonNullable<EntityDef['conversions']>[string]['makes'][string],
  ground: NamedGround,
  path: Path,
): Make | null => {
  const { fields, issues, others } = ground;
  const field = fields.get(link);
  const target = field?.kind === 'link' && !field.many && field.to !== undefined ? others(field.to) : undefined;
  if (!field?.to || !target) {
    issues.push(missing(new Map([...fields].filter(([, one]) => one.to !== undefined)), link, path));
    return null;
  }
  if (make.match !== undefined && target.get(make.match)?.unit !== 'text')
    issues.push(missing(target, make.match, [...path, 'match']));
  const values = Object.entries(make.values).flatMap(([name, text]) => {
    const into = target.get(name);
    const expr = compiled(text, ground, [...path, 'values', name]);
    if (!into || into.formula) issues.push(missing(target, name, [...path, 'values', name]));
    else if (expr && expr.type.unit !== into.unit && expr.type.unit !== 'null')
      issues.push(issue('wrong_unit', [...path, 'values', name], { expected: into.unit, received: expr.type.unit }));
    return expr ? [{ field: name, expr }] : [];
  });
  return {
    link,
    entity: field.to,
    when: conditionOf(make.when, ground, [...path, 'when']),
    optional: make.optional ?? false,
    match: make.match ?? null,
    values,
  };
};

/** What a record can become. */
export const conversionsOf = (ground: NamedGround): readonly Conversion[] =>
  Object.entries(ground.def.conversions ?? {}).map(([name, { label, when, makes, becomes }]): Conversion => {
    const path = ['entities', ground.def.name, 'conversions', name];
    checkName(name, path, ground.issues);
    return {
      name,
      path: kebabCase(name),
      label: labelOr(label, name),
      when: conditionOf(when, ground, [...path, 'when']),
      makes: Object.entries(makes).flatMap(
        ([link, make]) => makeOf(link, make, ground, [...path, 'makes', link]) ?? [],
      ),
      becomes: said(becomes, ground, [...path, 'becomes']),
    };
  });
