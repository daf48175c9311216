import type { Counts, PlannedRow } from '@sluice/core';
import { SHOWN, SHOWN_REJECTED } from '../wire.ts';

/** The rows with the lowest lines, at most so many. */
const lowest = (most: number) => {
  let kept: PlannedRow[] = [];
  const cut = (): void => {
    kept.sort((a, b) => a.line - b.line);
    kept = kept.slice(0, most);
  };
  return {
    add: (row: PlannedRow): void => {
      kept.push(row);
      if (kept.length > most * 2) cut();
    },
    rows: (): readonly PlannedRow[] => {
      cut();
      return kept;
    },
  };
};

/** Counts rows as they are decided, in any order, and keeps those that are shown. */
export const openRows = () => {
  const counts = { rows: 0, create: 0, update: 0, unchanged: 0, reject: 0 };
  const first = lowest(SHOWN);
  const rejected = lowest(SHOWN_REJECTED);
  return {
    add: (row: PlannedRow): void => {
      counts.rows += 1;
      counts[row.fate] += 1;
      first.add(row);
      if (row.fate === 'reject') rejected.add(row);
    },
    counts: (): Counts => ({ ...counts }),
    /** By line: the first of all, and the first that are rejected. */
    rows: (): readonly PlannedRow[] =>
      [...new Set([...first.rows(), ...rejected.rows()])].sort((a, b) => a.line - b.line),
  };
};
