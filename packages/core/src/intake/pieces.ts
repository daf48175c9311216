import { hasErrors, type Issue, issue } from '../issue.ts';
import type { Entity } from '../model/index.ts';
import { samplesOf } from './by-values.ts';
import { rowCoercer } from './coerce-rows.ts';
import { type ColumnDecision, type Survey, surveyColumns } from './decide-columns.ts';
import type { Rejected } from './findings.ts';
import type { Draft } from './load.ts';
import { type Mapping, mapColumns } from './map-columns.ts';
import { emptyTable, failed, headOf, type Intake, type IntakeOptions } from './outcome.ts';
import type { TableBatch } from './stream.ts';
import type { TableHead } from './table.ts';

/** A file that is too large to be held, understood: everything but its rows. */
export interface FileInPieces {
  readonly entity: Entity;
  readonly head: TableHead;
  readonly rows: number;
  readonly mapping: Mapping;
  readonly columns: readonly ColumnDecision[];
  readonly issues: readonly Issue[];
}

/** A file that was understood, or the outcome of one that was not. */
export type Surveyed =
  | { readonly ok: true; readonly file: FileInPieces }
  | { readonly ok: false; readonly outcome: Intake };

/** Rows that columns are mapped on. */
const ENOUGH = 200;
const SAMPLES = 3;

type Rows = readonly (readonly string[])[];

/** Goes on collecting samples of mapped columns, until there are three different ones of each. */
function sampler({ columns }: Mapping) {
  const samples = new Map(columns.map((one) => [one.column, one.samples ?? []] as const));
  return {
    add: (rows: Rows): void => {
      for (const [column, found] of samples)
        if (found.length < SAMPLES) {
          const more = samplesOf(rows, column);
          samples.set(column, [...new Set([...found, ...more])].slice(0, SAMPLES));
        }
    },
    of: (column: number): readonly string[] => samples.get(column) ?? [],
  };
}

/**
 * Reads a file in pieces as far as `intake` reads one before its first record: its layout, which column feeds which field, and how the
 * cells of each column are read, decided on all of them. `seen` hears how many rows were read.
 */
export async function surveyPieces(
  pieces: AsyncIterable<TableBatch>,
  options: IntakeOptions,
  seen: (rows: number) => void = () => undefined,
): Promise<Surveyed> {
  const { model, today, name = '', map = {}, remembered = {}, order } = options;
  const entity = model.named(options.entity);
  if (entity === undefined) {
    const expected = model.entities.map((one) => one.name).join(', ');
    const details = { received: options.entity, expected, remedy: `Use one of: ${expected}.` };
    const unknown = issue('no_such_entity', [], details);
    return { ok: false, outcome: failed(options.entity, emptyTable(name), [unknown]) };
  }
  let head: TableHead = headOf(emptyTable(name));
  let opening: (readonly string[])[] = [];
  let understood: {
    readonly mapping: Mapping;
    readonly survey: Survey;
    readonly samples: ReturnType<typeof sampler>;
  } | null = null;
  let count = 0;
  const issues: Issue[] = [];
  const understand = () => {
    const mapping = mapColumns({ header: head.header, rows: opening }, entity, { map, remembered });
    const hints = { today, delimiter: head.delimiter, ...(order === undefined ? {} : { order }) };
    const made = { mapping, survey: surveyColumns(mapping, entity, hints), samples: sampler(mapping) };
    made.survey.add(opening);
    opening = [];
    return made;
  };
  for await (const { rows, lines: _, issues: found, ...rest } of pieces) {
    head = rest;
    count += rows.length;
    for (const one of found) issues.push(one);
    if (hasErrors(issues)) break;
    if (understood) {
      understood.survey.add(rows);
      understood.samples.add(rows);
    } else {
      for (const row of rows) opening.push(row);
      if (opening.length >= ENOUGH) understood = understand();
    }
    seen(count);
  }
  const table = { ...emptyTable(name), ...head };
  if (hasErrors(issues)) return { ok: false, outcome: failed(entity.name, table, issues) };
  const { mapping, survey, samples } = understood ?? understand();
  const all = [...issues, ...mapping.issues];
  if (hasErrors(all)) return { ok: false, outcome: { ...failed(entity.name, table, all, mapping), rows: count } };
  const decisions = survey.decide();
  const sampled = <T extends { readonly column: number }>(one: T) => ({ ...one, samples: samples.of(one.column) });
  return {
    ok: true,
    file: {
      entity,
      head,
      rows: count,
      mapping: { ...mapping, columns: mapping.columns.map(sampled) },
      columns: decisions.columns.map(sampled),
      issues: [...all, ...decisions.issues],
    },
  };
}

/** One way through the rows of a file in pieces. */
export interface PieceReader {
  /** Drafts of the next rows, with the identifiers their records will have, and the rows that cannot be read. */
  add(
    rows: Rows,
    lines: readonly number[],
  ): { readonly drafts: readonly Draft[]; readonly rejected: readonly Rejected[] };
  /** One issue per kind of warning and column, of all rows so far. */
  warnings(): readonly Issue[];
}

/** Begins a way through the rows: the same identifiers each time when `id` begins anew. */
export function readPieces(
  { entity, columns, issues }: FileInPieces,
  { today, zone = 'UTC', values, id }: IntakeOptions,
): PieceReader {
  const context = { zone, today, ...(values === undefined ? {} : { values }) };
  const coercer = rowCoercer({ columns, issues }, entity, context);
  return {
    add: (rows, lines) => {
      coercer.add(rows, lines);
      const { drafts, rejected } = coercer.take();
      return { drafts: drafts.map((draft) => ({ ...draft, recordId: draft.id ?? id() })), rejected };
    },
    warnings: () => coercer.result().warnings,
  };
}
