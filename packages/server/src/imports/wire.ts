import type {
  Candidate,
  Counts,
  Entity,
  ImportPlan,
  Intake,
  Issue,
  Json,
  Mapping,
  Model,
  PlannedCell,
  PlannedRow,
  UndoCell,
  UndoFate,
  UndoPlan,
  UndoRow,
  Value,
} from '@sluice/core';
import { ruleText } from '@sluice/core';
import type { PlannedFile } from './plan-file.ts';

/** Rows of a plan that are shown, and rows that are not imported. */
export const SHOWN = 100;
export const SHOWN_REJECTED = 1000;

/** Where an import stands. `planning`: its file is still being read; `failed`: the file as a whole could not be used. */
export type ImportStatus = 'planning' | 'planned' | 'accepted' | 'undone' | 'failed';

/**
 * How far a plan or an acceptance is that nobody waits for. `interrupted`: its server is gone. Whatever it says, the status of the import is the
 * truth: `planned` when nothing was written, `accepted` when everything was.
 */
export interface ImportJob {
  readonly state: 'running' | 'stopping' | 'stopped' | 'failed' | 'interrupted';
  /** Records written, of so many; 0 of 0 while it is planned again. Of a plan: rows looked at, of so many; of 0 while nobody knows how many there are. */
  readonly done: number;
  readonly of: number;
  /** Why it failed. */
  readonly code?: string;
  readonly detail?: string;
}

/** A cell on the wire: amounts in major units, as in records. */
export interface WireCell {
  readonly field: string;
  readonly old: Json;
  readonly new: Json;
  readonly collision: PlannedCell['collision'];
}

/** A row on the wire. `rule` is a phrase (`by id`, `new`, `duplicate of line 7`), `because` the same for whoever speaks another language. */
export interface WireRow {
  readonly line: number;
  readonly fate: PlannedRow['fate'];
  readonly rule: string;
  readonly because: PlannedRow['rule'];
  readonly id: string | null;
  readonly title: string;
  readonly cells: readonly WireCell[];
  readonly issues: readonly Issue[];
  readonly candidates: readonly Candidate[];
}

/** What an import would do, or did: everything that is counted, and of the rows the first of each sort. */
export interface WirePlan {
  readonly entity: string;
  readonly file: ImportPlan['file'];
  readonly counts: Counts;
  /** Which column feeds which field, how sure that is, and why. */
  readonly mapping: { readonly columns: Mapping['columns'] | Intake['columns']; readonly unmatched: readonly string[] };
  readonly columns: ImportPlan['columns'];
  readonly targets: readonly { readonly entity: string; readonly create: number; readonly titles: readonly string[] }[];
  readonly offers: ImportPlan['offers'];
  readonly issues: readonly Issue[];
  /** The first rows of the file. */
  readonly rows: readonly WireRow[];
  /** The first rows that are not imported; all of them are in `rejected.csv`. */
  readonly rejected: readonly WireRow[];
  /** Titles of the records that the shown rows link to, by id. */
  readonly titles: Readonly<Record<string, string>>;
}

/** An import on the wire. */
export interface WireImport extends WirePlan {
  readonly id: string;
  readonly status: ImportStatus;
  readonly name: string;
  readonly at: string;
  readonly actor: string;
  readonly cause: string;
  /** The mark of the plan: what is accepted is what was shown. */
  readonly digest: string;
  readonly job?: ImportJob;
}

/** An import in a list. */
export type WireImportItem = Pick<
  WireImport,
  'id' | 'status' | 'name' | 'at' | 'actor' | 'cause' | 'entity' | 'counts'
>;

/** A record of an undo on the wire. */
export interface WireUndoRow extends Omit<UndoRow, 'cells'> {
  readonly cells: readonly (Omit<UndoCell, 'before' | 'written' | 'now'> & {
    readonly before: Json;
    readonly written: Json;
    readonly now: Json;
  })[];
}

/** What an undo would do, or did: all counts, the first records, and the first conflicts with both values. */
export interface WireUndo {
  readonly id: string;
  readonly status: ImportStatus;
  readonly counts: Readonly<Record<'records' | UndoFate, number>>;
  readonly rows: readonly WireUndoRow[];
  readonly conflicts: readonly WireUndoRow[];
}

const encode = (entity: Entity | undefined, name: string, value: Value): Json => {
  const field = entity?.field(name);
  return value === null || !field ? value : field.rules.encode(value, field);
};

const wireRow = (entity: Entity | undefined, row: PlannedRow): WireRow => ({
  line: row.line,
  fate: row.fate,
  rule: ruleText(row.rule),
  because: row.rule,
  id: row.id,
  title: row.title,
  cells: row.cells.map((cell) => ({
    field: cell.field,
    old: encode(entity, cell.field, cell.old),
    new: encode(entity, cell.field, cell.new),
    collision: cell.collision,
  })),
  issues: row.issues,
  candidates: row.candidates,
});

const first = <T>(items: Iterable<T>, most: number, fits: (item: T) => boolean = () => true): readonly T[] => {
  const found: T[] = [];
  for (const item of items) {
    if (found.length === most) break;
    if (fits(item)) found.push(item);
  }
  return found;
};

const targetsOf = (plan: ImportPlan): WirePlan['targets'] =>
  [...new Set(plan.targets.map(({ entity }) => entity))].map((entity) => {
    const made = plan.targets.filter((one) => one.entity === entity && one.create);
    return { entity, create: made.length, titles: first(made, SHOWN).map(({ title }) => title) };
  });

/** The titles of what cells link to. */
const titlesIn = (
  entity: Entity | undefined,
  rows: readonly WireRow[],
  titleOf: PlannedFile['titleOf'],
): Readonly<Record<string, string>> => {
  const cells = rows.flatMap((row) => row.cells.filter(({ field }) => entity?.field(field)?.to !== undefined));
  const ids = new Set(cells.flatMap((cell) => [cell.old, cell.new].flat()).filter((id) => typeof id === 'string'));
  return Object.fromEntries(
    [...ids].flatMap((id) => {
      const title = titleOf(id);
      return title === null ? [] : [[id, title]];
    }),
  );
};

/** A plan as it is shown and kept; or, with the plan of what came out, a report. */
export const wirePlan = (model: Model, { intake, plan, titleOf }: Omit<PlannedFile, 'digest'>): WirePlan => {
  const { mapping, columns } = intake;
  const entity = model.find(plan.entity);
  const row = (one: PlannedRow): WireRow => wireRow(entity, one);
  const rows = first(plan.rows, SHOWN).map(row);
  return {
    entity: plan.entity,
    file: plan.file,
    counts: plan.counts,
    mapping: { columns: columns.length > 0 ? columns : mapping.columns, unmatched: mapping.unmatched },
    columns: plan.columns,
    targets: targetsOf(plan),
    offers: first(plan.offers, SHOWN),
    issues: plan.issues,
    rows,
    rejected: first(plan.rows, SHOWN_REJECTED, ({ fate }) => fate === 'reject').map(row),
    titles: titlesIn(entity, rows, titleOf),
  };
};

/** What is known of an import whose file is still being read. */
export const openPlan = (entity: string, name: string): WirePlan => ({
  entity,
  file: { name, encoding: 'utf-8', repaired: false, delimiter: ',', header: [] },
  counts: { rows: 0, create: 0, update: 0, unchanged: 0, reject: 0 },
  mapping: { columns: [], unmatched: [] },
  columns: [],
  targets: [],
  offers: [],
  issues: [],
  rows: [],
  rejected: [],
  titles: {},
});

/** An undo as it is shown. */
export const wireUndo = (model: Model, { id, status }: Pick<WireImport, 'id' | 'status'>, plan: UndoPlan): WireUndo => {
  const row = (one: UndoRow): WireUndoRow => {
    const entity = model.find(one.entity);
    const cells = one.cells.map((cell) => ({
      field: cell.field,
      before: encode(entity, cell.field, cell.before),
      written: encode(entity, cell.field, cell.written),
      now: encode(entity, cell.field, cell.now),
      touched: cell.touched,
    }));
    return { ...one, cells };
  };
  return {
    id,
    status,
    counts: plan.counts,
    rows: first(plan.rows, SHOWN).map(row),
    conflicts: first(plan.rows, SHOWN_REJECTED, ({ fate }) => fate === 'conflict').map(row),
  };
};
