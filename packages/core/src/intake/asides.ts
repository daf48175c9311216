import { fold, headerKey } from '../text.ts';
import { repeats } from './header-rows.ts';
import { lastFilled } from './headings.ts';
import type { Profile } from './mend.ts';
import { numeral } from './numerals.ts';
import { blank } from './vocabulary.ts';

type Row = readonly string[];

/** What a row between or below the rows of a table may be instead of a row. */
export type Aside = 'header' | 'total' | 'note' | 'table';

/** Tells the rows of a table from what else stands among them. */
export interface Asides {
  /** What a row is; null for a row of data. `apart` says that a blank row stands before it. */
  of(row: Row, apart: boolean): Aside | null;
}

const TOTAL =
  /^(?:grand |sub ?|sous ?|general )?(?:total|totals|totaux|sum|somme)(?: general| generale| ht| ttc)?$|^(?:общий |всего |промежуточный )?(?:итог|итого|всего|сумма)$|^(?:סה"כ|סהכ|סך הכל|סך הכול)(?: כללי)?$/u;
/** Most rows are told from totals by their first two letters. */
const MAYBE = /^\s*(?:gr|g[eé]|su|so|to|об|вс|ит|пр|су|סה|סך)/i;
/** A column that is filled in so many rows is one that a row of data fills. */
const USUAL = 0.7;
/** Words that name no company and no person. */
const CERTAIN = /^(?:grand |sub|sous|general )|general$|^(?:итого|всего)|^סך/u;

/**
 * The asides of a table with this header: the header again (pages of a report put one below the other), another table below (its header
 * shares names but not their number), a row of totals, a note below the table. Without a profile only the first two can be told.
 */
export function asidesOf(header: readonly Row[], width: number, profile: Profile | null): Asides {
  const [top = []] = header.length > 0 ? [header.at(-1) ?? []] : [];
  const names = new Set(top.map(headerKey).filter((key) => key !== ''));
  const first = top[0] ?? '';
  const used =
    profile === null ? 0 : Array.from({ length: width }).filter((_, at) => profile.filled(at) >= USUAL).length;
  return {
    of: (row, apart) => {
      if (row[0] === first && names.size > 1) {
        if (repeats(row, top)) return 'header';
        if (isOtherHeader(row, names, top.length)) return 'table';
      }
      if (profile === null || width < 2) return null;
      if (apart && used >= 3 && lastFilled(row) === 0) return 'note';
      return isTotal(row, width, profile) ? 'total' : null;
    },
  };
}

function isOtherHeader(row: Row, names: ReadonlySet<string>, width: number): boolean {
  const keys = row.map(headerKey).filter((key) => key !== '');
  const shared = keys.filter((key) => names.has(key)).length;
  return row.length !== width && keys.length > 1 && shared > 1 && shared >= Math.min(keys.length, names.size) * 0.8;
}

/** A word for a total, then only numbers, and cells left blank that rows of data fill; a company may be called Total. */
function isTotal(row: Row, width: number, profile: Profile): boolean {
  const at = row.findIndex((cell) => cell.trim() !== '');
  const word = row[at] ?? '';
  if (word.length > 30 || !MAYBE.test(word)) return false;
  const folded = fold(word)
    .replace(/[\s:=.-]+/g, ' ')
    .trim();
  if (!TOTAL.test(folded)) return false;
  const rest = row.slice(at + 1).filter((cell) => cell.trim() !== '');
  if (rest.length === 0 || rest.some((cell) => numeral(cell) === null && !blank(cell))) return false;
  if (CERTAIN.test(folded)) return true;
  let usual = 0;
  let left = 0;
  for (let column = 0; column < width; column++) {
    if (column === at || profile.filled(column) < USUAL) continue;
    usual++;
    if ((row[column] ?? '').trim() === '') left++;
  }
  return left > 0 && left * 2 >= usual;
}
