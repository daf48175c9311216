import type { ColumnTable, Expr, Moment, Vector } from '../expr/index.ts';
import type { Entity } from '../model/index.ts';
import type { Rec } from '../records/index.ts';

/**
 * The records of one entity as columns: what queries, figures and elements read instead of row objects. Rows are dense and
 * numbered from 0; removing one moves the last row into its place. Vectors and selections are only read, and hold until the next edit.
 */
export interface Frame extends ColumnTable {
  readonly entity: Entity;
  /** Grows with every edit. */
  readonly revision: number;
  /** How many records there are. */
  readonly length: number;
  /**
   * A stored column (system columns `id`, `createdAt`, `updatedAt`, `version` too), or that of the records the links lead to: null
   * where a link is blank or leads nowhere. Throws for a name that is not kept, a derived field among them: those are expressions.
   */
  readonly column: (links: readonly string[], name: string) => Vector;
  /** By row: the row of the record that a link leads to in the frame of its entity, −1 where it is blank or leads nowhere. */
  readonly follow: (link: string) => Int32Array;
  /** −1 when there is no record of this id. */
  readonly rowOf: (id: string) => number;
  readonly idAt: (row: number) => string;
  /** The values as they are kept, in memory units: a following field is null while it follows, derived fields are not there. */
  readonly record: (row: number) => Rec;
  /** All rows by id, ascending: what breaks ties of a sort. */
  readonly byId: () => Uint32Array;
  /** Adds a record. Throws when its id is there already. */
  readonly insert: (record: Rec) => void;
  /** Puts a record in the place of the one with its id. Throws when there is none. */
  readonly replace: (record: Rec) => void;
  /** Takes a record out; false when there is none of this id. */
  readonly remove: (id: string) => boolean;
  /** The values of an expression, one per row; kept until this frame or one it reads through links is edited. */
  readonly vector: (expr: Expr, moment: Moment) => Vector;
  /** The rows for which a condition is true, ascending; all of them without a condition. */
  readonly select: (expr: Expr | null, moment: Moment) => Uint32Array;
}

export interface FrameOptions {
  /** The frame of another entity, asked when a link is followed; without it, everything behind a link is null. */
  readonly related?: (entity: string) => Frame | undefined;
}

/** What rows are ordered by. Nulls come last whichever the direction. */
export interface OrderKey {
  readonly vector: Vector;
  readonly descending: boolean;
  /** Texts as people list them, case and accents aside; otherwise to the letter. */
  readonly collate: boolean;
}

/** Rows gathered into groups; fits `aggregateColumns` together with the rows it was made of. */
export interface GroupedRows {
  /** By row of the table: the number of its group, in order of first appearance; 0 for rows that were not asked for. */
  readonly of: Uint32Array;
  readonly count: number;
  /** By group: the first of its rows. */
  readonly first: Uint32Array;
}
