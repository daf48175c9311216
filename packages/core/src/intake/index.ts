export { type Contribution, explanationLines } from './export-explanation.ts';
export { type CellsOptions, type SheetCell, tableOfCells } from './cells.ts';
export {
  type Coerced,
  type CoerceContext,
  coerceRows,
  type Coercer,
  type RowDraft,
  rowCoercer,
} from './coerce-rows.ts';
export type { DateOrder } from './dates.ts';
export { type ColumnDecision, type Decisions, decideColumns, type Survey, surveyColumns } from './decide-columns.ts';
export { type Exportable, exportLines, type ExportOptions, exportRows } from './export.ts';
export {
  MOST_ROWS,
  type SheetOut,
  type SheetOptions,
  type SheetValue,
  type SheetWriter,
  sheetWriter,
} from './export-sheet.ts';
export { encodingOf } from './encoding.ts';
export type { CellFinding, Rejected } from './findings.ts';
export { type Finisher, finisher, takenBefore } from './finish.ts';
export { intake } from './intake.ts';
export { intakeTable, type TableOptions } from './intake-table.ts';
export { jsonCell } from './json-cell.ts';
export { type MapOptions, type MappedColumn, type Mapping, mapColumns, type MapReason } from './map-columns.ts';
export type { DecimalMark } from './numerals.ts';
export type { CreatedTarget, Intake, IntakeOptions } from './outcome.ts';
export { type FileInPieces, type PieceReader, readPieces, type Surveyed, surveyPieces } from './pieces.ts';
export { type StreamOptions, streamTable, type TableBatch } from './stream.ts';
export { readable, readTable, type Table, type TableHead } from './table.ts';
export { repairedText, tableOfRows } from './table-of-rows.ts';
export type { Offer, Target } from './targets.ts';
export { isWorkbook, readWorkbook, type SheetReader, type WorkbookOptions } from './workbook.ts';
export { keysOf, newWorld, type World } from './world.ts';
export { XLSX } from './xlsx.ts';
