/** How cells and records are told apart. */
export interface Layout {
  readonly delimiter: string;
  /** What encloses a cell that holds delimiters or line ends; `"` when left out. */
  readonly quote?: string;
  /** What makes a quote inside such a cell an ordinary character; the quote itself when left out. */
  readonly escape?: string;
  /** A space follows every delimiter and belongs to no cell. */
  readonly spaced?: boolean;
  /** The cells of most records: where quotes leave two readings of a line, the one with as many cells is meant. */
  readonly width?: number;
}

/** Records of delimited text, and what is left of a text that may go on. */
export interface Records {
  readonly records: readonly (readonly string[])[];
  /** The beginning of a record that is not complete yet. */
  readonly rest: string;
  /** Positions in `records` where a cell begins with a quote that is never closed; it was taken for an ordinary character. */
  readonly unclosed: readonly number[];
  /** Positions in `records` of quoted cells that hold quotes which are neither doubled nor escaped. */
  readonly stray: readonly number[];
}
