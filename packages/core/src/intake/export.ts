import { type Json, labelIn, type Value } from '../kinds/index.ts';
import type { Entity, Field } from '../model/index.ts';
import { decimalFromMinor, exponent } from '../money.ts';
import { listed, safe } from './guard.ts';

export interface ExportOptions {
  /** Fields in order; all stored ones when left out. */
  readonly fields?: readonly string[];
  /** Headings, stages and options in this language; field names and keys when left out. */
  readonly language?: string;
  /** The title of a linked record; links are written by title, or by identifier where it is unknown. */
  readonly titleOf?: (entity: string, id: string) => string | null;
  readonly delimiter?: string;
  readonly decimal?: '.' | ',';
  /** Begins with a byte order mark, by which spreadsheets know UTF-8. */
  readonly mark?: boolean;
}

/** What an export needs of a record; derived fields are written when they are among the values. */
export interface Exportable {
  readonly id: string;
  readonly values: Readonly<Record<string, Value>>;
}

/**
 * Writes records as delimited text that this importer reads back without a change: identifiers first, amounts in major units, ISO dates,
 * links by title, shares with their sign, tags with bars between them. Texts that a spreadsheet would run as a formula get an apostrophe, which the
 * importer takes off. Gives one line at a time, so that an export of any size streams.
 */
export function* exportLines(
  entity: Entity,
  records: Iterable<Exportable>,
  options: ExportOptions = {},
): Generator<string, void, undefined> {
  const { language, delimiter = ',', mark = false } = options;
  const fields = (options.fields ?? entity.stored.map((field) => field.name)).flatMap(
    (name) => entity.field(name) ?? [],
  );
  const heading = (field: Field): string => (language === undefined ? field.name : labelIn(field.label, language));
  const line = (cells: readonly string[]): string =>
    `${cells.map((cell) => quoted(cell, delimiter)).join(delimiter)}\r\n`;
  yield (mark ? '\ufeff' : '') + line(['id', ...fields.map(heading)]);
  const writers = fields.map((field) => ({ name: field.name, write: cellWriter(field, options) }));
  for (const { id, values } of records) {
    yield line([id, ...writers.map(({ name, write }) => write(values[name] ?? null))]);
  }
}

/** Records as JSON objects that this importer reads back without a change: fields as the API writes them, links by identifier. */
export function* exportRows(
  entity: Entity,
  records: Iterable<Exportable>,
  { fields: names }: Pick<ExportOptions, 'fields'> = {},
): Generator<Readonly<Record<string, Json>>, void, undefined> {
  const fields = (names ?? entity.stored.map((field) => field.name)).flatMap((name) => entity.field(name) ?? []);
  const wire = (field: Field, value: Value): Json => (value === null ? null : field.rules.encode(value, field));
  for (const { id, values } of records)
    yield Object.fromEntries([
      ['id', id],
      ...fields.map((field) => [field.name, wire(field, values[field.name] ?? null)]),
    ]);
}

function cellWriter(
  field: Field,
  { language, titleOf = () => null, decimal = '.' }: ExportOptions,
): (value: Value) => string {
  const number = (text: string): string => (decimal === '.' ? text : text.replace('.', decimal));
  const title = (id: string): string => safe(titleOf(field.to ?? '', id) ?? id);
  const words = new Map(
    field.options.map(({ key, label }) => [
      key,
      language === undefined || label === undefined ? key : labelIn(label, language),
    ]),
  );
  return (value) => {
    if (value === null) return '';
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    switch (field.kind) {
      case 'money':
        return number(decimalFromMinor(Number(value), exponent(field.currency ?? 'EUR')));
      case 'percent':
        return `${number(decimalFromMinor(Number(value), 2))}%`;
      case 'number':
        return number(text);
      case 'link':
        return Array.isArray(value) ? listed(value.map((id) => title(String(id)))) : title(text);
      case 'tags':
        return Array.isArray(value) ? listed(value.map((tag) => safe(String(tag)))) : '';
      case 'choice':
      case 'stage':
        return words.get(text) ?? text;
      case 'json':
        return text;
      default:
        return safe(text);
    }
  };
}

function quoted(cell: string, delimiter: string): string {
  return cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
