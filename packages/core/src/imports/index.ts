export {
  applyImport,
  type ApplyOptions,
  type ImportPort,
  type ImportResult,
  type Progress,
  type RefusedWrite,
} from './apply.ts';
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
export { type ImportContext, type ImportOptions, planImport } from './plan.ts';
export { importReport, type ImportReport, rejectedLines, type ReportRow } from './report.ts';
export type { FileRows } from './rows.ts';
export { type Candidate, type Collision, type ImportRules, matchText } from './rules.ts';
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
