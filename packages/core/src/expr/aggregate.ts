import type { Value } from '../kinds/index.ts';
import { evaluate, numberOf, type Reader, valueOf } from './evaluate.ts';
import { summarize } from './statistics.ts';
import type { Expr, Moment } from './tree.ts';
import { type AggregateCall, aggregatesOf } from './walk.ts';

/** The value of a figure (an expression checked with aggregates) over rows, which are read once. */
export function aggregate(expr: Expr, rows: Iterable<Reader>, moment: Moment): Value {
  const tallies = aggregatesOf(expr).map(tallyOf);
  for (const read of rows) for (const tally of tallies) tally.take(read, moment);
  const known = new Map<Expr, number>(tallies.map(({ call, result }) => [call, result()]));
  return valueOf(expr, { read: () => null, moment, known });
}

interface Tally {
  readonly call: AggregateCall;
  readonly take: (read: Reader, moment: Moment) => void;
  readonly result: () => number;
}

function tallyOf(call: AggregateCall): Tally {
  const { name, args } = call;
  const [x, flag] = name === 'count' ? [undefined, args[0]] : args;
  const taken = (read: Reader, moment: Moment) => flag === undefined || evaluate(flag, read, moment) === true;
  if (name === 'countDistinct') {
    const distinct = new Set<Value>();
    return {
      call,
      take: (read, moment) => {
        const value = x && taken(read, moment) ? evaluate(x, read, moment) : null;
        if (value !== null) distinct.add(value);
      },
      result: () => distinct.size,
    };
  }
  const values: number[] = [];
  return {
    call,
    take: (read, moment) => {
      if (!taken(read, moment)) return;
      const value = x === undefined ? 1 : numberOf(x, { read, moment });
      if (!Number.isNaN(value)) values.push(value);
    },
    result: () => summarize(name, values, call.type.unit),
  };
}
