import { type Issue, type IssueDetails, issue } from '../issue.ts';
import { fold } from '../text.ts';
import { type SheetCell, tableOfCells } from './cells.ts';
import { decoder } from './decoder.ts';
import { percentStyles, type Prepared, prepareSheet } from './sheet-xml.ts';
import { emptyTable } from './outcome.ts';
import { binaryKind } from './signature.ts';
import { notATable, type Table } from './table.ts';
import { membersOf, storedZip, unzip } from './unzip.ts';
import { DEFINITIONS } from './xlsx.ts';

/** Reads one sheet of an .xlsx archive, counted from 1: read-excel-file, which whoever uses the core brings along. */
export type SheetReader = (
  archive: ArrayBuffer,
  sheet: number,
  options: { readonly trim: boolean },
) => Promise<readonly (readonly unknown[])[]>;

/** What is wished of a workbook. */
export interface WorkbookOptions {
  /** Shown in the report. */
  readonly name?: string;
  /** The sheet that is read; the first with data when left out. */
  readonly sheet?: string;
}

/** What comes out of an archive at most, in bytes, and the cells of a sheet, blank ones between others counted. */
export const LIMITS = { bytes: 250_000_000, cells: 5_000_000 };

const SAVE_AS = 'Open it in a spreadsheet and save it as .xlsx or CSV.';
const AS_CSV = 'Save the sheet as CSV (UTF-8): a text file may be as large as it likes.';

const OURS: ReadonlySet<string> = new Set(Object.values(DEFINITIONS).map(fold));

/** Whether bytes begin as a workbook does, of any age or maker: they are for `readWorkbook`, which also says what it does not read. */
export function isWorkbook(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b ? bytes[2] === 3 || bytes[2] === 5 : isOldWorkbook(bytes);
}

function isOldWorkbook(bytes: Uint8Array): boolean {
  return binaryKind(bytes) === 'an old Excel workbook';
}

/**
 * Reads a sheet of an Excel workbook (.xlsx) as a table: days stay days, numbers keep their decimals, shares their sign, formulas give
 * the value they had when the file was saved, cells with errors are blank with a warning. Other workbooks, archives that unpack to too
 * much and sheets with too many cells are refused; nothing is thrown for what a file holds.
 */
export async function readWorkbook(
  bytes: Uint8Array,
  read: SheetReader,
  options: WorkbookOptions = {},
): Promise<Table> {
  const { name = '' } = options;
  const opened = await open(bytes, options);
  if ('code' in opened) return refusal(name, opened);
  const { archive, sheet, issues, names, chosen } = opened;
  let rows: readonly (readonly unknown[])[];
  try {
    rows = await read(archive, sheet, { trim: false });
  } catch (fault) {
    const received = fault instanceof Error ? fault.message.slice(0, 200) : '';
    return refusal(name, broken({ received }));
  }
  const table = tableOfCells(
    rows.map((row) => row.map(cellOf)),
    { name, issues },
  );
  return { ...table, sheet: { names, read: chosen } };
}

function broken(details: IssueDetails): Issue {
  return issue('broken_workbook', [], {
    remedy: SAVE_AS,
    ...details,
  });
}

function refusal(name: string, why: Issue): Table {
  return { ...emptyTable(name), delimiter: '', issues: [why] };
}

function cellOf(cell: unknown): SheetCell {
  const plain = cell instanceof Date || ['string', 'number', 'boolean'].includes(typeof cell);
  return plain ? (cell as SheetCell) : null;
}

/** A workbook with one sheet, ready for the reader. */
interface Opened {
  readonly archive: ArrayBuffer;
  readonly sheet: number;
  /** The sheets that can be seen, without our own definitions, and the one that is opened. */
  readonly names: readonly string[];
  readonly chosen: string;
  readonly issues: readonly Issue[];
}

const PARTS =
  /^xl\/(?:workbook|styles|sharedStrings)\.xml$|^xl\/_rels\/workbook\.xml\.rels$|^xl\/worksheets\/[^/]+\.xml$/i;

async function open(bytes: Uint8Array, { sheet: wanted }: WorkbookOptions): Promise<Opened | Issue> {
  const other = (kind: string): Issue => ({ ...notATable(kind), remedy: SAVE_AS });
  if (isOldWorkbook(bytes)) return other('an old or a protected Excel workbook');
  const members = membersOf(bytes);
  if (members === null) return broken({ received: 'the archive is cut off' });
  const names = new Set(members.map((one) => one.name));
  if (!names.has('xl/workbook.xml')) return other(kindOf(names));
  const files = await unzip(bytes, members, { wanted: (one) => PARTS.test(one), most: LIMITS.bytes });
  if (files === 'too_large')
    return issue('too_large_a_file', [], { expected: `${LIMITS.bytes / 1_000_000} MB unpacked`, remedy: AS_CSV });
  if (typeof files === 'string') return broken({ received: `the archive is ${files}` });
  const text = (path: string): string => decoder('utf-8').decode(files.get(path) ?? new Uint8Array());
  const sheets = sheetsOf(text('xl/workbook.xml'), text('xl/_rels/workbook.xml.rels'));
  const shares = percentStyles(text('xl/styles.xml'));
  const named = sheets.map((one) => one.name).join(', ');
  const prepared = (path: string): Prepared => prepareSheet(text(path), shares);
  let found: { readonly at: number; readonly sheet: Prepared } | undefined;
  if (wanted !== undefined && wanted !== '') {
    const at = sheets.findIndex((one) => fold(one.name) === fold(wanted));
    const path = sheets[at]?.path;
    if (path === undefined)
      return issue('no_such_sheet', ['sheet'], {
        received: wanted.slice(0, 80),
        expected: named,
        remedy: `Use one of: ${named}.`,
      });
    found = { at, sheet: prepared(path) };
  } else
    for (const [at, { path, hidden }] of sheets.entries()) {
      if (hidden) continue;
      const sheet = prepared(path);
      found ??= { at, sheet };
      if (sheet.cells === 0) continue;
      found = { at, sheet };
      break;
    }
  const chosen = found && sheets[found.at];
  if (!found || !chosen)
    return issue('empty_file', [], { remedy: 'Choose a workbook with a sheet that holds a table.' });
  if (found.sheet.area > LIMITS.cells)
    return issue('too_large_a_file', [], { expected: `${LIMITS.cells / 1_000_000} million cells`, remedy: AS_CSV });
  const shown = sheets.filter((one) => one === chosen || (!one.hidden && !OURS.has(fold(one.name))));
  const others = shown.filter((one) => one !== chosen);
  const issues = [...found.sheet.issues];
  if (others.length > 0 && wanted === undefined)
    issues.unshift(
      issue('several_sheets', [], {
        severity: 'warning',
        received: chosen.name,
        params: { count: sheets.length, others: others.map((one) => one.name).join(', ') },
        remedy: 'Name another sheet if that is the wrong one.',
      }),
    );
  const kept = new Map([...files].filter(([path]) => !path.startsWith('xl/worksheets/') || path === chosen.path));
  kept.set(chosen.path, found.sheet.bytes);
  const archive = storedZip(kept);
  return {
    archive: archive.buffer as ArrayBuffer,
    sheet: found.at + 1,
    names: shown.map((one) => one.name),
    chosen: chosen.name,
    issues,
  };
}

function kindOf(names: ReadonlySet<string>): string {
  if (names.has('xl/workbook.bin')) return 'a binary Excel workbook (.xlsb)';
  if (names.has('content.xml') && names.has('mimetype')) return 'an OpenDocument file (.ods)';
  if (names.has('word/document.xml')) return 'a Word document';
  if (names.has('Index/Document.iwa')) return 'a Numbers document';
  return 'a zip archive';
}

interface SheetAt {
  readonly name: string;
  readonly path: string;
  readonly hidden: boolean;
}

/** The sheets of a workbook in its order, with the parts they lie in. */
function sheetsOf(workbook: string, relations: string): readonly SheetAt[] {
  const paths = new Map<string, string>();
  for (const [tag] of relations.matchAll(/<(?:\w+:)?Relationship\b[^>]*>/g)) {
    const target = attribute(tag, 'Target') ?? '';
    paths.set(attribute(tag, 'Id') ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target}`);
  }
  return [...workbook.matchAll(/<(?:\w+:)?sheet\b[^>]*>/g)].flatMap(([tag]) => {
    const name = attribute(tag, 'name');
    const path = paths.get(attribute(tag, '(?:\\w+:)?id') ?? '');
    if (name === null) return [];
    // a place of its own even where it is no worksheet: the reader counts them all
    return [{ name, path: path ?? '', hidden: path === undefined || /\bstate="(?:veryH|h)idden"/.test(tag) }];
  });
}

function attribute(tag: string, name: string): string | null {
  const found = new RegExp(`\\s${name}=(?:"([^"]*)"|'([^']*)')`).exec(tag);
  return found === null ? null : entities(found[1] ?? found[2] ?? '');
}

function entities(text: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return named[name] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
    },
  );
}
