import type { Intake } from '../intake/outcome.ts';
import type { Issue } from '../issue.ts';
import type { Entity } from '../model/index.ts';
import { type Counts, type Fate, type ImportPlan, type PlannedCell, type PlannedRow, ruleText } from './outcome.ts';
import type { Candidate } from './rules.ts';

/** One row of a report. */
export interface ReportRow {
  readonly line: number;
  readonly fate: Fate;
  /** `by id`, `by e-mail (email)`, `new`, `no readable Amount`, … */
  readonly rule: string;
  readonly id: string | null;
  readonly title: string;
  readonly cells: readonly PlannedCell[];
  readonly issues: readonly Issue[];
  readonly candidates: readonly Candidate[];
}

/** What an import does, or did, for people and programs: plain JSON. */
export interface ImportReport {
  readonly entity: string;
  readonly file: ImportPlan['file'];
  readonly cause: string;
  readonly counts: Counts;
  readonly columns: ImportPlan['columns'];
  readonly targets: ImportPlan['targets'];
  readonly offers: ImportPlan['offers'];
  readonly issues: readonly Issue[];
  readonly rows: readonly ReportRow[];
  readonly companions: readonly ImportReport[];
}

/** The report of a plan, or of what became of it (`applyImport` answers with a plan, too). */
export const importReport = (plan: ImportPlan): ImportReport => {
  const { entity, file, cause, counts, columns, targets, offers, issues, rows, companions } = plan;
  return {
    entity,
    file,
    cause,
    counts,
    columns,
    targets,
    offers,
    issues,
    rows: rows.map(({ line, fate, rule, id, title, cells, issues: found, candidates }) => ({
      line,
      fate,
      rule: ruleText(rule),
      id,
      title,
      cells,
      issues: found,
      candidates,
    })),
    companions: companions.map(importReport),
  };
};

/** The heading of the column with the reasons: no letter in it, so that no field is ever mapped to it. */
export const REASONS = '⚠';

/**
 * The rejected rows as delimited text, as they stand in the file and with the reasons in a last column: ready to be mended and imported
 * again. Texts that a spreadsheet would run as a formula get an apostrophe, which the importer takes off. One line at a time.
 */
export function* rejectedLines(
  plan: ImportPlan,
  entity: Entity,
  { columns }: { readonly columns?: Intake['columns'] } = {},
): Generator<string, void, undefined> {
  const { heading, lineOf } = rejectedWriter(plan, entity, columns ? { columns } : {});
  yield heading;
  for (const row of plan.rows) if (row.fate === 'reject') yield lineOf(row);
}

/** Writes the lines of rejected rows one by one, see `rejectedLines`. */
export const rejectedWriter = (
  plan: Pick<ImportPlan, 'file' | 'columns'>,
  entity: Entity,
  { columns }: { readonly columns?: Intake['columns'] } = {},
): { readonly heading: string; readonly lineOf: (row: PlannedRow) => string } => {
  const { delimiter, header } = plan.file;
  const line = (cells: readonly string[]): string =>
    `${cells.map((cell) => quoted(cell, delimiter)).join(delimiter)}\r\n`;
  const fields = header.map((name, at) => {
    const said = columns?.find(({ column, joined }) => column === at || joined === at)?.field;
    return entity.field(said ?? plan.columns.find((one) => one.header === name)?.field ?? '');
  });
  const read = (cell: string, at: number): string => {
    const kind = fields[at]?.kind;
    return kind !== undefined && FIGURES.has(kind) && /^[-+]?[\p{Sc}\d]/u.test(cell) ? cell : safe(cell);
  };
  return {
    heading: line([...header.map((name) => safe(name)), REASONS]),
    lineOf: ({ source, line: at, rule, issues }) => {
      const cells = header.map((_, place) => read(source[place] ?? '', place));
      return line([...cells, safe(reasonOf(at, ruleText(rule), issues))]);
    },
  };
};

/** Kinds whose cells begin with a sign without being a formula. */
const FIGURES: ReadonlySet<string> = new Set(['money', 'number', 'percent']);

const reasonOf = (line: number, rule: string, issues: readonly Issue[]): string => {
  const errors = issues.filter(({ severity }) => severity === 'error');
  const said = errors.map(({ message, remedy }) => (remedy === undefined ? message : `${message} ${remedy}`));
  return `${line}: ${said.length === 0 ? rule : [...new Set(said)].join(' ')}`;
};

// As intake/export does it, for cells that are no fields of a record.
const safe = (text: string): string => (/^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text);
const quoted = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
