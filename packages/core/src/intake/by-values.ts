import type { Entity, Field } from '../model/index.ts';
import { words } from '../text.ts';
import { writtenDate } from './dates.ts';
import { numeral } from './numerals.ts';
import { blank, vocabulary } from './vocabulary.ts';

/** A column and the field that nothing but its values speaks for. */
export interface ValueMatch {
  readonly column: number;
  readonly field: string;
  readonly confidence: number;
}

/** A column nothing is known of but its heading and its first cells. */
export interface OpenColumn {
  readonly column: number;
  readonly header: string;
  readonly values: readonly string[];
}

const MOST = 0.9;
/** How sure values of a kind make of a field: an e-mail address is nothing else, a date may be any date. */
const SURE: Readonly<Record<string, number>> = {
  email: 0.8,
  stage: 0.75,
  choice: 0.65,
  url: 0.7,
  phone: 0.65,
  money: 0.55,
  date: 0.55,
  instant: 0.55,
};

/**
 * The fields that columns feed by their values alone: where one column without a field holds values of a kind (addresses, telephone
 * numbers, words of one list of options, dates, amounts with a currency) and one field of that kind is still open. Two of either are a
 * question, not a match.
 */
export function matchValues(
  columns: readonly OpenColumn[],
  entity: Entity,
  fed: ReadonlySet<string>,
): readonly ValueMatch[] {
  const open = entity.stored.filter(
    (field) => !fed.has(field.name) && field.formula === undefined && !field.readOnly && SURE[field.kind] !== undefined,
  );
  const looks = open.map((field) => ({ field, test: lookOf(field) }));
  const pairs = columns.flatMap(({ column, header, values }) => {
    const filled = values.filter((value) => !blank(value));
    if (filled.length === 0) return [];
    return looks.flatMap(({ field, test }) => {
      if (speaksAgainst(header, field) || (field.kind === 'choice' && new Set(filled).size < 2)) return [];
      const share = filled.filter((value) => value.length <= 500 && test(value)).length / filled.length;
      return share < MOST ? [] : [{ column, field, share }];
    });
  });
  return pairs
    .filter(({ column, field }) => alone(pairs, column, field))
    .map(({ column, field, share }) => ({
      column,
      field: field.name,
      confidence: Math.round((SURE[field.kind] ?? 0.5) * share * 100) / 100,
    }));
}

/** Whether a column could feed no other field by its values, and a field be fed by no other column. */
function alone(
  pairs: readonly { readonly column: number; readonly field: Field }[],
  column: number,
  field: Field,
): boolean {
  return pairs.every((one) => (one.column === column) === (one.field === field));
}

/** Dates that no field of ours means unless it says so, and columns that name another record. */
const OTHER_DATES: ReadonlySet<string> = new Set(
  'modified updated update modification modifie modifiee maj last birth birthday naissance изменен изменения обновления рождения עדכון לידה'.split(
    ' ',
  ),
);

function speaksAgainst(header: string, { kind }: Field): boolean {
  return (kind === 'date' || kind === 'instant') && words(header).some((word) => OTHER_DATES.has(word));
}

function lookOf(field: Field): (text: string) => boolean {
  switch (field.kind) {
    case 'email':
      return (text) => /^(?:mailto:)?[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/i.test(text.trim());
    case 'url':
      return (text) => /^(?:https?:\/\/|www\.)\S+\.\S+$/i.test(text.trim());
    case 'phone':
      return looksLikePhone;
    case 'money':
      return (text) => (numeral(text)?.currency ?? null) !== null;
    case 'date':
    case 'instant':
      return (text) => /\D/.test(text.trim()) && numeral(text) === null && writtenDate(text) !== null;
    default: {
      const known = vocabulary(field.options);
      return (text) => !/^[\d\s]+$/.test(text) && known.keyOf(text) !== null;
    }
  }
}

/** Seven to fifteen digits with what stands between those of a telephone number; a plain figure or a date is none. */
export function looksLikePhone(text: string): boolean {
  const plain = text.trim();
  if (!/^[+(]?\d[\d\s()./-]*\d(?:\s*(?:x|ext\.?|poste|доб\.?)\s*\d{1,6})?$/i.test(plain)) return false;
  const digits = plain.match(/\d/g)?.length ?? 0;
  if (digits < 7 || digits > 20 || (/\D/.test(plain) && writtenDate(plain) !== null)) return false;
  return /^[+(0]/.test(plain) || /\d[\s()./-]+\d+[\s()./-]+\d/.test(plain);
}

/** Three values of a column that differ, for a person to see what is in it. */
export function samplesOf(rows: readonly (readonly string[])[], column: number): readonly string[] {
  const found = new Set<string>();
  for (const row of rows) {
    const text = (row[column] ?? '').replace(/\s+/g, ' ').trim();
    if (text !== '') found.add(text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);
    if (found.size === 3) break;
  }
  return [...found];
}

const LONGEST = 80;
