import { type Codes, type Lists, recoded } from './code-kernels.ts';
import { UNKNOWN, YES } from './flag.ts';
import { chosenFlags, combined } from './flag-kernels.ts';
import { chosen, filledFrom, type Flags, type Numbers } from './kernels.ts';
import { blankLists, pickedLists } from './list-kernels.ts';
import type { Vector } from './vector.ts';

/** A part of an expression that was computed: rows (step 1) or one value for all of them (step 0). */
export type Part =
  | ({ readonly kind: 'numbers' } & Numbers)
  | ({ readonly kind: 'flags' } & Flags)
  | ({ readonly kind: 'codes' } & Codes)
  | ({ readonly kind: 'lists' } & Lists);

export type PartOf<K extends Part['kind']> = Extract<Part, { kind: K }>;

/** A part as a vector of so many entries. */
export function whole(part: Part, length: number): Vector {
  if (part.step === 1) return part;
  switch (part.kind) {
    case 'numbers':
      return { kind: 'numbers', values: new Float64Array(length).fill(part.values[0] ?? Number.NaN) };
    case 'flags':
      return { kind: 'flags', values: new Uint8Array(length).fill(part.values[0] ?? UNKNOWN) };
    case 'codes':
      return { kind: 'codes', codes: new Uint32Array(length).fill(part.codes[0] ?? 0), dictionary: part.dictionary };
    case 'lists': {
      const { offsets, codes, dictionary } = pickedLists(new Uint8Array(length), [part], length);
      return { kind: 'lists', offsets, codes, dictionary };
    }
  }
}

/** Takes `yes` where the flag is true, else `no`; both are of one kind. */
export function choose(flag: Flags, yes: Part, no: Part, n: number): Part {
  if (yes.kind === 'numbers' && no.kind === 'numbers') return { kind: 'numbers', ...chosen(flag, yes, no, n) };
  if (yes.kind === 'flags' && no.kind === 'flags') return { kind: 'flags', ...chosenFlags(flag, yes, no, n) };
  const pick = new Uint8Array(n);
  for (let i = 0; i < n; i++) pick[i] = flag.values[i * flag.step] === YES ? 0 : 1;
  return picked(pick, yes, no, n);
}

/** Fills the nulls of one part from another of the same kind. */
export function fill(first: Part, next: Part, n: number): Part {
  if (first.kind === 'numbers' && next.kind === 'numbers') return { kind: 'numbers', ...filledFrom(first, next, n) };
  if (first.kind === 'flags' && next.kind === 'flags')
    return { kind: 'flags', ...combined('coalesce', first, next, n) };
  if (first.kind === 'lists') {
    const blank = blankLists(first, n);
    const pick = new Uint8Array(n);
    for (let i = 0; i < n; i++) pick[i] = blank.values[i * blank.step] as number;
    return picked(pick, first, next, n);
  }
  const pick = new Uint8Array(n);
  if (first.kind === 'codes') for (let i = 0; i < n; i++) pick[i] = first.codes[i * first.step] === 0 ? 1 : 0;
  return picked(pick, first, next, n);
}

function picked(pick: Uint8Array, first: Part, second: Part, n: number): Part {
  if (first.kind === 'lists' && second.kind === 'lists')
    return { kind: 'lists', ...pickedLists(pick, [first, second], n) };
  if (first.kind !== 'codes' || second.kind !== 'codes')
    throw new Error(`${first.kind} and ${second.kind} cannot fill one column`);
  const { codes, dictionary } = recoded([first, second]);
  const [one = first.codes, other = second.codes] = codes;
  const out = new Uint32Array(n);
  for (let i = 0; i < n; i++)
    out[i] = pick[i] === 0 ? (one[i * first.step] as number) : (other[i * second.step] as number);
  return { kind: 'codes', codes: out, dictionary, step: 1 };
}
