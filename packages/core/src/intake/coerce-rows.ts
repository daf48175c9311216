import type { Value } from '../kinds/index.ts';
import type { Entity, Field } from '../model/index.ts';
import { type Issue, issue } from '../issue.ts';
import { type Cell, cellReader } from './cell.ts';
import type { ColumnDecision, Decisions } from './decide-columns.ts';
import { type CellFinding, collectFindings, findingOf, type Rejected } from './findings.ts';
import { sameCurrency } from './numerals.ts';

/** A row on its way to be a record: values in memory units; links still by name. */
export interface RowDraft {
  readonly line: number;
  /** The record's own identifier, when the file has one. */
  readonly id?: string;
  readonly values: Readonly<Record<string, Value>>;
  /** The texts that name the targets, by link field. */
  readonly names: Readonly<Record<string, readonly string[]>>;
}

/** Every row became a draft or was rejected. */
export interface Coerced {
  readonly drafts: readonly RowDraft[];
  readonly rejected: readonly Rejected[];
  /** One issue per kind of warning and column. */
  readonly warnings: readonly Issue[];
  /** The first cells behind the warnings. */
  readonly cells: readonly CellFinding[];
}

export interface CoerceContext {
  readonly zone: string;
  readonly today: string;
  /** Words of the file for options and stages: field → word → key. */
  readonly values?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What coercing keeps to itself between pieces of a stream. */
export interface Coercer {
  add(rows: readonly (readonly string[])[], lines: readonly number[]): void;
  /** What came of the rows since it was asked the last time. */
  take(): Pick<Coerced, 'drafts' | 'rejected'>;
  /** What is not taken yet, and what all rows had to tell. */
  result(): Coerced;
}

/** Reads all rows of a table by the decisions on its columns, see `rowCoercer`. */
export function coerceRows(
  table: { readonly rows: readonly (readonly string[])[]; readonly lines: readonly number[] },
  decisions: Decisions,
  entity: Entity,
  context: CoerceContext,
): Coerced {
  const coercer = rowCoercer(decisions, entity, context);
  coercer.add(table.rows, table.lines);
  return coercer.result();
}

/**
 * Reads rows into drafts. An amount that is negative or unreadable, a date, number, stage or text that cannot be kept rejects its row;
 * an amount that is blank or zero, an optional word, address or link that cannot be read is a warning and leaves the field blank.
 * A field that no column feeds takes the first filled of its `fallback`; so does a required one whose cell is blank.
 */
export function rowCoercer(decisions: Decisions, entity: Entity, context: CoerceContext): Coercer {
  const columns = decisions.columns.map((decision) => columnOf(decision, entity, context));
  const fallbacks = entity.stored.filter((field) => field.fallback.length > 0);
  const fed = new Set(columns.map(({ field }) => field?.name));
  let drafts: RowDraft[] = [];
  let rejected: Rejected[] = [];
  const findings = collectFindings();
  const linked = columns.some(({ field }) => field?.kind === 'link');

  const draftOf = (row: readonly string[], line: number): RowDraft | null => {
    const values: Record<string, Value> = {};
    const names: Record<string, readonly string[]> = linked ? {} : NAMELESS;
    // Most rows have nothing to tell: no lists are made for them.
    let errors: CellFinding[] | undefined;
    let warned: CellFinding[] | undefined;
    let id: string | undefined;
    for (const { decision, field, read } of columns) {
      const text = textOf(row, decision);
      if (field === undefined) {
        id = text.trim().toLowerCase() || undefined;
        continue;
      }
      const cell = read(text);
      if (cell.fault !== undefined) {
        const finding = findingOf(line, decision.header, text, cell.fault);
        if (cell.fault.severity === 'error') (errors ??= []).push(finding);
        else (warned ??= []).push(finding);
      }
      if (cell.names !== undefined) names[field.name] = cell.names;
      else if (cell.value !== null || !field.required) values[field.name] = cell.value;
    }
    const first = errors?.[0];
    if (first !== undefined) {
      rejected.push({ ...first, issues: (errors ?? []).map((one) => one.issue) });
      return null;
    }
    for (const field of fallbacks) {
      if ((values[field.name] ?? null) !== null || (fed.has(field.name) && !field.required)) continue;
      const text = fallbackText(field, values, names);
      if (text !== null) values[field.name] = text;
    }
    for (const one of warned ?? []) findings.add(one);
    return id === undefined ? { line, values, names } : { line, id, values, names };
  };

  return {
    add: (rows, lines) => {
      for (let at = 0; at < rows.length; at++) {
        const draft = draftOf(rows[at] ?? [], lines[at] ?? at + 2);
        if (draft !== null) drafts.push(draft);
      }
    },
    take: () => {
      const taken = { drafts, rejected };
      drafts = [];
      rejected = [];
      return taken;
    },
    result: () => ({
      drafts,
      rejected,
      warnings: [...columnWarnings(columns), ...findings.summary()],
      cells: findings.cells(),
    }),
  };
}

const NAMELESS: Record<string, readonly string[]> = Object.freeze({});

interface Column {
  readonly decision: ColumnDecision;
  /** Absent for the column of the records' own identifiers. */
  readonly field: Field | undefined;
  readonly read: (text: string) => Cell;
}

/** From here on, a column of which every second cell is new is no vocabulary: remembering costs more than reading, and memory. */
const FIRST = 1000;
/** So many cells of a column are remembered, whatever it holds. */
const MOST = 50_000;

function columnOf(decision: ColumnDecision, entity: Entity, { zone, today, values }: CoerceContext): Column {
  const field = entity.field(decision.field);
  if (field === undefined) return { decision, field, read: () => ({ value: null }) };
  const own = values !== undefined && Object.hasOwn(values, field.name) ? values[field.name] : undefined;
  const words = own === undefined ? undefined : new Map(Object.entries(own));
  const amount = entity.parts.amount === field.name;
  const read = cellReader(field, decision, { zone, today, amount, ...(words === undefined ? {} : { values: words }) });
  const known = new Map<string, Cell>();
  let remember = true;
  let reads = 0;
  return {
    decision,
    field,
    read: (text) => {
      reads++;
      const before = known.get(text);
      if (before !== undefined) return before;
      const cell = read(text);
      if (remember) known.set(text, cell);
      if (remember && known.size > FIRST && (known.size > reads / 2 || known.size > MOST)) {
        remember = false;
        known.clear();
      }
      return cell;
    },
  };
}

function textOf(row: readonly string[], { column, joined, otherwise }: ColumnDecision): string {
  const text = row[column] ?? '';
  if (otherwise !== undefined && text.trim() === '') {
    return row[otherwise.find((other) => (row[other] ?? '').trim() !== '') ?? column] ?? '';
  }
  return joined === undefined ? text : `${text.trim()} ${(row[joined] ?? '').trim()}`.trim();
}

/** What concerns a whole column: its amounts are all in another currency than the field's. */
function columnWarnings(columns: readonly Column[]): readonly Issue[] {
  return columns.flatMap(({ decision: { currency, header }, field }) => {
    const meant = field?.currency;
    if (currency === undefined || meant === undefined || sameCurrency(currency, meant)) return [];
    const remedy = `The numbers are kept and shown as ${meant}: convert the column, or change the currency of the field.`;
    return [
      issue('other_currency', ['columns', header], {
        severity: 'warning',
        expected: meant,
        received: currency,
        remedy,
      }),
    ];
  });
}

/** The text another field of the row gives: a text as it stands, a link its name, tags their first. */
function fallbackText(
  field: Field,
  values: Readonly<Record<string, Value>>,
  names: Readonly<Record<string, readonly string[]>>,
): string | null {
  for (const name of field.fallback) {
    const value = values[name] ?? names[name] ?? null;
    const text =
      typeof value === 'string' ? value : Array.isArray(value) && typeof value[0] === 'string' ? value[0] : '';
    if (text !== '') return field.max === undefined ? text : text.slice(0, field.max);
  }
  return null;
}
