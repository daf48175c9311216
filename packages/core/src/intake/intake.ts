import { intakeTable } from './intake-table.ts';
import type { Intake, IntakeOptions } from './outcome.ts';
import { readTable, type Table } from './table.ts';

/**
 * Reads a file, or a table that was read already, into records, from bytes to checked records with their links: read, map, decide, coerce, link, create.
 * Companion files are read first and their records can be linked to; when one of them cannot be read, nothing is. Pure: today, zone
 * and identifiers are arguments.
 */
export function intake(file: Uint8Array | Table, { with: others = {}, ...options }: IntakeOptions): Intake {
  const read = (one: Uint8Array | Table, name = ''): Table => ('header' in one ? one : readTable(one, { name }));
  const companions = Object.entries(others).map(([word, companion]) => [word, read(companion, word)] as const);
  return intakeTable(read(file, options.name), { ...options, with: Object.fromEntries(companions) });
}
