export {
  applyImport,
  type ApplyOptions,
  checkStop,
  type ImportPort,
  type ImportResult,
  type Progress,
  type RefusedWrite,
} from './apply.ts';
export {
  type BatchOptions,
  decideAsked,
  decideBatch,
  type DecidedBatch,
  rowsOfPiece,
} from './in-batches.ts';
export { tieOfId, tiesOf, unions } from './kin.ts';
export { type Existing } from './lookup.ts';
export { type Imports, memoryImports } from './memory-imports.ts';
export {
  type Counts,
  type Fate,
  type ImportPlan,
  type PlannedCell,
  type PlannedColumn,
  type PlannedRow,
  type PlannedTarget,
  type Rule,
  ruleText,
} from './outcome.ts';
export { type ImportContext, type ImportOptions, planImport, unreadRow } from './plan.ts';
export { importReport, type ImportReport, rejectedLines, rejectedWriter, type ReportRow } from './report.ts';
export type { FileRow, FileRows } from './rows.ts';
export { type Candidate, checkRules, type Collision, type ImportRules, matchKeys, matchText } from './rules.ts';
export { type Remembering, undoConversion } from './undo-conversion.ts';
export {
  applyUndo,
  type Current,
  type LinkHere,
  planUndo,
  type UndoCell,
  type UndoFate,
  type UndoOptions,
  type UndoPlan,
  type UndoResult,
  type UndoRow,
} from './undo.ts';
