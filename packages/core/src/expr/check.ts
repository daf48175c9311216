import { bad, type Checked, good, type Issue } from '../issue.ts';
import { similar } from '../text.ts';
import { among, between, comparison } from './agree.ts';
import { arithmetic, single } from './arithmetic.ts';
import { fault } from './faults.ts';
import { aggregateCall, aggregateTakes, FUNCTIONS, inUnit, isAggregateName, type Place } from './functions.ts';
import { FLAG, fractionOf, type Operand, settled, typed } from './operand.ts';
import { AGGREGATES, type Expr, type Scope, type Syntax } from './tree.ts';
import { sizeOf } from './walk.ts';

/** What is allowed where an expression stands. */
export interface Permission {
  /** True: a figure of many rows, every field inside an aggregate. False: a value of one row, no aggregates. */
  readonly aggregates: boolean;
}

/** The most parts an expression may have once derived fields are written out. */
const LARGEST = 20_000;

type Call = Extract<Syntax, { op: 'call' }>;

interface Context {
  readonly scope: Scope;
  readonly issues: Issue[];
  /** `row`: one row; `rows`: outside the aggregates of a figure; `inside`: within one. */
  readonly level: 'row' | 'rows' | 'inside';
}

/**
 * Finds out what an expression means: names looked up in the scope, units checked (`money + percent` is an issue), constants read
 * in the unit of what they stand beside (`amount >= 1000` is 1 000 major units, `stage.probability >= 70` is 70 %). Every fault is
 * an issue with its character in `params.at`.
 */
export function check(syntax: Syntax, scope: Scope, { aggregates }: Permission): Checked<Expr> {
  const issues: Issue[] = [];
  const operand = visit(syntax, { scope, issues, level: aggregates ? 'rows' : 'row' });
  if (operand === undefined || issues.length > 0) return bad(issues);
  const expr = settled(operand);
  if (sizeOf(expr) > LARGEST) {
    return bad([
      fault('too_deep_an_expression', 0, {
        expected: `${LARGEST} parts`,
        remedy: 'Its derived fields refer to each other too often: store one of them.',
      }),
    ]);
  }
  return good(expr);
}

function visit(syntax: Syntax, context: Context): Operand | undefined {
  switch (syntax.op) {
    case 'literal':
      return literal(syntax);
    case 'name':
      return name(syntax, context);
    case 'call':
      return call(syntax, context);
  }
}

function literal({ value, text }: Extract<Syntax, { op: 'literal' }>): Operand {
  if (value === null) return { is: 'null' };
  if (typeof value === 'number') return fractionOf(text);
  return typeof value === 'string' ? { is: 'text', text: value } : typed({ op: 'value', type: FLAG, value });
}

function name({ path, at }: Extract<Syntax, { op: 'name' }>, { scope, issues, level }: Context): Operand | undefined {
  const received = path.join('.');
  const expr = scope.resolve(path);
  if (expr === undefined) {
    const names = scope.names();
    issues.push(
      fault('unknown_name', at, {
        received,
        expected: `one of ${names.join(', ')}`,
        remedy: nearest(received, names),
        params: { entity: scope.entity },
      }),
    );
    return undefined;
  }
  if (level === 'rows') {
    issues.push(
      fault('not_aggregated', at, {
        params: { name: received },
        remedy: `Write \`sum(${received})\` or \`count(…)\`.`,
      }),
    );
    return undefined;
  }
  return typed(expr);
}

function call(syntax: Call, context: Context): Operand | undefined {
  const { name, at } = syntax;
  const { issues } = context;
  const place: Place = { name, at, issues };
  if (isAggregateName(name)) return aggregate(name, syntax, context, place);
  const known = FUNCTIONS.get(name);
  const takes = known?.takes ?? OPERATORS.get(name);
  if (takes === undefined) {
    const names = [...FUNCTIONS.keys(), ...AGGREGATES];
    issues.push(
      fault('unknown_function', at, {
        received: name,
        expected: `one of ${names.join(', ')}`,
        remedy: nearest(name, names),
      }),
    );
    return undefined;
  }
  const args = operands(syntax, takes, context);
  if (args === undefined) return undefined;
  return known ? known.apply(args, place) : operator(args, place, syntax.args);
}

const span = (words: string, least: number, most: number) =>
  words.split(' ').map((word) => [word, [least, most]] as const);
const OPERATORS: ReadonlyMap<string, readonly [number, number]> = new Map<string, readonly [number, number]>([
  ...span('and or', 2, 10_000),
  ...span('not neg empty filled', 1, 1),
  ...span('+ - * / = != < <= > >=', 2, 2),
  ...span('in', 2, 5000),
  ...span('between', 3, 3),
]);

function operator(args: readonly Operand[], place: Place, said: readonly Syntax[]): Operand | undefined {
  const { name, at, issues } = place;
  const [first, second] = args;
  if (first === undefined) return undefined;
  switch (name) {
    case 'and':
    case 'or':
    case 'not': {
      const flags = args
        .map((arg, index) => inUnit(arg, FLAG, { ...place, at: said[index]?.at ?? at }))
        .filter((flag) => flag !== undefined);
      return flags.length < args.length ? undefined : typed({ op: 'call', type: FLAG, name, args: flags });
    }
    case 'neg':
      return single('neg', first, at, issues);
    case 'empty':
    case 'filled':
      return typed({ op: 'call', type: FLAG, name, args: [settled(first)] });
    case 'in':
      return among(args, at, issues);
    case 'between':
      return between(args, at, issues);
  }
  if (second === undefined) return undefined;
  return '+-*/'.includes(name)
    ? arithmetic(name, first, second, at, issues)
    : comparison(name, first, second, at, issues);
}

function aggregate(
  name: (typeof AGGREGATES)[number],
  syntax: Call,
  context: Context,
  place: Place,
): Operand | undefined {
  const { issues, level } = context;
  if (level !== 'rows') {
    const nested = level === 'inside';
    const remedy = nested
      ? 'Combine aggregates outside: `sum(amount) / count()`.'
      : 'Leave the aggregate out, or ask for a figure instead.';
    issues.push(
      fault(nested ? 'nested_aggregate' : 'aggregate_here', place.at, { params: { name: `${name}()` }, remedy }),
    );
    return undefined;
  }
  const args = operands(syntax, aggregateTakes(name), { ...context, level: 'inside' });
  return args && aggregateCall(name, args, place);
}

/** The arguments, checked; all of them are looked at, so that every fault is told at once. */
function operands(
  { name, args, at }: Call,
  [least, most]: readonly [number, number],
  context: Context,
): readonly Operand[] | undefined {
  const checked = args.map((arg) => visit(arg, context));
  if (args.length < least || args.length > most) {
    const expected = least === most ? `${least} ${least === 1 ? 'value' : 'values'}` : `${least} to ${most} values`;
    context.issues.push(
      fault('wrong_count', at, {
        expected,
        received: `${args.length}`,
        params: { name },
        remedy: `Give it ${expected}.`,
      }),
    );
    return undefined;
  }
  const whole = checked.filter((operand) => operand !== undefined);
  return whole.length < checked.length ? undefined : whole;
}

function nearest(word: string, names: readonly string[]): string {
  const near = names
    .map((name) => ({ name, alike: similar(word, name) }))
    .filter(({ alike }) => alike >= 0.5)
    .sort((a, b) => b.alike - a.alike)
    .slice(0, 3)
    .map(({ name }) => `\`${name}\``);
  if (near.length > 0) return `Did you mean ${near.join(' or ')}?`;
  return `Write one of ${names.slice(0, 30).join(', ')}.`;
}
