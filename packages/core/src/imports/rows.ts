import { evaluate, type Moment } from '../expr/index.ts';
import type { Rejected } from '../intake/findings.ts';
import type { ColumnDecision } from '../intake/decide-columns.ts';
import type { Intake } from '../intake/outcome.ts';
import { blank } from '../intake/vocabulary.ts';
import type { Value } from '../kinds/index.ts';
import type { Entity, Field, Model } from '../model/index.ts';
import { type Rec, readerOf } from '../records/index.ts';
import { isBlank } from './lookup.ts';

/** The cells of a file as they were read (`readTable`): where a row stands, and which of its cells are blank. */
export interface FileRows {
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly number[];
}

/** A cell of a row, read. */
export interface Said {
  readonly field: Field;
  readonly value: Value;
  /** A link that the file names by its identifier, not by a title. */
  readonly exact: boolean;
}

/** A row of a file that can be read. */
export interface FileRow {
  readonly line: number;
  /** The record that the row would be, were it new. */
  readonly draft: Rec;
  /** The file gives the identifier. */
  readonly ownId: boolean;
  readonly said: readonly Said[];
  /** Fields whose cells are blank. */
  readonly blanks: readonly Field[];
  readonly source: readonly string[];
}

/** A row that cannot be read. */
export interface UnreadRow {
  readonly line: number;
  readonly why: Rejected | null;
  readonly source: readonly string[];
}

/** Every row of a file once, in order. */
export interface RowsOfFile {
  readonly read: readonly FileRow[];
  readonly unread: readonly UnreadRow[];
}

const textOf = (row: readonly string[], { column, joined }: ColumnDecision): string => {
  const text = row[column] ?? '';
  return joined === undefined ? text : `${text} ${row[joined] ?? ''}`;
};

const textIn = (value: Value): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');

/** The lines of a file whose rows nobody kept: counted from 2. */
const countedLines = ({ rows, rejected }: Pick<Intake, 'rows' | 'rejected'>): readonly number[] => {
  const taken = new Set(rejected.map(({ row }) => row));
  const lines: number[] = [];
  for (let line = 2; lines.length < rows - taken.size; line++) if (!taken.has(line)) lines.push(line);
  return [...lines, ...taken].sort((a, b) => a - b);
};

/**
 * Puts what an intake read back beside the rows of its file. Without the rows, lines are counted, and a field that a default or another
 * field filled counts as said.
 */
export const rowsOf = (
  intake: Pick<Intake, 'records' | 'rejected' | 'columns' | 'rows'>,
  entity: Entity,
  file: FileRows | undefined,
  { model, moment }: { readonly model: Model; readonly moment: Moment },
): RowsOfFile => {
  const lines = file?.lines ?? countedLines(intake);
  const rejected = new Map(intake.rejected.map((one) => [one.row, one]));
  const columns = intake.columns.flatMap((decision) => {
    const field = entity.field(decision.field);
    return field ? [{ decision, field }] : [];
  });
  const idColumn = intake.columns.find(({ field }) => field === 'id');
  const read: FileRow[] = [];
  const unread: UnreadRow[] = [];
  let next = 0;

  const saidIn = (draft: Rec, field: Field, text: string | null): Said | null => {
    const value = draft.values[field.name] ?? null;
    const exact =
      field.kind === 'link' && text !== null && !isBlank(value) && textIn(value).every((id) => text.includes(id));
    if (!isBlank(value)) return text !== null && blank(text) ? null : { field, value, exact };
    // a cell that says what the field follows anyway was left to follow
    if (!field.follows || text === null || blank(text)) return null;
    const followed = evaluate(
      field.follows,
      readerOf(model, entity, draft, () => undefined),
      moment,
    );
    return followed === null ? null : { field, value: followed, exact: false };
  };

  for (const [at, line] of lines.entries()) {
    const source = file?.rows[at];
    const why = rejected.get(line);
    const draft = why ? undefined : intake.records[next];
    if (draft === undefined) {
      unread.push({ line, why: why ?? null, source: source ?? (why ? [why.value] : []) });
      continue;
    }
    next += 1;
    const said: Said[] = [];
    const blanks: Field[] = [];
    for (const { decision, field } of columns) {
      const text = source === undefined ? null : textOf(source, decision);
      const one = saidIn(draft, field, text);
      if (one) said.push(one);
      else if (text === null || blank(text)) blanks.push(field);
    }
    const id = idColumn === undefined ? '' : source === undefined ? draft.id : textOf(source, idColumn);
    read.push({ line, draft, ownId: id.trim() !== '', said, blanks, source: source ?? [] });
  }
  return { read, unread };
};
