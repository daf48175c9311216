import { hasErrors, type Issue, issue } from '../issue.ts';
import type { Entity } from '../model/index.ts';
import { coerceRows, type RowDraft } from './coerce-rows.ts';
import { type ColumnDecision, decideColumns } from './decide-columns.ts';
import type { CellFinding, Rejected } from './findings.ts';
import { type Mapping, mapColumns } from './map-columns.ts';
import { emptyTable, failed, type Intake, type IntakeOptions } from './outcome.ts';
import type { Table } from './table.ts';

/** A row that will be a record with this identifier. */
export interface Draft extends RowDraft {
  readonly recordId: string;
}

/** A file whose rows have been read, but not yet linked. */
export interface Loaded {
  readonly entity: Entity;
  readonly table: Table;
  readonly mapping: Mapping;
  readonly columns: readonly ColumnDecision[];
  readonly drafts: readonly Draft[];
  readonly rejected: readonly Rejected[];
  readonly issues: readonly Issue[];
  readonly cells: readonly CellFinding[];
}

/** A file that was read, or the outcome of one that was not. */
export type Loading = { readonly ok: true; readonly loaded: Loaded } | { readonly ok: false; readonly outcome: Intake };

/** Reads a table as far as it goes without looking at other records: table, mapping, decisions, drafts. */
export function load(table: Table, options: IntakeOptions): Loading {
  const { model, today, zone = 'UTC', name = '', map = {}, remembered = {}, order, values } = options;
  const entity = model.named(options.entity);
  if (entity === undefined) {
    const expected = model.entities.map((one) => one.name).join(', ');
    const unknown = issue('no_such_entity', [], {
      received: options.entity,
      expected,
      remedy: `Use one of: ${expected}.`,
    });
    return { ok: false, outcome: failed(options.entity, emptyTable(name), [unknown]) };
  }
  if (hasErrors(table.issues)) return { ok: false, outcome: failed(entity.name, table, table.issues) };
  const mapping = mapColumns(table, entity, { map, remembered });
  const found = [...table.issues, ...mapping.issues];
  if (hasErrors(found)) return { ok: false, outcome: failed(entity.name, table, found, mapping) };
  const decisions = decideColumns(table, mapping, entity, { today, ...(order === undefined ? {} : { order }) });
  const { drafts, rejected, warnings, cells } = coerceRows(table, decisions, entity, {
    zone,
    today,
    ...(values === undefined ? {} : { values }),
  });
  const loaded: Loaded = {
    entity,
    table,
    mapping,
    columns: decisions.columns,
    drafts: drafts.map(({ line, id, values: own, names }) =>
      id === undefined
        ? { line, values: own, names, recordId: options.id() }
        : { line, id, values: own, names, recordId: id },
    ),
    rejected,
    issues: [...found, ...decisions.issues, ...warnings],
    cells,
  };
  return { ok: true, loaded };
}
