import { addDays, calendarPart } from './calendar.ts';
import { divide, multiply, perNumber, scaleWhole, tame, timesNumber, whole } from './number.ts';
import { localDay } from './zone.ts';

// One loop per operation, all over one element kind: a loop that takes a function is called with many and is never inlined.

/** Numbers of `n` rows (step 1), or one number for all rows (step 0). */
export interface Numbers {
  readonly values: Float64Array;
  readonly step: 0 | 1;
}

/** Flags of `n` rows (step 1), or one flag for all rows (step 0). */
export interface Flags {
  readonly values: Uint8Array;
  readonly step: 0 | 1;
}

type Kernel = (x: Float64Array, sx: number, y: Float64Array, sy: number, out: Float64Array) => void;

const addNumbers: Kernel = (x, sx, y, sy, out) => {
  for (let i = 0; i < out.length; i++) out[i] = tame((x[i * sx] as number) + (y[i * sy] as number));
};
const addWholes: Kernel = (x, sx, y, sy, out) => {
  for (let i = 0; i < out.length; i++) out[i] = whole((x[i * sx] as number) + (y[i * sy] as number));
};
const subtractNumbers: Kernel = (x, sx, y, sy, out) => {
  for (let i = 0; i < out.length; i++) out[i] = tame((x[i * sx] as number) - (y[i * sy] as number));
};
const subtractWholes: Kernel = (x, sx, y, sy, out) => {
  for (let i = 0; i < out.length; i++) out[i] = whole((x[i * sx] as number) - (y[i * sy] as number));
};
const daysBetween: Kernel = (x, sx, y, sy, out) => {
  for (let i = 0; i < out.length; i++) out[i] = (y[i * sy] as number) - (x[i * sx] as number);
};
const laterDays: Kernel = (x, sx, y, sy, out) => {
  for (let i = 0; i < out.length; i++) out[i] = addDays(x[i * sx] as number, y[i * sy] as number);
};
const multiplyNumbers: Kernel = (x, sx, y, sy, out) => {
  for (let i = 0; i < out.length; i++) out[i] = multiply(x[i * sx] as number, y[i * sy] as number);
};
const divideNumbers: Kernel = (x, sx, y, sy, out) => {
  for (let i = 0; i < out.length; i++) out[i] = divide(x[i * sx] as number, y[i * sy] as number);
};
const timesNumbers: Kernel = (x, sx, y, sy, out) => {
  for (let i = 0; i < out.length; i++) out[i] = timesNumber(x[i * sx] as number, y[i * sy] as number);
};
const perNumbers: Kernel = (x, sx, y, sy, out) => {
  for (let i = 0; i < out.length; i++) out[i] = perNumber(x[i * sx] as number, y[i * sy] as number);
};

const BINARY = {
  addDays: laterDays,
  diffDays: daysBetween,
  multiply: multiplyNumbers,
  divide: divideNumbers,
  times: timesNumbers,
  per: perNumbers,
} as const satisfies Readonly<Record<string, Kernel>>;

/** Primitives of two numbers per row. */
export type Binary = keyof typeof BINARY | 'add' | 'sub';

/** Applies a primitive of two numbers to every row; `exact` when the result is money or percent. */
export function binary(name: Binary, a: Numbers, b: Numbers, exact: boolean, n: number): Numbers {
  const result = room(n, a, b);
  const kernel =
    name === 'add'
      ? exact
        ? addWholes
        : addNumbers
      : name === 'sub'
        ? exact
          ? subtractWholes
          : subtractNumbers
        : BINARY[name];
  kernel(a.values, a.step, b.values, b.step, result.values);
  return result;
}

/** round(x · num ÷ den) with constants. */
export function scaled(a: Numbers, num: number, den: number, n: number): Numbers {
  const result = room(n, a);
  const { values: out } = result;
  const { values: x, step } = a;
  for (let i = 0; i < out.length; i++) out[i] = scaleWhole(x[i * step] as number, num, den);
  return result;
}

/** round(a · b ÷ den), or for `unshare` round(a · den ÷ b). */
export function shared(a: Numbers, b: Numbers, den: number, name: 'share' | 'unshare', n: number): Numbers {
  const result = room(n, a, b);
  const { values: out } = result;
  const { values: x, step: sx } = a;
  const { values: y, step: sy } = b;
  if (name === 'share') {
    for (let i = 0; i < out.length; i++) out[i] = scaleWhole(x[i * sx] as number, y[i * sy] as number, den);
  } else {
    for (let i = 0; i < out.length; i++) out[i] = scaleWhole(x[i * sx] as number, den, y[i * sy] as number);
  }
  return result;
}

/** −x or |x|. */
export function signed(name: 'neg' | 'abs', a: Numbers, exact: boolean, n: number): Numbers {
  const result = room(n, a);
  const { values: out } = result;
  const { values: x, step } = a;
  if (name === 'abs') for (let i = 0; i < out.length; i++) out[i] = Math.abs(x[i * step] as number);
  else for (let i = 0; i < out.length; i++) out[i] = -(x[i * step] as number) + 0;
  if (!exact) for (let i = 0; i < out.length; i++) out[i] = tame(out[i] as number);
  return result;
}

/** Year, quarter or month of days. */
export function calendarParts(name: 'year' | 'quarter' | 'month', a: Numbers, n: number): Numbers {
  const result = room(n, a);
  for (let i = 0; i < result.values.length; i++) result.values[i] = calendarPart(name, a.values[i * a.step] as number);
  return result;
}

/** The local days of instants. */
export function localDays(a: Numbers, zone: string, n: number): Numbers {
  const result = room(n, a);
  for (let i = 0; i < result.values.length; i++) result.values[i] = localDay(a.values[i * a.step] as number, zone);
  return result;
}

/** Takes `yes` where the flag is true, else `no`. */
export function chosen(flag: Flags, yes: Numbers, no: Numbers, n: number): Numbers {
  const result = room(n, flag, yes, no);
  const { values: out } = result;
  for (let i = 0; i < out.length; i++) {
    out[i] =
      flag.values[i * flag.step] === 1 ? (yes.values[i * yes.step] as number) : (no.values[i * no.step] as number);
  }
  return result;
}

/** Fills the nulls of `a` from `b`. */
export function filledFrom(a: Numbers, b: Numbers, n: number): Numbers {
  const result = room(n, a, b);
  const { values: out } = result;
  const { values: x, step: sx } = a;
  const { values: y, step: sy } = b;
  for (let i = 0; i < out.length; i++) {
    const value = x[i * sx] as number;
    out[i] = Number.isNaN(value) ? (y[i * sy] as number) : value;
  }
  return result;
}

function room(n: number, ...parts: readonly { readonly step: 0 | 1 }[]): Numbers {
  const step = parts.some((part) => part.step === 1) ? 1 : 0;
  return { values: new Float64Array(step === 1 ? n : 1), step };
}
