import { type Issue, issue } from '../issue.ts';

/** A sheet's own part of a workbook, made ready for the reader. */
export interface Prepared {
  readonly bytes: Uint8Array;
  /** Cells that hold something. */
  readonly cells: number;
  /** Rows × columns that the reader makes of them. */
  readonly area: number;
  readonly issues: readonly Issue[];
}

declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/** The styles of cells that show a share: their number 0.125 is read as 12.5%. */
export function percentStyles(styles: string): ReadonlySet<string> {
  const formats = new Set(['9', '10']);
  for (const [, id = '', code = ''] of styles.matchAll(
    /<(?:\w+:)?numFmt\b(?=[^>]*\snumFmtId="(\d+)")(?=[^>]*\sformatCode="([^"]*)")[^>]*>/g,
  )) {
    const bare = code.replace(/&quot;.*?&quot;|\\.|\[[^\]]*\]/g, '');
    if (bare.includes('%')) formats.add(id);
    else formats.delete(id);
  }
  const [, cells = ''] = /<(?:\w+:)?cellXfs\b[^>]*>([^]*?)<\/(?:\w+:)?cellXfs>/.exec(styles) ?? [];
  const shares = new Set<string>();
  let at = 0;
  for (const [tag] of cells.matchAll(/<(?:\w+:)?xf\b[^>]*>/g)) {
    const [, id = ''] = /\snumFmtId="(\d+)"/.exec(tag) ?? [];
    if (formats.has(id)) shares.add(String(at));
    at++;
  }
  return shares;
}

const CELL = /<((?:\w+:)?)c(\s[^>]*?)?(?:\/>|>([^]*?)<\/\1c>)/g;
const VALUE = /<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<\/(?:\w+:)?v>/;
const FILLED = /<(?:\w+:)?(?:v|is)[\s>]/;

/** One kind of cell that is told of: how many there are, and where the first is. */
interface Tally {
  count: number;
  row: number;
  what: string;
}

/**
 * Looks through the cells of a sheet before it is read: counts them, so that a few bytes cannot ask for a table of millions, finds those
 * with errors and formulas that were never computed, and writes shares as the texts that people see.
 */
export function prepareSheet(sheet: string, shares: ReadonlySet<string>): Prepared {
  const xml = placed(sheet);
  let cells = 0;
  let [lastRow, lastColumn] = [0, 0];
  const errors: Tally = { count: 0, row: 0, what: '' };
  const uncomputed: Tally = { count: 0, row: 0, what: '' };
  const note = (tally: Tally, row: number, what: string): void => {
    if (tally.count++ === 0) Object.assign(tally, { row, what });
  };
  let changed = '';
  let copied = 0;
  CELL.lastIndex = 0;
  for (let found = CELL.exec(xml); found !== null; found = CELL.exec(xml)) {
    const [whole, prefix = '', attributes = '', inner = ''] = found;
    if (inner === '') continue;
    const [, letters = '', digits = '0'] = /\sr="([A-Z]{1,3})(\d{1,7})"/.exec(attributes) ?? [];
    const row = Number(digits);
    if (/\st="e"/.test(attributes)) {
      note(errors, row, VALUE.exec(inner)?.[1] ?? '');
      continue;
    }
    if (!FILLED.test(inner)) {
      if (/<(?:\w+:)?f[\s/>]/.test(inner)) note(uncomputed, row, '');
      continue;
    }
    cells++;
    lastRow = Math.max(lastRow, row);
    lastColumn = Math.max(lastColumn, columnOf(letters));
    const [, style = ''] = /\ss="(\d+)"/.exec(attributes) ?? [];
    if (!shares.has(style) || /\st="(?!n")/.test(attributes)) continue;
    const share = shareText(VALUE.exec(inner)?.[1] ?? '');
    if (share === null) continue;
    const place = letters === '' ? '' : ` r="${letters}${digits}"`;
    changed += `${xml.slice(copied, found.index)}<${prefix}c${place} t="str"><${prefix}v>${share}</${prefix}v></${prefix}c>`;
    copied = found.index + whole.length;
  }
  const issues: Issue[] = [];
  if (errors.count > 0)
    issues.push(
      issue('error_cells', ['rows', errors.row], {
        severity: 'warning',
        received: errors.what,
        params: { count: errors.count },
        remedy: 'Mend the formulas, or fill in the cells.',
      }),
    );
  if (uncomputed.count > 0)
    issues.push(
      issue('uncomputed_cells', ['rows', uncomputed.row], {
        severity: 'warning',
        params: { count: uncomputed.count },
        remedy: 'Open the workbook in a spreadsheet and save it: that computes them.',
      }),
    );
  const bytes = new TextEncoder().encode(copied === 0 ? xml : changed + xml.slice(copied));
  return { bytes, cells, area: lastRow * lastColumn, issues };
}

const UNPLACED = /<(?:\w+:)?c(?=[\s/>])(?![^>]*\sr=")/;

/** A sheet whose cells say where they stand, which programs may leave to the order they come in. */
function placed(xml: string): string {
  if (!UNPLACED.test(xml)) return xml;
  let [row, column] = [0, 0];
  return xml.replace(
    /<((?:\w+:)?)(row|c)(\s[^>]*?)?(\/?)>/g,
    (whole: string, prefix: string, what: string, attributes: string | undefined, end: string) => {
      const [, letters = '', digits] = /\sr="([A-Z]*)(\d+)"/.exec(attributes ?? '') ?? [];
      if (what === 'row') [row, column] = [digits === undefined ? row + 1 : Number(digits), 0];
      else column = digits === undefined ? column + 1 : columnOf(letters);
      if (digits !== undefined) return whole;
      const place = what === 'row' ? String(row) : `${lettersOf(column)}${row}`;
      return `<${prefix}${what} r="${place}"${attributes ?? ''}${end}>`;
    },
  );
}

function lettersOf(column: number): string {
  const rest = (column - 1) % 26;
  const before = (column - 1 - rest) / 26;
  return `${before > 0 ? lettersOf(before) : ''}${String.fromCharCode(65 + rest)}`;
}

function columnOf(letters: string): number {
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column;
}

/** A number of a cell as percent, without what binary fractions add: 0.07 → `7%`. */
function shareText(value: string): string | null {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (!Number.isFinite(number)) return null;
  const percent = Number((number * 100).toPrecision(15));
  return Math.abs(percent) < 1e-6 && percent !== 0 ? null : `${percent}%`;
}
