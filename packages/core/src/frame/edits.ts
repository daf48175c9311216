/** What happened to the rows of a frame, so that what was computed can be mended instead of made again. */
export interface Edits {
  /** Grows with every edit. */
  readonly revision: number;
  /** Grows when rows are added, or moved. */
  readonly shape: number;
  /** The record of a row was put in the place of another. */
  readonly replaced: (row: number) => void;
  /** A row was added, or taken out. */
  readonly reshaped: () => void;
  /** The rows that were replaced since a revision, each once; null when there are many, or rows were moved. */
  readonly since: (revision: number) => Uint32Array | null;
}

/** Beyond so many rows, making a column again costs no more. */
const REMEMBERED = 256;

/** A frame that nobody edited yet. */
export const newEdits = (): Edits => {
  let revision = 0;
  let shape = 0;
  let rows: number[] = [];
  return {
    get revision() {
      return revision;
    },
    get shape() {
      return shape;
    },
    replaced: (row) => {
      revision += 1;
      rows.push(row);
      if (rows.length > REMEMBERED * 2) rows = rows.slice(-REMEMBERED);
    },
    reshaped: () => {
      revision += 1;
      shape += 1;
      rows = [];
    },
    since: (from) => {
      const count = revision - from;
      return count > Math.min(rows.length, REMEMBERED)
        ? null
        : Uint32Array.from(new Set(count === 0 ? [] : rows.slice(-count)));
    },
  };
};

/** The numbers 0…n−1: every row of so many. */
export const upTo = (n: number): Uint32Array<ArrayBuffer> => {
  const rows = new Uint32Array(n);
  for (let row = 0; row < n; row++) rows[row] = row;
  return rows;
};
