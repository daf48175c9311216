import type { Issue } from '../issue.ts';
import type { Model } from '../model/index.ts';
import type { Rec } from '../records/index.ts';
import type { DateOrder } from './dates.ts';
import type { ColumnDecision } from './decide-columns.ts';
import type { CellFinding, Rejected } from './findings.ts';
import type { Mapping } from './map-columns.ts';
import type { Table, TableHead } from './table.ts';
import type { Offer, Target } from './targets.ts';

export interface IntakeOptions {
  readonly model: Model;
  /** The entity of the rows, by any word the model knows it by. */
  readonly entity: string;
  /** Shown in the report. */
  readonly name?: string;
  /** Column → field, `-` leaves a column out; the other columns are mapped by their names. */
  readonly map?: Readonly<Record<string, string>>;
  /** Column → field as it was the last time, `-` for a column left out; what no longer fits is passed over. */
  readonly remembered?: Readonly<Record<string, string>>;
  /** Files of other entities that the rows link to: entity → bytes, or a table that was read already. */
  readonly with?: Readonly<Record<string, Uint8Array | Table>>;
  /** Records that exist already and may be linked to: entity → targets. */
  readonly existing?: Readonly<Record<string, Iterable<Target>>>;
  /** What becomes of a link name that nothing bears: left blank with a warning (`match`), or a new record so called (`create`). */
  readonly links?: 'create' | 'match';
  /** Words of the file for options and stages: field → word → key. */
  readonly values?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** ISO instant the records are made at; the start of `today` when left out. */
  readonly at?: string;
  /** IANA zone, UTC when left out. */
  readonly zone?: string;
  /** The order of day and month where the file leaves it open. */
  readonly order?: DateOrder;
  /** A new identifier (UUIDv7, see `newId`). */
  readonly id: () => string;
  /** A new identifier of a record that a link asks for; `id` when left out. */
  readonly targetId?: () => string;
}

/** A record that did not exist and that a link asked for. */
export interface CreatedTarget {
  readonly entity: string;
  readonly id: string;
  readonly title: string;
  /** The link field that asked for it. */
  readonly field: string;
}

/** What became of a file. Every row of it is in `records` or in `rejected`. With an error among the issues there are no records. */
export interface Intake {
  readonly entity: string;
  readonly file: TableHead;
  /** Rows of the file. */
  readonly rows: number;
  readonly mapping: Mapping;
  readonly columns: readonly ColumnDecision[];
  readonly records: readonly Rec[];
  readonly rejected: readonly Rejected[];
  /** File, columns and warnings about cells (one per kind and column, `params.count` many). */
  readonly issues: readonly Issue[];
  /** The first cells behind the warnings. */
  readonly cells: readonly CellFinding[];
  /** Link names that nearly match a target. They were not merged. */
  readonly offers: readonly Offer[];
  /** Targets made because a link asked for them; their records are in `related`. */
  readonly created: readonly CreatedTarget[];
  /** Records of other entities: of the companion files, and those created. */
  readonly related: ReadonlyMap<string, readonly Rec[]>;
  /** What became of each companion file. */
  readonly companions: readonly Intake[];
}

/** The outcome of a file that could not be read, or not be understood. */
export function failed(entity: string, table: Table, issues: readonly Issue[], mapping?: Mapping): Intake {
  return {
    entity,
    file: headOf(table),
    rows: table.rows.length,
    mapping: mapping ?? { entity, columns: [], unmatched: table.header, issues: [] },
    columns: [],
    records: [],
    rejected: [],
    issues,
    cells: [],
    offers: [],
    created: [],
    related: new Map(),
    companions: [],
  };
}

/** How a table was read, without its rows. */
export function headOf({ name, encoding, repaired, delimiter, header }: TableHead): TableHead {
  return { name, encoding, repaired, delimiter, header };
}

/** The table of a file nobody looked into. */
export function emptyTable(name: string): Table {
  return { name, encoding: 'utf-8', repaired: false, delimiter: ',', header: [], rows: [], lines: [], issues: [] };
}
