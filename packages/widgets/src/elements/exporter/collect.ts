import { type Entity, exportLines, exportRows, type Issue, type ListQuery, type Page, type Source } from '@sluice/core';
import { loaded } from '../../sources/failure.ts';
import { exportedBy, isServed } from '../../sources/remote-export.ts';

/** What records may be written as. */
export type Format = 'csv' | 'xlsx' | 'json';

/** How an export is written. */
export interface Writing {
  readonly format: Format;
  /** Fields in order; all that are kept when empty. */
  readonly columns: readonly string[];
  /** Headings and options in this language; names and keys when blank. */
  readonly language: string;
  readonly delimiter: string;
  /** Whether a CSV file begins with a byte order mark. */
  readonly mark: boolean;
}

/** How far an export is. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** What came of an export: its parts, or why there are none. */
export type Collected =
  | { readonly state: 'done'; readonly parts: readonly (string | Blob)[]; readonly rows: number }
  | { readonly state: 'cancelled' }
  /** More rows than a workbook is made of. */
  | { readonly state: 'tooMany'; readonly most: number }
  | { readonly state: 'refused'; readonly issues: readonly Issue[] };

/** Records of a page: the most that a source gives at once. */
const PAGE = 1000;
/** From so many records on, a server writes the file itself. */
const MANY = 5000;
/** The most rows of a workbook. */
const MOST_ROWS = 100_000;

const breath = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });

/** Makes the file of the pages it is given. */
interface Writer {
  readonly add: (page: Page) => void;
  readonly done: () => Promise<readonly (string | Blob)[]>;
}

const textWriter = (entity: Entity, { columns, language, delimiter, mark }: Writing): Writer => {
  const parts: string[] = [];
  return {
    add: ({ items, titles }) => {
      const lines = exportLines(entity, items, {
        delimiter,
        mark: mark && parts.length === 0,
        titleOf: (_entity, id) => titles[id] ?? null,
        ...(columns.length === 0 ? {} : { fields: columns }),
        ...(language === '' ? {} : { language }),
      });
      // every page writes the heading; the file has it once
      if (parts.length > 0) lines.next();
      parts.push([...lines].join(''));
    },
    done: async () => parts,
  };
};

const jsonWriter = (entity: Entity, { columns }: Writing): Writer => {
  const parts: string[] = [];
  return {
    add: ({ items }) => {
      const rows = exportRows(entity, items, columns.length === 0 ? {} : { fields: columns });
      for (const row of rows) parts.push(`${parts.length === 0 ? '[\n' : ',\n'}${JSON.stringify(row)}`);
    },
    done: async () => (parts.length === 0 ? ['[]\n'] : [...parts, '\n]\n']),
  };
};

const excelWriter = async (entity: Entity, { columns, language }: Writing): Promise<Writer> => {
  const { sheetWriter, workbookOf } = await loaded(import('../../sources/write-excel.ts'));
  const sheets = sheetWriter(entity, {
    ...(columns.length === 0 ? {} : { fields: columns }),
    ...(language === '' ? {} : { language }),
  });
  return {
    add: ({ items, titles }) => sheets.add(items, (_entity, id) => titles[id] ?? null),
    done: async () => [await workbookOf(sheets.done())],
  };
};

const writerOf = async (entity: Entity, writing: Writing): Promise<Writer> => {
  if (writing.format === 'xlsx') return excelWriter(entity, writing);
  return writing.format === 'json' ? jsonWriter(entity, writing) : textWriter(entity, writing);
};

/**
 * Collects every record that a list lets in, page by page, so that the window stays alive and a reader may stop it; of a server with
 * many, the file that it makes. What the source throws is thrown on.
 */
export async function collect(
  { source, entity, list }: { readonly source: Source; readonly entity: Entity; readonly list: ListQuery },
  writing: Writing,
  { signal, onprogress }: { readonly signal: AbortSignal; readonly onprogress: (progress: Progress) => void },
): Promise<Collected> {
  const writer = await writerOf(entity, writing);
  let rows = 0;
  let cursor: string | null = null;
  do {
    const page = await source.list({ ...list, limit: PAGE, ...(cursor === null ? {} : { cursor }) });
    if (signal.aborted) return { state: 'cancelled' };
    if (!page.ok) return { state: 'refused', issues: page.issues };
    const { total } = page.value;
    if (writing.format === 'xlsx' && total > MOST_ROWS) return { state: 'tooMany', most: MOST_ROWS };
    if (total > MANY && isServed(source)) {
      onprogress({ done: 0, total: 0 });
      const file = await exportedBy(source, entity, list, writing);
      return signal.aborted ? { state: 'cancelled' } : { state: 'done', parts: [file], rows: total };
    }
    writer.add(page.value);
    rows += page.value.items.length;
    cursor = page.value.next;
    onprogress({ done: rows, total });
    await breath();
    if (signal.aborted) return { state: 'cancelled' };
  } while (cursor !== null);
  const parts = await writer.done();
  return signal.aborted ? { state: 'cancelled' } : { state: 'done', parts, rows };
}
