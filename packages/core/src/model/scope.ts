import type { EntityDef } from '../blueprint/index.ts';
import { check } from '../expr/check.ts';
import { parse } from '../expr/parse.ts';
import type { Expr, Scope, Type } from '../expr/tree.ts';
import { type Issue, issue } from '../issue.ts';
import type { Value } from '../kinds/index.ts';
import type { Field, PipelineOf } from './model.ts';

/** Links are followed so far and no further: what a person can still explain, and a database still join. */
const DEEPEST = 4;

const TEXT: Type = { unit: 'text' };
const FLAG: Type = { unit: 'flag' };

/** What may be asked of a stage, as a constant table over its key. */
const stageParts = (pipeline: PipelineOf): ReadonlyMap<string, { type: Type; of: (key: string) => Value }> => {
  const stage = (key: string) => pipeline.stage(key);
  return new Map([
    ['probability', { type: { unit: 'percent' }, of: (key: string) => stage(key)?.probability ?? null }],
    ['outcome', { type: TEXT, of: (key: string) => stage(key)?.outcome ?? null }],
    ['forecast', { type: TEXT, of: (key: string) => stage(key)?.forecast ?? null }],
    ['order', { type: { unit: 'number' }, of: (key: string) => stage(key)?.order ?? null }],
    ['rotAfter', { type: { unit: 'number' }, of: (key: string) => stage(key)?.rotAfter ?? null }],
    ['open', { type: FLAG, of: (key: string) => stage(key)?.outcome === 'open' }],
    ['won', { type: FLAG, of: (key: string) => stage(key)?.outcome === 'won' }],
    ['lost', { type: FLAG, of: (key: string) => stage(key)?.outcome === 'lost' }],
    ['closed', { type: FLAG, of: (key: string) => stage(key)?.outcome !== 'open' }],
  ]);
};

/** The same expression, read from the record that a link leads to. */
const through = (expr: Expr, link: string): Expr => {
  switch (expr.op) {
    case 'value':
      return expr;
    case 'column':
      return { ...expr, links: [link, ...expr.links] };
    case 'lookup':
      return { ...expr, of: through(expr.of, link) };
    case 'call':
      return { ...expr, args: expr.args.map((arg) => through(arg, link)) };
  }
};

const SYSTEM: ReadonlyMap<string, Type> = new Map([
  ['id', { unit: 'link' }],
  ['createdAt', { unit: 'instant' }],
  ['updatedAt', { unit: 'instant' }],
]);

interface Parts {
  readonly def: EntityDef;
  readonly fields: ReadonlyMap<string, Field>;
}

/**
 * The scopes of all entities: names resolved lazily, because entities refer to each other, and once, because everything asks.
 * A formula that does not read, has the wrong unit or refers to itself is reported to `issues`.
 */
export const scopes = (entities: ReadonlyMap<string, Parts>, issues: Issue[]): ReadonlyMap<string, Scope> => {
  const made = new Map<string, Scope>();
  const known = new Map<string, Expr | undefined>();
  const open: string[] = [];

  const compile = (text: string, entity: string, field: Field, word: 'formula' | 'follows'): Expr | undefined => {
    const path = ['entities', entity, 'fields', field.name, word];
    const key = `${entity}.${field.name}`;
    if (open.includes(key)) {
      issues.push(issue('refers_to_itself', path, { received: [...open.slice(open.indexOf(key)), key].join(' → ') }));
      return undefined;
    }
    const scope = made.get(entity);
    const syntax = parse(text);
    if (!scope || !syntax.ok) {
      issues.push(...syntax.issues.map((one) => ({ ...one, path: [...path, ...one.path] })));
      return undefined;
    }
    open.push(key);
    const expr = check(syntax.value, scope, { aggregates: false });
    open.pop();
    if (!expr.ok) {
      issues.push(...expr.issues.map((one) => ({ ...one, path: [...path, ...one.path] })));
      return undefined;
    }
    const unit = expr.value.type.unit;
    if (unit !== field.unit && unit !== 'null')
      issues.push(issue('wrong_unit', path, { expected: field.unit, received: unit }));
    return expr.value;
  };

  const own = (entity: string, { def, fields }: Parts, name: string): Expr | undefined => {
    const system = SYSTEM.get(name);
    if (system) return { op: 'column', type: system, links: [], name };
    const field = fields.get(name);
    const said = field && def.fields[name];
    if (!field || !said) return undefined;
    const column: Expr = { op: 'column', type: field.type, links: [], name };
    if (said.formula !== undefined) return compile(said.formula, entity, field, 'formula');
    if (said.follows === undefined) return column;
    const followed = compile(said.follows, entity, field, 'follows');
    return followed && { op: 'call', type: field.type, name: 'coalesce', args: [column, followed] };
  };

  const resolve = (entity: string, parts: Parts, path: readonly string[]): Expr | undefined => {
    const [name, ...rest] = path;
    if (name === undefined || path.length > DEEPEST) return undefined;
    if (rest.length === 0) return own(entity, parts, name);
    const field = parts.fields.get(name);
    if (field?.pipeline && rest.length === 1) {
      const part = stageParts(field.pipeline).get(rest[0] ?? '');
      const of = part && own(entity, parts, name);
      return (
        part &&
        of && {
          op: 'lookup',
          type: part.type,
          of,
          table: field.pipeline.stages.map(({ key }) => [key, part.of(key)] as const),
        }
      );
    }
    if (field?.unit !== 'link' || field.to === undefined) return undefined;
    const target = made.get(field.to)?.resolve(rest);
    return target && through(target, name);
  };

  for (const [entity, parts] of entities) {
    made.set(entity, {
      entity,
      names: () => [...parts.fields.keys(), ...SYSTEM.keys()],
      resolve: (path) => {
        const key = `${entity}:${path.join('.')}`;
        // A name met again while it is being resolved must not be remembered as missing: `compile` reports the circle.
        if (known.has(key)) return known.get(key);
        const expr = resolve(entity, parts, path);
        if (expr || open.length === 0) known.set(key, expr);
        return expr;
      },
    });
  }
  return made;
};
