import { check, conditions, type Expr, parse, type Type } from '../expr/index.ts';
import { bad, type Checked, good, type Issue, issue } from '../issue.ts';
import { isId, type Value } from '../kinds/index.ts';
import type { Entity, Field, Model } from '../model/index.ts';
import { minorFromDecimal } from '../money.ts';
import { isDate } from '../time.ts';
import { lookUp } from './place.ts';
import type { Cell, Condition, Selection } from './query.ts';

const FLAG: Type = { unit: 'flag' };

/** A call that gives a flag. */
export const flagCall = (name: Extract<Expr, { op: 'call' }>['name'], ...args: readonly Expr[]): Expr => ({
  op: 'call',
  type: FLAG,
  name,
  args,
});

/** All of these; null when there are none. */
export const allOf = (parts: readonly (Expr | null)[]): Expr | null => {
  const found = parts.flatMap((part) => (part === null ? [] : conditions(part)));
  const [first] = found;
  if (first === undefined) return null;
  return found.length === 1 ? first : flagCall('and', ...found);
};

/** Any of these; null when there are none. */
export const anyOf = (parts: readonly Expr[]): Expr | null => {
  const [first] = parts;
  if (first === undefined) return null;
  return parts.length === 1 ? first : flagCall('or', ...parts);
};

export const constant = (type: Type, value: Value): Expr => ({ op: 'value', type, value });

/** A value from the wire in the unit of what it is compared with. */
const decoded = (value: Cell, place: { readonly expr: Expr; readonly field?: Field }, path: string): Checked<Value> => {
  const { unit } = place.expr.type;
  if (place.field && unit !== 'links' && unit !== 'tags') {
    const { field } = place;
    // A condition may look beyond the bounds that a written value keeps to.
    const open = { ...field, min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER };
    if (unit === 'flag' && (value === 'true' || value === 'false')) return good(value === 'true');
    return field.rules.decode(value, open, [path]);
  }
  if (unit === 'number' && value !== '' && Number.isFinite(Number(value))) return good(Number(value));
  if (unit === 'percent') {
    const read = typeof value === 'boolean' || value === null ? null : minorFromDecimal(value, 2);
    if (read?.exact) return good(read.minor);
  }
  if (unit === 'flag' && (typeof value === 'boolean' || value === 'true' || value === 'false'))
    return good(value === true || value === 'true');
  if ((unit === 'link' || unit === 'links') && isId(value)) return good<Value>(value);
  if ((unit === 'text' || unit === 'tags') && typeof value === 'string') return good(value);
  return bad([issue(`not_${unit}`, [path], { received: String(value) })]);
};

/** Holds for a row exactly when the condition does not, blanks included. */
const complement = (expr: Expr): Expr => flagCall('not', flagCall('coalesce', expr, constant(FLAG, false)));

interface Asked {
  readonly expr: Expr;
  readonly values: readonly Value[];
  readonly blank: boolean;
}

const oneOf = ({ expr, values, blank }: Asked): Expr => {
  const { unit } = expr.type;
  const single: Type = unit === 'tags' ? { unit: 'text' } : unit === 'links' ? { unit: 'link' } : expr.type;
  const words = values.map((value) => constant(single, value));
  const [first] = words;
  const held =
    first === undefined
      ? []
      : unit === 'tags' || unit === 'links'
        ? words.map((word) => flagCall('has', expr, word))
        : [words.length === 1 ? flagCall('eq', expr, first) : flagCall('in', expr, ...words)];
  return anyOf([...held, ...(blank ? [flagCall('empty', expr)] : [])]) ?? constant(FLAG, false);
};

const ORDERED: ReadonlySet<string> = new Set(['number', 'money', 'percent', 'date', 'instant']);

/** The text that `contains` looks into: a text itself, a link by the title of its record. */
const textOf = (model: Model, entity: Entity, name: string, expr: Expr, field?: Field): Expr | undefined => {
  if (expr.type.unit === 'text') return expr;
  const title = field?.to === undefined ? undefined : model.find(field.to)?.title;
  const there = title && expr.type.unit === 'link' ? entity.scope.resolve([...name.split('.'), title.name]) : undefined;
  return there?.type.unit === 'text' ? there : undefined;
};

/** One condition as a flag of every row. */
const conditionExpr = (
  { field: name, op, values }: Condition,
  entity: Entity,
  model: Model,
  at: readonly (string | number)[],
): Checked<Expr> => {
  const found = lookUp(model, entity, name, at);
  if (!found.ok) return found;
  const { field } = found.value;
  let { expr } = found.value;
  if (op === 'empty' || op === 'filled') return good(flagCall(op, expr));
  const refused = (): Checked<Expr> =>
    bad([issue('not_comparable', [...at, name], { received: op, params: { unit: expr.type.unit } })]);
  if (expr.type.unit === 'json') return refused();
  if (op === 'contains') {
    const text = textOf(model, entity, name, expr, field);
    const [word] = values;
    if (!text) return refused();
    if (values.length !== 1 || typeof word !== 'string')
      return bad([issue('not_one_value', [...at, name], { received: String(values.length) })]);
    return good(flagCall('contains', text, constant({ unit: 'text' }, word)));
  }
  const given = values.filter((value) => value !== null);
  // An instant is asked for by its local day unless the time is said.
  if (expr.type.unit === 'instant' && given.length > 0 && given.every(isDate))
    expr = { op: 'call', type: { unit: 'date' }, name: 'dateOf', args: [expr] };
  const issues: Issue[] = [];
  const read: Value[] = [];
  for (const value of given) {
    const one =
      expr.type.unit === 'date' && isDate(value)
        ? good<Value>(value)
        : decoded(value, field ? { expr, field } : { expr }, name);
    issues.push(...one.issues.map((fault) => ({ ...fault, path: [...at, ...fault.path] })));
    if (one.ok && one.value !== null) read.push(one.value);
  }
  if (issues.some((fault) => fault.severity === 'error')) return bad(issues);
  const asked: Asked = { expr, values: read, blank: given.length < values.length || read.length < given.length };
  if (op === 'in') return good(oneOf(asked));
  if (op === 'not') return good(complement(oneOf(asked)));
  const [value] = read;
  if (!ORDERED.has(expr.type.unit)) return refused();
  if (values.length !== 1 || value === undefined)
    return bad([issue('not_one_value', [...at, name], { received: String(values.length) })]);
  return good(flagCall(op, expr, constant(expr.type, value)));
};

/** An expression in the small language as a condition. */
const written = (text: string, entity: Entity): Checked<Expr | null> => {
  if (text.trim() === '') return good(null);
  const syntax = parse(text);
  const expr = syntax.ok ? check(syntax.value, entity.scope, { aggregates: false }) : syntax;
  if (!expr.ok) return bad(expr.issues.map((fault) => ({ ...fault, path: ['where', ...fault.path] })));
  if (expr.value.type.unit !== 'flag')
    return bad([issue('not_a_condition', ['where'], { received: expr.value.type.unit })]);
  return expr;
};

const SEARCHED: ReadonlySet<string> = new Set(['text', 'note', 'email', 'phone', 'url']);

/** Every word stands somewhere in the record: in a text, as a tag, or in the title of what it links to. */
const searched = (text: string, entity: Entity, model: Model): Expr | null => {
  const places = entity.fields.flatMap((field): Expr[] => {
    const expr = entity.scope.resolve([field.name]);
    if (!expr) return [];
    if (field.unit === 'tags') return [expr];
    if (field.unit === 'link')
      return [textOf(model, entity, field.name, expr, field)].filter((one) => one !== undefined);
    return SEARCHED.has(field.kind) ? [expr] : [];
  });
  const words = text.split(/\s+/).filter((word) => word !== '');
  return allOf(
    words.map((word) =>
      anyOf(
        places.map((place) =>
          flagCall(place.type.unit === 'tags' ? 'has' : 'contains', place, constant({ unit: 'text' }, word)),
        ),
      ),
    ),
  );
};

const REMEMBERED = 64;

/** What was made of a text for an entity: the latest few are kept. */
class Latest<V> {
  readonly #known = new WeakMap<Entity, Map<string, V>>();

  of(entity: Entity, key: string, make: () => V): V {
    const known = this.#known.get(entity) ?? new Map<string, V>();
    this.#known.set(entity, known);
    const made = known.get(key) ?? make();
    known.delete(key);
    known.set(key, made);
    const [oldest] = known.keys();
    if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
    return made;
  }
}

const selections = new Latest<Checked<Expr | null>>();
const single = new Latest<Checked<Expr | null>>();

/**
 * What a selection lets in, as one flag of every row; null lets all in. The same selection gives the same expression, and the same
 * condition in another selection the same part of it, so that runtimes may keep what they computed for them.
 */
export const selectionExpr = (selection: Selection, entity: Entity, model: Model): Checked<Expr | null> => {
  const { filters = [], where = '', search = '' } = selection;
  return selections.of(entity, JSON.stringify([filters, where, search]), () =>
    compiled({ filters, where, search }, entity, model),
  );
};

const compiled = (
  { filters, where, search }: { filters: readonly Condition[]; where: string; search: string },
  entity: Entity,
  model: Model,
): Checked<Expr | null> => {
  const read: readonly Checked<Expr | null>[] = [
    ...filters.map((condition, at) =>
      single.of(entity, JSON.stringify([condition, at]), () =>
        conditionExpr(condition, entity, model, ['filters', at]),
      ),
    ),
    single.of(entity, where, () => written(where, entity)),
    good(searched(search, entity, model)),
  ];
  const issues = read.flatMap((one) => one.issues);
  if (read.some((one) => !one.ok)) return bad(issues);
  return good(allOf(read.map((one) => (one.ok ? one.value : null))), issues);
};
