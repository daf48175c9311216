import type { Issue } from '../issue.ts';
import { agree } from './agree.ts';
import { later, single } from './arithmetic.ts';
import { fault } from './faults.ts';
import { DATE, FLAG, mayBe, NUMBER, type Operand, settle, TEXT, typed, unitWord } from './operand.ts';
import { type Aggregate, AGGREGATES, type Expr, type Primitive, type Type } from './tree.ts';

/** Where a function stands, for its messages. */
export interface Place {
  readonly name: string;
  readonly at: number;
  readonly issues: Issue[];
}

type Apply = (args: readonly Operand[], place: Place) => Operand | undefined;

interface Known {
  /** The least and the most arguments. */
  readonly takes: readonly [number, number];
  readonly apply: Apply;
}

/** One argument in a unit that is fixed; constants are read in it. */
export function inUnit(operand: Operand | undefined, type: Type, { name, at, issues }: Place): Expr | undefined {
  if (operand === undefined) return undefined;
  const fit =
    operand.is === 'expr'
      ? operand.expr.type.unit === type.unit || operand.expr.type.unit === 'null'
      : mayBe(operand, type);
  if (fit) return settle(operand, type, at, issues);
  const received = unitWord(operand);
  const remedy =
    received === 'instant' && type.unit === 'date'
      ? 'Take the day with `dateOf(createdAt)` first.'
      : `Give it a ${type.unit}.`;
  issues.push(fault('wrong_operand', at, { expected: type.unit, received, params: { name }, remedy }));
  return undefined;
}

/** A function whose arguments have fixed units. */
const fixed = (name: Primitive, type: Type, units: readonly Type[]): Known => ({
  takes: [units.length, units.length],
  apply: (args, place) => {
    const exprs = units.map((unit, index) => inUnit(args[index], unit, place)).filter((expr) => expr !== undefined);
    return exprs.length < units.length ? undefined : typed({ op: 'call', type, name, args: exprs });
  },
});

const choose: Apply = ([condition, yes, no], place) => {
  const flag = inUnit(condition, FLAG, place);
  const both = yes && no && agree([yes, no], place.name, place.at, place.issues);
  return flag && both && typed({ op: 'call', type: both.type, name: 'if', args: [flag, ...both.args] });
};

const firstFilled: Apply = (args, place) => {
  const all = agree(args, place.name, place.at, place.issues);
  if (!all) return undefined;
  const [only] = all.args;
  return all.args.length === 1 && only
    ? typed(only)
    : typed({ op: 'call', type: all.type, name: 'coalesce', args: all.args });
};

const holds: Apply = ([list, word], place) => {
  const type = list?.is === 'expr' ? list.expr.type : undefined;
  if (list?.is !== 'expr' || (type?.unit !== 'tags' && type?.unit !== 'links')) {
    const params = { name: place.name };
    place.issues.push(
      fault('wrong_operand', place.at, {
        expected: 'tags or links first',
        received: list ? unitWord(list) : 'nothing',
        params,
        remedy: "Write `has(tags, 'vip')`, or `contains` for a text.",
      }),
    );
    return undefined;
  }
  const held = inUnit(word, type.unit === 'tags' ? TEXT : { unit: 'link' }, place);
  return held && typed({ op: 'call', type: FLAG, name: 'has', args: [list.expr, held] });
};

const addDays: Apply = ([date, days], place) => {
  const from = inUnit(date, DATE, place);
  return from && days && later(from, days, place.at, place.issues);
};

/** The functions of one row, by name. */
export const FUNCTIONS: ReadonlyMap<string, Known> = new Map<string, Known>([
  ['abs', { takes: [1, 1], apply: ([x], { at, issues }) => x && single('abs', x, at, issues) }],
  ['if', { takes: [3, 3], apply: choose }],
  ['coalesce', { takes: [1, 50], apply: firstFilled }],
  ['today', fixed('today', DATE, [])],
  ['dateOf', fixed('dateOf', DATE, [{ unit: 'instant' }])],
  ['addDays', { takes: [2, 2], apply: addDays }],
  ['diffDays', fixed('diffDays', NUMBER, [DATE, DATE])],
  ['year', fixed('year', NUMBER, [DATE])],
  ['quarter', fixed('quarter', NUMBER, [DATE])],
  ['month', fixed('month', NUMBER, [DATE])],
  ['lower', fixed('lower', TEXT, [TEXT])],
  ['contains', fixed('contains', FLAG, [TEXT, TEXT])],
  ['startsWith', fixed('startsWith', FLAG, [TEXT, TEXT])],
  ['has', { takes: [2, 2], apply: holds }],
]);

const SUMMED: ReadonlySet<string> = new Set(['number', 'money', 'percent']);
const ORDERED: ReadonlySet<string> = new Set([...SUMMED, 'date', 'instant']);
const COUNTED: ReadonlySet<string> = new Set([...ORDERED, 'text', 'link', 'flag']);

/** Whether a name is an aggregate's. */
export function isAggregateName(name: string): name is Aggregate {
  return (AGGREGATES as readonly string[]).includes(name);
}

/** How many arguments an aggregate takes. */
export function aggregateTakes(name: Aggregate): readonly [number, number] {
  return name === 'count' ? [0, 1] : [1, 2];
}

/** Checks the call of an aggregate whose arguments are checked: `count([flag])`, the others `(x[, flag])`. */
export function aggregateCall(name: Aggregate, args: readonly Operand[], place: Place): Operand | undefined {
  const [first, second] = args;
  if (name === 'count') {
    if (first === undefined) return typed({ op: 'call', type: NUMBER, name, args: [] });
    if (first.is === 'expr' && first.expr.type.unit !== 'flag') {
      const remedy = 'Count what is true: `count(amount is not empty)`; or `countDistinct(amount)`.';
      place.issues.push(
        fault('wrong_operand', place.at, { expected: 'a flag', received: unitWord(first), params: { name }, remedy }),
      );
      return undefined;
    }
    const flag = inUnit(first, FLAG, place);
    return flag && typed({ op: 'call', type: NUMBER, name, args: [flag] });
  }
  const all = first && agree([first], name, place.at, place.issues);
  const [x] = all?.args ?? [];
  if (!all || !x) return undefined;
  const units = name === 'countDistinct' ? COUNTED : name === 'min' || name === 'max' ? ORDERED : SUMMED;
  if (!units.has(all.type.unit)) {
    const expected = [...units].join(', ');
    place.issues.push(
      fault('wrong_operand', place.at, {
        expected,
        received: all.type.unit,
        params: { name },
        remedy: 'Count flags and texts with `count(…)` or `countDistinct(…)`.',
      }),
    );
    return undefined;
  }
  const flag = second && inUnit(second, FLAG, place);
  if (second && !flag) return undefined;
  const type = name === 'countDistinct' ? NUMBER : all.type;
  return typed({ op: 'call', type, name, args: flag ? [x, flag] : [x] });
}
