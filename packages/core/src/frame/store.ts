import { Texts } from '../expr/code-kernels.ts';
import type { Vector } from '../expr/index.ts';
import type { Json, Value } from '../kinds/index.ts';
import type { Field } from '../model/index.ts';
import { dateFromDays, daysFromDate } from '../time.ts';

/** One column of a frame that can be written: `get` and `set` in memory units, `vector` the first `length` entries as columns are read. */
export interface Store {
  readonly get: (row: number) => Value;
  readonly set: (row: number, value: Value) => void;
  readonly vector: (length: number) => Vector;
  /** Grows when an entry becomes another. */
  readonly version: number;
  /** What stood in the entries that changed since this was last asked, for numbers; null when they were many, or nobody knows. */
  readonly changes: () => Changes | null;
  /** What a snapshot keeps; the inverse of the argument `from` of `storeOf`. */
  readonly save: (length: number) => Saved;
}

/** Entries that changed, each once, and what they were. */
export interface Changes {
  readonly rows: Uint32Array;
  readonly before: Float64Array;
}

/** A column at rest: its numbers (none when all are blank), and the texts that codes stand for. A store that is made of it takes it over. */
export interface Saved {
  readonly data: Float64Array | Uint8Array | Uint32Array;
  readonly offsets?: Uint32Array;
  readonly texts?: readonly string[];
}

/** Room for at least so many entries, grown by half as much again so that appending stays cheap. */
const roomFor = (needed: number, had: number): number => Math.max(needed, had + (had >> 1), 16);

/** Beyond so many changed entries, sums are made again. */
const REMEMBERED = 64;
const forgotten = (): null => null;

/** Turns texts into numbers, remembering the last: rows that were written together say the same. */
const oncePerText = (turn: (text: string) => number): ((value: Value) => number) => {
  let last = '';
  let turned = Number.NaN;
  return (value) => {
    const text = asText(value);
    if (text !== last) {
      turned = turn(text);
      last = text;
    }
    return turned;
  };
};

/** Numbers, dates and instants: one double each, NaN is null. */
const numberStore = (read: (value: number) => Value, write: (value: Value) => number, from?: Saved): Store => {
  let values = from ? (from.data as Float64Array) : new Float64Array(0);
  let version = 0;
  let changed: Map<number, number> | null = null;
  const grow = (needed: number): void => {
    if (needed <= values.length) return;
    const larger = new Float64Array(roomFor(needed, values.length)).fill(Number.NaN);
    larger.set(values);
    values = larger;
  };
  return {
    get version() {
      return version;
    },
    get: (row) => {
      const value = values[row] ?? Number.NaN;
      return Number.isNaN(value) ? null : read(value);
    },
    set: (row, value) => {
      grow(row + 1);
      const next = value === null ? Number.NaN : write(value);
      const before = values[row] as number;
      if (before === next || (Number.isNaN(before) && Number.isNaN(next))) return;
      values[row] = next;
      version += 1;
      if (changed === null || changed.has(row)) return;
      if (changed.size === REMEMBERED) changed = null;
      else changed.set(row, before);
    },
    vector: (length) => {
      grow(length);
      return { kind: 'numbers', values: values.subarray(0, length) };
    },
    changes: () => {
      const known = changed;
      changed = new Map();
      return known && { rows: Uint32Array.from(known.keys()), before: Float64Array.from(known.values()) };
    },
    save: (length) => ({ data: values.slice(0, values.every(Number.isNaN) ? 0 : length) }),
  };
};

const UNKNOWN = 2;

const flagStore = (from?: Saved): Store => {
  let values = from ? (from.data as Uint8Array) : new Uint8Array(0);
  let version = 0;
  const grow = (needed: number): void => {
    if (needed <= values.length) return;
    const larger = new Uint8Array(roomFor(needed, values.length)).fill(UNKNOWN);
    larger.set(values);
    values = larger;
  };
  return {
    get version() {
      return version;
    },
    changes: forgotten,
    get: (row) => {
      const value = values[row] ?? UNKNOWN;
      return value === UNKNOWN ? null : value === 1;
    },
    set: (row, value) => {
      grow(row + 1);
      const next = value === null ? UNKNOWN : value === true ? 1 : 0;
      if (values[row] === next) return;
      values[row] = next;
      version += 1;
    },
    vector: (length) => {
      grow(length);
      return { kind: 'flags', values: values.subarray(0, length) };
    },
    save: (length) => ({ data: values.slice(0, values.every((value) => value === UNKNOWN) ? 0 : length) }),
  };
};

const dictionaryOf = (texts: readonly string[] = []): Texts => {
  const dictionary = new Texts();
  for (const text of texts) dictionary.intern(text);
  return dictionary;
};

const textsOf = (dictionary: Texts): readonly string[] =>
  Array.from({ length: dictionary.length }, (_, code) => dictionary.get(code));

/** Texts by their dictionary; JSON by its text. */
const codeStore = (read: (text: string) => Value, write: (value: Value) => string, from?: Saved): Store => {
  const dictionary = dictionaryOf(from?.texts);
  let codes = from ? (from.data as Uint32Array) : new Uint32Array(0);
  let version = 0;
  const grow = (needed: number): void => {
    if (needed <= codes.length) return;
    const larger = new Uint32Array(roomFor(needed, codes.length));
    larger.set(codes);
    codes = larger;
  };
  return {
    get version() {
      return version;
    },
    changes: forgotten,
    get: (row) => {
      const code = codes[row] ?? 0;
      return code === 0 ? null : read(dictionary.get(code - 1));
    },
    set: (row, value) => {
      grow(row + 1);
      const next = value === null ? 0 : dictionary.intern(write(value));
      if (codes[row] === next) return;
      codes[row] = next;
      version += 1;
    },
    vector: (length) => {
      grow(length);
      return { kind: 'codes', codes: codes.subarray(0, length), dictionary };
    },
    save: (length) => ({
      data: codes.slice(0, codes.every((code) => code === 0) ? 0 : length),
      texts: textsOf(dictionary),
    }),
  };
};

/** Lists of texts: kept row by row, laid out end to end when they are read. */
const listStore = (from?: Saved): Store => {
  const dictionary = dictionaryOf(from?.texts);
  const rows: (readonly number[])[] = [];
  const offsets = from?.offsets ?? new Uint32Array(0);
  for (let row = 0; row + 1 < offsets.length; row++)
    if (offsets[row] !== offsets[row + 1])
      rows[row] = Array.from(from?.data.subarray(offsets[row], offsets[row + 1]) ?? []);
  const laidOut = (length: number) => {
    const offsets = new Uint32Array(length + 1);
    for (let row = 0; row < length; row++) offsets[row + 1] = (offsets[row] as number) + (rows[row]?.length ?? 0);
    const codes = new Uint32Array(offsets[length] as number);
    for (let row = 0; row < length; row++) codes.set(rows[row] ?? [], offsets[row]);
    return { offsets, codes };
  };
  let version = 0;
  return {
    get version() {
      return version;
    },
    changes: forgotten,
    get: (row) => {
      const codes = rows[row] ?? [];
      return codes.length === 0 ? null : codes.map((code) => dictionary.get(code - 1));
    },
    set: (row, value) => {
      version += 1;
      rows[row] = Array.isArray(value) ? (value as readonly string[]).map((text) => dictionary.intern(text)) : [];
    },
    vector: (length) => ({ kind: 'lists', ...laidOut(length), dictionary }),
    save: (length) => {
      const { offsets, codes } = laidOut(length);
      return { data: codes, offsets, texts: textsOf(dictionary) };
    },
  };
};

const asText = (value: Value): string => (typeof value === 'string' ? value : JSON.stringify(value));
const asNumber = (value: Value): number => (typeof value === 'number' ? value : Number.NaN);

export const instantStore = (from?: Saved): Store =>
  numberStore(
    (value) => new Date(value).toISOString(),
    oncePerText((text) => Date.parse(text)),
    from,
  );

export const wholeStore = (from?: Saved): Store => numberStore((value) => value, asNumber, from);

/** An empty column for a field, or the one that a snapshot kept. */
export const storeOf = (field: Field, from?: Saved): Store => {
  switch (field.rules.column(field)) {
    case 'integer':
    case 'real':
      return wholeStore(from);
    case 'day':
      return numberStore(dateFromDays, (value) => daysFromDate(asText(value)), from);
    case 'instant':
      return instantStore(from);
    case 'flag':
      return flagStore(from);
    case 'list':
      return listStore(from);
    case 'code':
      return codeStore((text) => text, asText, from);
    case 'none':
      return codeStore(
        (text) => JSON.parse(text) as Json,
        (value) => JSON.stringify(value),
        from,
      );
  }
};
