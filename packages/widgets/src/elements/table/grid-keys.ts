/** A cell of a grid: row −1 is the header. */
export interface Spot {
  readonly row: number;
  readonly column: number;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows that PageUp and PageDown move by. */
  readonly page: number;
  readonly rtl: boolean;
}

/** Where a key leads from a cell (ARIA grid pattern, columns mirrored right to left); null when the key is not the grid's. */
export function nextSpot(
  key: string,
  control: boolean,
  { row, column }: Spot,
  { rows, columns, page, rtl }: GridSize,
): Spot | null {
  const toRow = (wanted: number): Spot => ({ row: Math.min(rows - 1, Math.max(-1, wanted)), column });
  const toColumn = (wanted: number): Spot => ({ row, column: Math.min(columns - 1, Math.max(0, wanted)) });
  switch (key) {
    case 'ArrowDown':
      return control ? null : toRow(row + 1);
    case 'ArrowUp':
      return control ? null : toRow(row - 1);
    case 'ArrowLeft':
      return control ? null : toColumn(column + (rtl ? 1 : -1));
    case 'ArrowRight':
      return control ? null : toColumn(column + (rtl ? -1 : 1));
    case 'PageDown':
      return control ? null : toRow(Math.max(0, row) + page);
    case 'PageUp':
      return control ? null : { row: row < 0 ? -1 : Math.max(0, row - page), column };
    case 'Home':
      return control ? { row: rows > 0 ? 0 : -1, column: 0 } : toColumn(0);
    case 'End':
      return control ? { row: rows - 1, column: columns - 1 } : toColumn(columns - 1);
    default:
      return null;
  }
}
