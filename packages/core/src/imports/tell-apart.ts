import type { Value } from '../kinds/index.ts';
import type { Entity } from '../model/index.ts';
import type { Rec, WriteContext } from '../records/index.ts';
import { fold } from '../text.ts';
import { isBlank } from './lookup.ts';
import type { FileRow } from './rows.ts';
import type { Ruling } from './rules.ts';

/** What tells a row from a record of the same title. */
export interface Telling {
  /** They have different numbers, or belong to different records: they are two. */
  readonly apart: boolean;
  /** They have the same number: they are one, whatever else they belong to. */
  readonly numbered: boolean;
  /** How many of the fields that could tell them apart they share. */
  readonly shared: number;
}

/** Compares a row with a record of the same title by the fields that tell such records apart; a blank tells nothing. */
export const tell = (row: FileRow, record: Rec, ruling: Ruling, titleOf: WriteContext['titleOf']): Telling => {
  let shared = 0;
  let numbered = false;
  let elsewhere = false;
  for (const field of ruling.apart) {
    const mine = row.draft.values[field.name] ?? null;
    const its = record.values[field.name] ?? null;
    if (isBlank(mine) || isBlank(its)) continue;
    const linked = field.kind === 'link' && row.said.find((one) => one.field === field)?.exact !== true;
    const called = (value: Value): string =>
      typeof value === 'string'
        ? fold((linked ? titleOf(field.to ?? '', value) : null) ?? value)
        : JSON.stringify(value);
    if (called(mine) !== called(its)) {
      if (field.kind !== 'link') return { apart: true, numbered: false, shared: 0 };
      elsewhere = true;
      continue;
    }
    shared += 1;
    if (field.kind !== 'link') numbered = true;
  }
  return { apart: elsewhere && !numbered, numbered, shared };
};

/** The records of those found that the row may be: told apart, those with its number alone, those that share the most. */
export const likely = <T extends { readonly record: Rec }>(
  row: FileRow,
  found: readonly T[],
  ruling: Ruling,
  titleOf: WriteContext['titleOf'],
): { readonly left: readonly T[]; readonly numbered: boolean } => {
  const told = found.map((one) => ({ one, ...tell(row, one.record, ruling, titleOf) })).filter(({ apart }) => !apart);
  const numbered = told.filter((one) => one.numbered);
  const among = numbered.length > 0 ? numbered : told;
  const most = Math.max(0, ...among.map(({ shared }) => shared));
  return {
    left: among.filter(({ shared }) => shared === most).map(({ one }) => one),
    numbered: numbered.length > 0,
  };
};

/**
 * The places of rows in the order they are decided in: that of the file, but where rows of one title are told apart, those that tell the
 * most come first. The others could then be any of them, whatever stood first in the file.
 */
export const tellingFirst = (rows: readonly FileRow[], { title }: Entity, { apart }: Ruling): readonly number[] => {
  const seen = new Map<string, Set<string>>();
  const crowded = new Set<string>();
  const titleOf = ({ draft }: FileRow): string => {
    const called = draft.values[title.name] ?? null;
    return typeof called === 'string' ? fold(called) : '';
  };
  for (const row of rows)
    for (const field of apart) {
      const value = row.draft.values[field.name] ?? null;
      if (isBlank(value)) continue;
      const key = `${field.name} ${titleOf(row)}`;
      const values = (seen.get(key) ?? new Set<string>()).add(JSON.stringify(value));
      seen.set(key, values);
      if (values.size > 1) crowded.add(titleOf(row));
    }
  const filled = (at: number): number => {
    const row = rows[at];
    if (!row || !crowded.has(titleOf(row))) return Number.POSITIVE_INFINITY;
    return apart.filter((field) => !isBlank(row.draft.values[field.name] ?? null)).length;
  };
  const places = [...rows.keys()];
  return crowded.size === 0 ? places : places.sort((a, b) => compare(filled(b), filled(a)) || a - b);
};

const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);
