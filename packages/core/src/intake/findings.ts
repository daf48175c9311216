import { type Issue, issue } from '../issue.ts';
import type { CellFault } from './cell.ts';

/** Something a person may want to look up: which cell it was, and what is wrong with it. */
export interface CellFinding {
  /** The row as a spreadsheet counts: the first row under a plain header is 2. */
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly issue: Issue;
}

/** A row that is not imported: the first cell at fault, and everything wrong with the row. */
export interface Rejected extends CellFinding {
  readonly issues: readonly Issue[];
}

/** Warnings about cells, many of them alike. */
export interface Findings {
  add(finding: CellFinding): void;
  /** One issue per code and column, with `count`, at the first row concerned. */
  summary(): readonly Issue[];
  /** The first cells of each code and column, at most a thousand altogether. */
  cells(): readonly CellFinding[];
}

const PER_KIND = 50;
const ALTOGETHER = 1000;

/** Collects warnings in bounded memory: a million blank amounts are one line of a report. */
export function collectFindings(): Findings {
  const kinds = new Map<string, { readonly first: CellFinding; count: number }>();
  const kept: CellFinding[] = [];
  return {
    add: (finding) => {
      const key = `${finding.issue.code} ${finding.column}`;
      const kind = kinds.get(key);
      if (kind === undefined) kinds.set(key, { first: finding, count: 1 });
      else kind.count++;
      if ((kind?.count ?? 1) <= PER_KIND && kept.length < ALTOGETHER) kept.push(finding);
    },
    summary: () =>
      [...kinds.values()].map(({ first, count }) => ({ ...first.issue, params: { ...first.issue.params, count } })),
    cells: () => kept,
  };
}

/** The finding of a faulty cell. */
export function findingOf(row: number, column: string, value: string, { code, ...details }: CellFault): CellFinding {
  return { row, column, value: value.slice(0, 200), issue: issue(code, ['rows', row, column], details) };
}
