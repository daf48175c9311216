import type { IssueDetails } from '../issue.ts';
import type { Value } from '../kinds/index.ts';
import { labelIn } from '../kinds/index.ts';
import type { Field } from '../model/index.ts';
import { exponent, minorFromDecimal } from '../money.ts';
import { isDate } from '../time.ts';
import { dayOfWritten, instantOfWritten, writtenDate } from './dates.ts';
import type { ColumnDecision } from './decide-columns.ts';
import { unguarded } from './guard.ts';
import { numeral, plainDecimal, plainUnits, sameCurrency } from './numerals.ts';
import { blank, flagOf, vocabulary } from './vocabulary.ts';

/** What is wrong with one cell; an error rejects its row, after a warning the cell stays blank or rounded. */
export interface CellFault extends Omit<IssueDetails, 'severity'> {
  readonly code: string;
  readonly severity: 'error' | 'warning';
}

/** One cell, read: a value in memory units (null is unknown), or for links the texts that name the targets. */
export interface Cell {
  readonly value: Value;
  readonly names?: readonly string[];
  readonly fault?: CellFault;
}

/** What reading cells needs beside the column's decision. */
export interface CellContext {
  readonly zone: string;
  readonly today: string;
  /** The field that holds the entity's amount: it may be neither negative nor, without a warning, blank or zero. */
  readonly amount: boolean;
  /** Words of the file for options or stages, by the key they mean. */
  readonly values?: ReadonlyMap<string, string>;
}

const EMPTY: Cell = { value: null };

/** The reader of a column's cells, by the kind of its field and the decisions on the column. */
export function cellReader(field: Field, decision: ColumnDecision, context: CellContext): (text: string) => Cell {
  switch (field.kind) {
    case 'money':
      return amountReader(field, decision, context);
    case 'number':
    case 'percent':
      return numberReader(field, decision);
    case 'date':
    case 'instant':
      return dateReader(field, decision, context);
    case 'flag':
      return unlessBlank((text) => {
        const value = flagOf(text);
        return value === null ? faulty(field, 'not_flag', text, { remedy: 'Write yes or no.' }) : { value };
      });
    case 'choice':
    case 'stage':
      return wordReader(field, context);
    case 'tags':
      return (text) => checked(field, text, split(text, decision.separator));
    case 'link':
      return unlessBlank((text) => ({
        value: null,
        names: field.many === true ? split(text, decision.separator) : [unguarded(text.replace(/\s+/g, ' ').trim())],
      }));
    case 'json':
      return unlessBlank((text) => checked(field, text, parsed(text)));
    default:
      return (text) => (text.trim() === '' ? EMPTY : checked(field, text, unguarded(text.normalize('NFC'))));
  }
}

/** Kinds whose unreadable cells reject the row even where the field may stay blank: figures would be wrong in silence. */
const STRICT: ReadonlySet<string> = new Set('money number percent date instant stage text note'.split(' '));

function faulty(field: Field, code: string, text: string, details: Omit<IssueDetails, 'severity'> = {}): Cell {
  const severity = STRICT.has(field.kind) || field.required ? 'error' : 'warning';
  return { value: null, fault: { code, severity, received: text.trim().slice(0, 80), ...details } };
}

function unlessBlank(read: (text: string) => Cell): (text: string) => Cell {
  return (text) => (blank(text) ? EMPTY : read(text));
}

/** Reads a cell by the rules of the kind, as the API would. */
function checked(field: Field, text: string, wire: unknown): Cell {
  if (Array.isArray(wire) && wire.length === 0) return EMPTY;
  const result = field.rules.decode(wire, field, [field.name]);
  if (result.ok) return { value: result.value };
  const [first] = result.issues;
  return faulty(field, first?.code ?? 'not_text', text, { expected: first?.expected, remedy: first?.remedy });
}

function amountReader(field: Field, decision: ColumnDecision, { amount }: CellContext): (text: string) => Cell {
  const mark = decision.decimal ?? '.';
  const digits = exponent(field.currency ?? 'EUR');
  const meant = field.currency;
  const unpriced: CellFault | undefined = amount ? { code: 'unpriced', severity: 'warning' } : undefined;
  const withPrice = (minor: number | null, fault: CellFault | undefined): Cell => {
    const found = fault ?? (minor === null || minor === 0 ? unpriced : undefined);
    return { value: minor, ...(found === undefined ? {} : { fault: found }) };
  };
  const read = (text: string): Cell => {
    if (blank(text)) return withPrice(null, undefined);
    const found = numeral(text);
    const plain = found === null ? null : plainDecimal(found, mark);
    const read = plain === null ? null : minorFromDecimal(plain, digits);
    if (found === null || read === null || found.percent) {
      return faulty(field, 'not_money', text, {
        remedy: mark === '.' ? 'Write the amount as 1234.56.' : 'Write the amount as 1234,56.',
      });
    }
    if (read.minor < 0 && (amount || (field.min !== undefined && field.min >= 0))) {
      return faulty(field, 'negative_amount', text, { remedy: 'Write a positive amount, or leave the cell blank.' });
    }
    // one foreign currency throughout is said once for the column; mixed with others it would add up to nonsense
    if (
      found.currency !== null &&
      meant !== undefined &&
      !sameCurrency(found.currency, meant) &&
      decision.currency === undefined
    ) {
      return faulty(field, 'other_currency', text, {
        received: found.currency,
        expected: meant,
        remedy: `Convert the amount to ${meant}.`,
      });
    }
    const [bound] = field.rules.check(read.minor, field, [field.name]);
    if (bound !== undefined) return faulty(field, bound.code, text, { expected: bound.expected });
    return withPrice(read.minor, read.exact ? undefined : rounded(text));
  };
  return (text) => {
    const minor = plainUnits(text, mark, digits);
    if (minor === null || minor === 0) return read(text);
    return field.rules.check(minor, field, [field.name]).length === 0 ? { value: minor } : read(text);
  };
}

function numberReader(field: Field, decision: ColumnDecision): (text: string) => Cell {
  const mark = decision.decimal ?? '.';
  const code = field.kind === 'percent' ? 'not_percent' : 'not_number';
  return unlessBlank((text) => {
    const found = numeral(text);
    const plain = found === null || found.currency !== null ? null : plainDecimal(found, mark);
    if (plain === null)
      return faulty(field, code, text, {
        remedy: mark === '.' ? 'Write the number as 1234.56.' : 'Write the number as 1234,56.',
      });
    if (field.kind === 'number') return bounded(field, text, Number(plain) + 0);
    const read = minorFromDecimal(plain, decision.ratio === true ? 4 : 2);
    if (read === null) return faulty(field, code, text);
    return bounded(field, text, read.minor, read.exact ? undefined : rounded(text));
  });
}

function bounded(field: Field, text: string, value: number, fault?: CellFault): Cell {
  const [bound] = field.rules.check(value, field, [field.name]);
  if (bound !== undefined) return faulty(field, bound.code, text, { expected: bound.expected });
  return fault === undefined ? { value } : { value, fault };
}

function rounded(text: string): CellFault {
  return { code: 'too_precise', severity: 'warning', received: text.trim() };
}

function dateReader(field: Field, decision: ColumnDecision, { zone, today }: CellContext): (text: string) => Cell {
  const context = { zone, today, order: decision.order ?? 'dayFirst' } as const;
  const instant = field.kind === 'instant';
  return unlessBlank((text) => {
    if (!instant && isDate(text)) return { value: text };
    const written = writtenDate(text);
    const value =
      written === null ? null : instant ? instantOfWritten(written, context) : dayOfWritten(written, context);
    if (value !== null) return { value };
    return faulty(field, instant ? 'not_instant' : 'not_date', text, { remedy: 'Write the date as 2025-01-31.' });
  });
}

function wordReader(field: Field, { values }: CellContext): (text: string) => Cell {
  const known = vocabulary(field.options, values);
  const labels = field.options.map(({ key, label }) => (label === undefined ? key : labelIn(label, 'en'))).join(', ');
  return unlessBlank((text) => {
    const value = known.keyOf(text);
    if (value !== null) return { value };
    const near = known.nearest(text);
    const remedy =
      near === null ? `Use one of: ${labels}.` : `Did you mean "${near}"? Otherwise use one of: ${labels}.`;
    return faulty(field, 'not_an_option', text, { expected: labels, remedy });
  });
}

function split(text: string, separator = ','): readonly string[] {
  return [...new Set(text.split(separator).map((one) => unguarded(one.replace(/\s+/g, ' ').trim())))].filter(
    (one) => one !== '',
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
