import type { Expr } from '../expr/index.ts';
import { labelIn, type Value } from '../kinds/index.ts';
import type { Entity, Field } from '../model/index.ts';
import { decimalFromMinor, exponent } from '../money.ts';
import type { Exportable, ExportOptions } from './export.ts';
import { guarded, listed } from './guard.ts';
import { numberText } from './number-text.ts';
import { DEFINITIONS } from './xlsx.ts';

/** A cell of a workbook that is written: its value as a spreadsheet types it, and how it is shown. */
export interface SheetValue {
  readonly value: string | number | boolean | Date;
  /** A number format of spreadsheets: `#,##0.00 [$€]`. */
  readonly format?: string;
  /** A heading. */
  readonly bold?: true;
}

/** A sheet of a workbook that is written. */
export interface SheetOut {
  readonly name: string;
  /** Widths of the columns, in characters. */
  readonly widths: readonly number[];
  /** The first row is the heading. */
  readonly rows: readonly (readonly (SheetValue | null)[])[];
  /** Written from right to left. */
  readonly rightToLeft: boolean;
}

/** What an Excel export of records takes; see `ExportOptions`. */
export type SheetOptions = Pick<ExportOptions, 'fields' | 'language' | 'titleOf'>;

/** The most records of a workbook: the 1 048 576 rows that a sheet of Excel has, without the heading. */
export const MOST_ROWS = 1_048_575;

const LONGEST = 32_767;
const EARLIEST = '1900-03-01';
const SYMBOLS: Readonly<Record<string, string>> = { EUR: '€', USD: '$', GBP: '£', ILS: '₪', RUB: '₽', JPY: '¥' };
const RIGHT_TO_LEFT = new Set(['he', 'ar', 'fa', 'ur', 'yi']);

/** Collects records for a workbook of two sheets: the records, and what their columns mean. */
export interface SheetWriter {
  add(records: Iterable<Exportable>, titleOf?: ExportOptions['titleOf']): void;
  /** Hands out the rows there are since the last time, the heading first, and forgets them: for a file that is written as they come. */
  take(): SheetOut['rows'];
  /** Both sheets, with the rows that were not taken; the widths are those of all rows until now. */
  done(): readonly [records: SheetOut, definitions: SheetOut];
}

/**
 * Writes records as the cells of a workbook that this importer reads back without a change: amounts, shares, numbers and days are what
 * they are; points in time stay texts, because a spreadsheet knows no zones. A text cell is no formula, whatever it begins with.
 */
export function sheetWriter(entity: Entity, options: SheetOptions = {}): SheetWriter {
  const { language } = options;
  const fields = (options.fields ?? entity.stored.map((field) => field.name)).flatMap((one) => entity.field(one) ?? []);
  const headings = [
    'id',
    ...fields.map((field) => (language === undefined ? field.name : labelIn(field.label, language))),
  ];
  const widths = headings.map((heading) => heading.length + 2);
  const rows: (SheetValue | null)[][] = [headings.map((value) => ({ value, bold: true }))];
  const writers = fields.map((field) => valueWriter(field, options));
  let cut = 0;
  const add: SheetWriter['add'] = (records, titleOf = options.titleOf ?? (() => null)) => {
    for (const { id, values } of records) {
      const row: (SheetValue | null)[] = [{ value: id }];
      for (const [at, field] of fields.entries()) {
        const cell = writers[at]?.(values[field.name] ?? null, titleOf) ?? null;
        const whole = typeof cell?.value === 'string' && cell.value.length > LONGEST ? cell.value : null;
        if (whole !== null) cut++;
        row.push(whole === null ? cell : { value: whole.slice(0, LONGEST) });
        widths[at + 1] = Math.max(widths[at + 1] ?? 0, shownLength(cell));
      }
      rows.push(row);
    }
  };
  const take = (): SheetOut['rows'] => rows.splice(0);
  const done: SheetWriter['done'] = () => {
    const rightToLeft = RIGHT_TO_LEFT.has((language ?? '').split('-')[0] ?? '');
    const name = sheetName(labelIn(entity.plural, language ?? 'en'), entity.name);
    const definitions = sheetName(labelIn(DEFINITIONS, language ?? 'en'), 'Definitions', name);
    const sized = widths.map((width, at) => (at === 0 ? 38 : Math.min(60, Math.max(8, width))));
    return [
      { name, widths: sized, rows, rightToLeft },
      {
        name: definitions,
        widths: [24, 28, 12, 80],
        rows: definitionRows(entity, fields, language ?? 'en', cut),
        rightToLeft,
      },
    ];
  };
  return { add, take, done };
}

/** A name that every spreadsheet takes for a sheet: at most 31 characters, none of `[]:*?/\`, no apostrophe at an end, not taken. */
export function sheetName(wanted: string, otherwise: string, taken = ''): string {
  const clean = (text: string): string =>
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
      .replace(/[[\]:*?/\\\u0000-\u001f]+/g, ' ')
      .replace(/\s+/g, ' ')
      .slice(0, 31)
      .replace(/^[\s']+|[\s']+$/g, '');
  const name = clean(wanted) || clean(otherwise) || 'Sheet';
  // the name of a sheet that spreadsheets keep for themselves
  const free = name.toLowerCase() === 'history' ? `${name} 1` : name;
  return free.toLowerCase() === taken.toLowerCase() ? `${free.slice(0, 27)} (2)` : free;
}

/** A text as a workbook keeps it: what looks like one of its escapes is escaped, and so are characters that its XML cannot hold. */
export function sheetText(text: string): string {
  return (
    text
      .replace(/_x([0-9A-Fa-f]{4})_/g, '_x005F_x$1_')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is escaped
      .replace(
        /[\u0001-\u0008\u000b-\u001f]/g,
        (letter) => `_x${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
      )
  );
}

function valueWriter(
  field: Field,
  { language }: SheetOptions,
): (value: Value, titleOf: NonNullable<ExportOptions['titleOf']>) => SheetValue | null {
  const words = new Map(
    field.options.map(({ key, label }) => [
      key,
      language === undefined || label === undefined ? key : labelIn(label, language),
    ]),
  );
  const text = (value: string): SheetValue => ({ value: sheetText(value) });
  return (value, titleOf) => {
    if (value === null) return null;
    const plain = typeof value === 'object' ? JSON.stringify(value) : String(value);
    const title = (id: string): string => guarded(titleOf(field.to ?? '', id) ?? id);
    switch (field.kind) {
      case 'money':
        return amount(Number(value), field.currency);
      case 'percent':
        return { value: Number(`${Number(value)}e-4`), format: Number(value) % 100 === 0 ? '0%' : '0.00%' };
      case 'number':
        return Number(numberText(Number(value))) === value ? { value } : text(plain);
      case 'date':
        return plain < EARLIEST ? text(plain) : { value: new Date(`${plain}T00:00:00Z`), format: 'yyyy-mm-dd' };
      case 'flag':
        return { value: value === true };
      case 'link':
        return text(Array.isArray(value) ? listed(value.map((id) => title(String(id)))) : title(plain));
      case 'tags':
        return text(Array.isArray(value) ? listed(value.map((tag) => guarded(String(tag)))) : '');
      case 'choice':
      case 'stage':
        return text(words.get(plain) ?? plain);
      case 'json':
        return text(plain);
      default:
        return text(guarded(plain));
    }
  };
}

/** An amount as a number with its currency; where a spreadsheet would lose digits (it keeps 15) as a text. */
function amount(minor: number, currency = ''): SheetValue {
  const digits = exponent(currency);
  const decimal = decimalFromMinor(minor, digits);
  if (String(Math.abs(minor)).length > 15) return { value: decimal };
  const sign = currency === '' ? '' : ` [$${SYMBOLS[currency] ?? currency}]`;
  return { value: Number(decimal), format: `#,##0${digits === 0 ? '' : `.${'0'.repeat(digits)}`}${sign}` };
}

function shownLength(cell: SheetValue | null): number {
  if (cell === null) return 0;
  if (typeof cell.value === 'string') return Math.min(60, cell.value.split('\n', 1)[0]?.length ?? 0) + 2;
  return typeof cell.value === 'number' ? String(cell.value).length + 6 : 12;
}

const WORDS = {
  field: { en: 'Field', fr: 'Champ', ru: 'Поле', he: 'שדה' },
  label: { en: 'Label', fr: 'Libellé', ru: 'Название', he: 'תווית' },
  unit: { en: 'Unit', fr: 'Unité', ru: 'Единица', he: 'יחידה' },
  formula: { en: 'Formula', fr: 'Formule', ru: 'Формула', he: 'נוסחה' },
  cut: {
    en: 'Texts longer than 32,767 characters are cut here; a CSV file has them whole.',
    fr: 'Les textes de plus de 32 767 caractères sont coupés ici ; un fichier CSV les contient en entier.',
    ru: 'Тексты длиннее 32 767 знаков здесь обрезаны; в файле CSV они полностью.',
    he: 'טקסטים ארוכים מ־32,767 תווים קוצרו כאן; בקובץ CSV הם שלמים.',
  },
} as const;

function definitionRows(entity: Entity, fields: readonly Field[], language: string, cut: number): SheetOut['rows'] {
  const say = (word: keyof typeof WORDS): string => labelIn(WORDS[word], language);
  const line = (...cells: readonly string[]): readonly (SheetValue | null)[] =>
    cells.map((value) => (value === '' ? null : { value: sheetText(value) }));
  const unit = (one: string, currency?: string): string => (one === 'money' ? (currency ?? one) : one);
  return [
    (['field', 'label', 'unit', 'formula'] as const).map((word) => ({ value: say(word), bold: true as const })),
    ...fields.map((field) =>
      line(
        field.name,
        labelIn(field.label, language),
        unit(field.unit, field.currency),
        field.formula ? formulaText(field.formula) : '',
      ),
    ),
    ...entity.metrics.map((metric) =>
      line(
        metric.id,
        labelIn(metric.label, language),
        metric.unit,
        metric.where === undefined ? metric.formula : `${metric.formula} · ${metric.where}`,
      ),
    ),
    ...(cut > 0 ? [line('', '', '', say('cut'))] : []),
  ];
}

const SIGNS: Readonly<Record<string, string>> = {
  add: '+',
  sub: '−',
  share: '×',
  unshare: '÷',
  eq: '=',
  ne: '≠',
  lt: '<',
  lte: '≤',
  gt: '>',
  gte: '≥',
  and: 'and',
  or: 'or',
};

/** A formula for people: what it reads, and how that is put together. */
function formulaText(expr: Expr): string {
  switch (expr.op) {
    case 'value':
      return JSON.stringify(expr.value);
    case 'column':
      return [...expr.links, expr.name].join('.');
    case 'lookup':
      return `of(${formulaText(expr.of)})`;
    case 'call': {
      const args = expr.args.map((arg) =>
        arg.op === 'call' && signOf(arg) !== null ? `(${formulaText(arg)})` : formulaText(arg),
      );
      const sign = signOf(expr);
      if (expr.name === 'scale') return `${args.join()} × ${expr.num ?? 1} ÷ ${expr.den ?? 1}`;
      return sign === null ? `${expr.name}(${args.join(', ')})` : args.join(` ${sign} `);
    }
  }
}

function signOf(expr: Extract<Expr, { op: 'call' }>): string | null {
  return expr.args.length > 1 ? (SIGNS[expr.name] ?? null) : null;
}
