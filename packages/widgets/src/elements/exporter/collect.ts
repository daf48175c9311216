import { type Entity, exportLines, type Issue, type ListQuery, type Source } from '@sluice/core';

/** How an export is written. */
export interface Writing {
  /** Fields in order; all that are kept when empty. */
  readonly columns: readonly string[];
  /** Headings and options in this language; names and keys when blank. */
  readonly language: string;
  readonly delimiter: string;
  /** Whether it begins with a byte order mark. */
  readonly mark: boolean;
}

/** How far an export is. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** What came of an export: its lines, or why there are none. */
export type Collected =
  | { readonly state: 'done'; readonly parts: readonly string[]; readonly rows: number }
  | { readonly state: 'cancelled' }
  | { readonly state: 'refused'; readonly issues: readonly Issue[] };

/** Records of a page: the most that a source gives at once. */
const PAGE = 1000;

const breath = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });

/**
 * Collects the lines of every record that a list lets in, page by page, so that the window stays alive and a reader may stop it. What
 * the source throws is thrown on.
 */
export async function collect(
  { source, entity, list }: { readonly source: Source; readonly entity: Entity; readonly list: ListQuery },
  { columns, language, delimiter, mark }: Writing,
  { signal, onprogress }: { readonly signal: AbortSignal; readonly onprogress: (progress: Progress) => void },
): Promise<Collected> {
  const parts: string[] = [];
  let rows = 0;
  let cursor: string | null = null;
  do {
    const page = await source.list({ ...list, limit: PAGE, ...(cursor === null ? {} : { cursor }) });
    if (signal.aborted) return { state: 'cancelled' };
    if (!page.ok) return { state: 'refused', issues: page.issues };
    const { items, total, titles, next } = page.value;
    const lines = exportLines(entity, items, {
      delimiter,
      mark: mark && cursor === null,
      titleOf: (_entity, id) => titles[id] ?? null,
      ...(columns.length === 0 ? {} : { fields: columns }),
      ...(language === '' ? {} : { language }),
    });
    // every page writes the heading; the file has it once
    if (cursor !== null) lines.next();
    parts.push([...lines].join(''));
    rows += items.length;
    cursor = next;
    onprogress({ done: rows, total });
    await breath();
    if (signal.aborted) return { state: 'cancelled' };
  } while (cursor !== null);
  return { state: 'done', parts, rows };
}
