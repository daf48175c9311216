import {
  type Entity,
  exportLines,
  exportRows,
  type Issue,
  type ListQuery,
  MOST_ROWS,
  type Page,
  sheetWriter,
  type Source,
  XLSX,
} from '@sluice/core';
import { workbookOf } from '../excel/workbook.ts';
import type { ServedSource } from '../records/served.ts';
import { openSpool } from './spool.ts';
import { openTurns } from './turns.ts';
import type { ExportWish, Format } from './wish.ts';

/** A file that is made while it is read. */
export interface ExportFile {
  readonly ok: true;
  readonly type: string;
  /** How many records it will have, as far as one can know before it is made. */
  readonly rows: number;
  readonly chunks: AsyncIterableIterator<Uint8Array, void, undefined>;
}

/** A file, or why there is none. */
export type Exported =
  | ExportFile
  | { readonly ok: false; readonly issues: readonly Issue[] }
  /** More rows than a sheet of a workbook has. */
  | { readonly ok: false; readonly rows: number; readonly most: number };

const PAGE = 1000;
const TYPES: Readonly<Record<Format, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  xlsx: XLSX,
};

type List = Source['list'];
type Titled = NonNullable<Parameters<typeof exportLines>[2]>['titleOf'] & object;

/** Goes on from the first page to the last, each asked for when the one before is used up. */
async function* pagesFrom(list: List, query: ListQuery, first: Page): AsyncGenerator<Page, void, undefined> {
  let page = first;
  for (;;) {
    yield page;
    if (page.next === null) return;
    const next = await list({ ...query, limit: PAGE, cursor: page.next });
    // the question was good a page ago: what is refused now is a fault of ours, and ends the file where it is
    if (!next.ok) throw new Error(next.issues.map(({ message }) => message).join(' '));
    page = next.value;
  }
}

async function* csvOf(
  entity: Entity,
  pages: AsyncIterable<Page>,
  { options, links }: ExportWish,
): AsyncGenerator<string, void, undefined> {
  let begun = false;
  for await (const { items, titles } of pages) {
    const lines = exportLines(entity, items, {
      ...options,
      mark: options.mark === true && !begun,
      titleOf: titledBy(links, titles),
    });
    // every page writes the heading; the file has it once
    if (begun) lines.next();
    begun = true;
    yield [...lines].join('');
  }
}

async function* jsonOf(
  entity: Entity,
  pages: AsyncIterable<Page>,
  { options }: ExportWish,
): AsyncGenerator<string, void, undefined> {
  let begun = false;
  for await (const { items } of pages) {
    const rows = [...exportRows(entity, items, options)].map((row) => JSON.stringify(row));
    if (rows.length > 0) yield `${begun ? ',\n' : '[\n'}${rows.join(',\n')}`;
    begun ||= rows.length > 0;
  }
  yield begun ? '\n]\n' : '[]\n';
}

const titledBy =
  (links: ExportWish['links'], titles: Page['titles']): Titled =>
  (_entity, id) =>
    links === 'id' ? null : (titles[id] ?? null) || null;

async function* bytesOf(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  for await (const text of texts) yield encoder.encode(text);
}

/** A workbook of what the pages hold; how wide its columns are, the first page says. */
async function* workbookBytes(
  entity: Entity,
  pages: AsyncGenerator<Page, void, undefined>,
  { options, links }: ExportWish,
): AsyncGenerator<Uint8Array, void, undefined> {
  const writer = sheetWriter(entity, options);
  const add = ({ items, titles }: Page): void => writer.add(items, titledBy(links, titles));
  const first = await pages.next();
  if (!first.done) add(first.value);
  const [records, definitions] = writer.done();
  const recordRows = async function* () {
    yield writer.take();
    for await (const page of pages) {
      add(page);
      yield writer.take();
    }
  };
  // what it says of texts that were cut is known when all rows are written
  const definitionRows = function* () {
    yield writer.done()[1].rows;
  };
  yield* workbookOf([
    { ...records, rows: recordRows() },
    { ...definitions, rows: definitionRows() },
  ]);
}

/** Exports that read at the same time: each takes a connection as long as it reads. */
const AT_ONCE = 2;
const inTurn = openTurns(AT_ONCE);

const begin = async (list: List, entity: Entity, wish: ExportWish): Promise<Exported> => {
  const { format, query } = wish;
  const first = await list({ ...query, limit: PAGE });
  if (!first.ok) return { ok: false, issues: first.issues };
  const { total } = first.value;
  if (format === 'xlsx' && total > MOST_ROWS) return { ok: false, rows: total, most: MOST_ROWS };
  const pages = pagesFrom(list, query, first.value);
  const chunks =
    format === 'xlsx'
      ? workbookBytes(entity, pages, wish)
      : bytesOf(format === 'csv' ? csvOf(entity, pages, wish) : jsonOf(entity, pages, wish));
  return { ok: true, type: TYPES[format], rows: total, chunks };
};

/** A source as far as an export needs it. */
export type ExportSource = Pick<Source, 'list'> & Pick<ServedSource, 'frozen'>;

/**
 * Writes the records that a question lets in to a file, page by page, in the memory of one. What is refused is known before the first
 * byte: also more records than a sheet of a workbook has rows.
 *
 * Where the source can be frozen, the file tells of one moment, that of its first page: each record that was there then is in it once, as it was then,
 * whatever is changed while the file is made. It is made as fast as the database gives it and waits in a spool for whoever reads slower, so that no
 * transaction waits for a reader; two are made at once, others wait for their turn. Elsewhere each page tells of its own moment.
 */
export const exportFrom = (source: ExportSource, entity: Entity, wish: ExportWish): Promise<Exported> => {
  const { frozen } = source;
  if (!frozen) return begin(source.list, entity, wish);
  return new Promise((resolve, reject) => {
    let answered = false;
    const make = async (list: List): Promise<void> => {
      // begun again from the start, after the reader has had a part of it
      if (answered) throw new Error('The export was interrupted.');
      const begun = await begin(list, entity, wish);
      answered = true;
      if (!begun.ok) {
        resolve(begun);
        return;
      }
      const spool = openSpool();
      resolve({ ...begun, chunks: spool.chunks });
      await spool.fill(begun.chunks);
    };
    inTurn(() => frozen(make)).catch(reject);
  });
};
