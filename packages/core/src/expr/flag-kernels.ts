import { NO, UNKNOWN, YES } from './flag.ts';
import type { Flags, Numbers } from './kernels.ts';

// By 3 · a + b.
const AND = Uint8Array.of(0, 0, 0, 0, 1, 2, 0, 2, 2);
const OR = Uint8Array.of(0, 1, 2, 1, 1, 1, 2, 1, 2);
const EQ = Uint8Array.of(1, 0, 2, 0, 1, 2, 2, 2, 2);
const FILL = Uint8Array.of(0, 0, 0, 1, 1, 1, 0, 1, 2);
const NOT = Uint8Array.of(1, 0, 2);
const TABLES = { and: AND, or: OR, eq: EQ, coalesce: FILL } as const;

/** Combines two flags per row by the table of three-valued logic. */
export function combined(name: keyof typeof TABLES, a: Flags, b: Flags, n: number): Flags {
  const result = room(n, a, b);
  const { values: out } = result;
  const { values: x, step: sx } = a;
  const { values: y, step: sy } = b;
  const table = TABLES[name];
  for (let i = 0; i < out.length; i++) out[i] = table[3 * (x[i * sx] as number) + (y[i * sy] as number)] as number;
  return result;
}

/** `not` of every row. */
export function negated(a: Flags, n: number): Flags {
  const result = room(n, a);
  const { values: out } = result;
  for (let i = 0; i < out.length; i++) out[i] = NOT[a.values[i * a.step] as number] as number;
  return result;
}

/** Takes `yes` where the flag is true, else `no`. */
export function chosenFlags(flag: Flags, yes: Flags, no: Flags, n: number): Flags {
  const result = room(n, flag, yes, no);
  const { values: out } = result;
  for (let i = 0; i < out.length; i++) {
    out[i] =
      flag.values[i * flag.step] === YES ? (yes.values[i * yes.step] as number) : (no.values[i * no.step] as number);
  }
  return result;
}

/** Compares two numbers per row; unknown where one is null. */
export function compared(name: 'eq' | 'lt' | 'lte' | 'gt' | 'gte', a: Numbers, b: Numbers, n: number): Flags {
  if (name === 'gt') return compared('lt', b, a, n);
  if (name === 'gte') return compared('lte', b, a, n);
  const result = room(n, a, b);
  const { values: out } = result;
  const { values: x, step: sx } = a;
  const { values: y, step: sy } = b;
  if (name === 'eq') {
    for (let i = 0; i < out.length; i++) {
      const p = x[i * sx] as number;
      const q = y[i * sy] as number;
      out[i] = p === q ? YES : p < q || p > q ? NO : UNKNOWN;
    }
  } else if (name === 'lt') {
    for (let i = 0; i < out.length; i++) {
      const p = x[i * sx] as number;
      const q = y[i * sy] as number;
      out[i] = p < q ? YES : p >= q ? NO : UNKNOWN;
    }
  } else {
    for (let i = 0; i < out.length; i++) {
      const p = x[i * sx] as number;
      const q = y[i * sy] as number;
      out[i] = p <= q ? YES : p > q ? NO : UNKNOWN;
    }
  }
  return result;
}

/** Whether each number is one of the constants. */
export function amongNumbers(a: Numbers, constants: ReadonlySet<number>, n: number): Flags {
  const result = room(n, a);
  const { values: out } = result;
  for (let i = 0; i < out.length; i++) {
    const value = a.values[i * a.step] as number;
    out[i] = Number.isNaN(value) ? UNKNOWN : constants.has(value) ? YES : NO;
  }
  return result;
}

/** Whether each number is null. */
export function blankNumbers(a: Numbers, n: number): Flags {
  const result = room(n, a);
  const { values: out } = result;
  for (let i = 0; i < out.length; i++) out[i] = Number.isNaN(a.values[i * a.step]) ? YES : NO;
  return result;
}

/** Whether each flag is null. */
export function blankFlags(a: Flags, n: number): Flags {
  const result = room(n, a);
  const { values: out } = result;
  for (let i = 0; i < out.length; i++) out[i] = a.values[i * a.step] === UNKNOWN ? YES : NO;
  return result;
}

/** Room for the flags of these parts: of every row, or one when all of them are constants. */
export function room(n: number, ...parts: readonly { readonly step: 0 | 1 }[]): Flags {
  const step = parts.some((part) => part.step === 1) ? 1 : 0;
  return { values: new Uint8Array(step === 1 ? n : 1), step };
}
