import type { FileInPieces } from '../intake/pieces.ts';
import type { Rejected } from '../intake/findings.ts';
import type { Entity, Model } from '../model/index.ts';
import type { Rec, Write } from '../records/index.ts';
import { decideRows } from './decide-rows.ts';
import { asking, type Existing } from './lookup.ts';
import type { PlannedRow } from './outcome.ts';
import { askedRow, askedRules, type ImportContext, unreadRow, writeContext } from './plan.ts';
import { type FileRow, rowsOf } from './rows.ts';
import { checkRules, type ImportRules, rulingOf } from './rules.ts';

/** What deciding about some of a file's rows takes. */
export interface BatchOptions {
  readonly model: Model;
  readonly entity: Entity;
  readonly rules: ImportRules;
  readonly context: ImportContext;
  readonly existing: Existing;
  /** Records that links of the file asked for and that will be there: by entity and identifier. */
  readonly planned?: (entity: string, id: string) => Rec | undefined;
  /** Identifiers that such a record was given → that of the record it is; null when it is none. */
  readonly found?: (entity: string, id: string) => string | null | undefined;
  /** Ask for records that are nearly called as the new ones. */
  readonly near?: boolean;
}

/** What becomes of some of a file's rows: each row once, and one write per record. */
export interface DecidedBatch {
  readonly rows: readonly PlannedRow[];
  readonly writes: readonly Write[];
  readonly ids: ReadonlyMap<string, string | null>;
}

/**
 * Decides about rows of a file that is too large for `planImport`, as it would: all rows that may be one record have to be among them
 * (see `kinOf`), and nothing in the file links to its own records.
 */
export const decideBatch = async (
  rows: readonly FileRow[],
  { model, entity, rules, context, existing, planned = () => undefined, found = () => undefined, near }: BatchOptions,
): Promise<DecidedBatch> => {
  const known = asking(model, existing);
  const drafts = rows.map(({ draft }) => draft);
  await known.ask(
    entity,
    drafts,
    rows.some(({ ownId }) => ownId),
  );
  await known.askAround(entity, drafts);
  const follow = (name: string, id: string): Rec | undefined => planned(name, id) ?? known.get(name, id);
  const linkTo = (name: string, id: string): string | null => {
    const to = found(name, id);
    return to === undefined ? (follow(name, id) ? id : null) : to;
  };
  const write = writeContext(model, context, follow);
  const decide = () => decideRows({ entity, ruling: rulingOf(entity, rules), known, rows, write, linkTo });
  const decided = decide();
  const titles = near === true ? decided.rows.filter(({ fate }) => fate === 'create').map(({ title }) => title) : [];
  if (titles.length === 0 || !existing.titlesNear) return decided;
  await known.askNear(entity, titles);
  return decide();
};

/** Decides about records that links ask for, as `decideBatch` does about rows. */
export const decideAsked = (drafts: readonly Rec[], options: Omit<BatchOptions, 'near'>): Promise<DecidedBatch> => {
  const rows = drafts.map((draft) => askedRow(options.entity, draft));
  return decideBatch(rows, { ...options, rules: { ...options.rules, ...askedRules(rows) } });
};

/** Some rows of a file in pieces, read: those that can be decided about, and what becomes of the others. */
export const rowsOfPiece = (
  file: Pick<FileInPieces, 'entity' | 'columns'>,
  piece: {
    readonly rows: readonly (readonly string[])[];
    readonly lines: readonly number[];
    readonly records: readonly Rec[];
    readonly rejected: readonly Rejected[];
  },
  { model, rules, context }: Pick<BatchOptions, 'model' | 'rules' | 'context'>,
): { readonly read: readonly FileRow[]; readonly unread: readonly PlannedRow[] } => {
  const { entity, columns } = file;
  const about = { columns, records: piece.records, rejected: piece.rejected, rows: piece.rows.length };
  const { read, unread } = rowsOf(about, entity, piece, { model, moment: context.moment });
  const broken = checkRules(entity, rules);
  const left = broken.length > 0 ? read.map(({ line, source }) => ({ line, source, why: null })) : [];
  return {
    read: broken.length > 0 ? [] : read,
    unread: [...unread, ...left].map((row) => unreadRow(row, file, broken)),
  };
};
