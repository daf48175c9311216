import { type Issue, issue } from '../issue.ts';
import type { Entity, Field } from '../model/index.ts';
import type { DateOrder } from './dates.ts';
import { type Evidence, look, newEvidence, orderSeen, separatorOf, trendOf } from './evidence.ts';
import type { MappedColumn, Mapping } from './map-columns.ts';
import type { DecimalMark } from './numerals.ts';

/** How all cells of one column are read. Decided on the whole column, shown before anything is written. */
export interface ColumnDecision extends MappedColumn {
  readonly decimal?: DecimalMark;
  readonly order?: DateOrder;
  /** Shares written as 0.3 instead of 30. */
  readonly ratio?: boolean;
  /** What stands between the words of a list. */
  readonly separator?: string;
  /** The only currency that cells name (`$` for some dollar); absent when they name none, or several. */
  readonly currency?: string;
  /** Cells of this column left no choice, or there was none to make. */
  readonly sure: boolean;
}

export interface Decisions {
  readonly columns: readonly ColumnDecision[];
  readonly issues: readonly Issue[];
}

/** What speaks where the cells do not. */
export interface DecisionHints {
  readonly delimiter?: string;
  readonly today: string;
  /** The order of the people who wrote the file; day first when nothing is known. */
  readonly order?: DateOrder;
}

/** Collects evidence row by row, so that a stream can be decided on in a first pass. */
export interface Survey {
  add(rows: readonly (readonly string[])[]): void;
  decide(): Decisions;
}

/** Decides how to read every mapped column of a table, see `surveyColumns`. */
export function decideColumns(
  table: { readonly rows: readonly (readonly string[])[]; readonly delimiter?: string },
  mapping: Mapping,
  entity: Entity,
  { today, order }: { readonly today: string; readonly order?: DateOrder },
): Decisions {
  const { delimiter } = table;
  const survey = surveyColumns(mapping, entity, {
    today,
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(order === undefined ? {} : { order }),
  });
  survey.add(table.rows);
  return survey.decide();
}

/**
 * Surveys the mapped columns. Cells with only one reading decide; where none has, other columns of the file, the delimiter and the hints do,
 * and a warning says so: `ambiguous_numbers`, `ambiguous_dates`. Cells that contradict each other give `mixed_dates`, the majority wins.
 */
export function surveyColumns(mapping: Mapping, entity: Entity, hints: DecisionHints): Survey {
  const columns = mapping.columns.map((mapped) => ({ mapped, field: entity.field(mapped.field), seen: newEvidence() }));
  return {
    add: (rows) => {
      for (const { mapped, field, seen } of columns) {
        if (field === undefined) continue;
        for (const row of rows) look(row[mapped.column] ?? '', field, seen, hints.today);
      }
    },
    decide: () => {
      const decimal = agreed(columns, ({ dot, comma }) => (dot > comma ? '.' : comma > dot ? ',' : null));
      const order = agreed(columns, (seen) => orderSeen(seen));
      const issues: Issue[] = [];
      return {
        columns: columns.map(({ mapped, field, seen }) =>
          field === undefined
            ? { ...mapped, sure: true }
            : decide(mapped, field, seen, { ...hints, fileDecimal: decimal, fileOrder: order }, issues),
        ),
        issues,
      };
    },
  };
}

interface FileHints extends DecisionHints {
  readonly fileDecimal: DecimalMark | null;
  readonly fileOrder: DateOrder | null;
}

function decide(mapped: MappedColumn, field: Field, seen: Evidence, hints: FileHints, issues: Issue[]): ColumnDecision {
  switch (field.kind) {
    case 'money':
    case 'number':
    case 'percent':
      return decideNumbers(mapped, field, seen, hints, issues);
    case 'date':
    case 'instant':
      return decideDates(mapped, field, seen, hints, issues);
    default:
      return field.kind === 'tags' || field.many === true
        ? { ...mapped, separator: separatorOf(seen), sure: true }
        : { ...mapped, sure: true };
  }
}

function decideNumbers(
  mapped: MappedColumn,
  field: Field,
  seen: Evidence,
  hints: FileHints,
  issues: Issue[],
): ColumnDecision {
  const [currency] = seen.currencies;
  const rest = {
    ...(field.kind === 'percent' && seen.percent === 0 && seen.fraction && seen.largest <= 1 ? { ratio: true } : {}),
    ...(seen.currencies.size === 1 && currency !== undefined ? { currency } : {}),
  };
  const own = seen.dot > seen.comma ? '.' : seen.comma > seen.dot ? ',' : null;
  if (own !== null) return { ...mapped, ...rest, decimal: own, sure: true };
  const open = seen.eitherDot + seen.eitherComma;
  const decimal = hints.fileDecimal ?? likelyDecimal(field, seen, hints);
  if (open > 0 && hints.fileDecimal === null) {
    const expected = decimal === '.' ? 'a decimal point' : 'a decimal comma';
    issues.push(
      issue('ambiguous_numbers', ['columns', mapped.header], {
        severity: 'warning',
        expected,
        params: { count: open, field: field.name },
      }),
    );
  }
  return { ...mapped, ...rest, decimal, sure: open + seen.dot === 0 };
}

/** Three digits after a single mark: thousands in an amount, whose currency has two decimals; else what the delimiter suggests. */
function likelyDecimal(field: Field, seen: Evidence, hints: DecisionHints): DecimalMark {
  if (field.kind === 'money' && seen.eitherDot + seen.eitherComma > 0)
    return seen.eitherDot > seen.eitherComma ? ',' : '.';
  return hints.delimiter === ';' ? ',' : '.';
}

function decideDates(
  mapped: MappedColumn,
  field: Field,
  seen: Evidence,
  hints: FileHints,
  issues: Issue[],
): ColumnDecision {
  const own = orderSeen(seen);
  const decimalComma = hints.fileDecimal === ',' || hints.delimiter === ';' || seen.dots > 0;
  const order = own ?? hints.fileOrder ?? hints.order ?? (decimalComma ? 'dayFirst' : (trendOf(seen) ?? 'dayFirst'));
  const expected = order === 'dayFirst' ? 'day first' : 'month first';
  const path = ['columns', mapped.header];
  if (seen.dayFirst > 0 && seen.monthFirst > 0) {
    issues.push(
      issue('mixed_dates', path, {
        severity: 'warning',
        expected,
        params: { field: field.name, count: Math.min(seen.dayFirst, seen.monthFirst) },
        remedy: 'Write all dates as 2025-01-31.',
      }),
    );
  } else if (own === null && seen.eitherOrder > 0 && hints.fileOrder === null) {
    issues.push(
      issue('ambiguous_dates', path, {
        severity: 'warning',
        expected,
        params: { field: field.name, count: seen.eitherOrder },
        remedy: 'Write dates as 2025-01-31 if this is wrong.',
      }),
    );
  }
  return { ...mapped, order, sure: own !== null || seen.eitherOrder === 0 };
}

/** What the columns of a file that are sure agree on; null when they do not. */
function agreed<T>(columns: readonly { readonly seen: Evidence }[], own: (seen: Evidence) => T | null): T | null {
  const found = new Set(columns.map(({ seen }) => own(seen)).filter((one) => one !== null));
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : null;
}
