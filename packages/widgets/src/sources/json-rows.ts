import { type Entity, jsonCell, type Model, SourceError } from '@sluice/core';
import Papa from 'papaparse';

type Row = Readonly<Record<string, unknown>>;

const isRow = (json: unknown): json is Row => typeof json === 'object' && json !== null && !Array.isArray(json);
const isRows = (json: unknown): json is readonly Row[] => Array.isArray(json) && json.every(isRow);

/** Names of a record on the wire that are no fields of it. */
const NOT_FIELDS = new Set(['version', 'overrides']);

/** Rows as a table of text, for the same intake that reads files. */
const tableOf = (rows: readonly Row[], entity: Entity | undefined): Uint8Array => {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) => !NOT_FIELDS.has(name));
  const lines = rows.map((row) => names.map((name) => jsonCell(row[name], entity?.field(name))));
  return new TextEncoder().encode(Papa.unparse([names, ...lines]));
};

/** Tables by the word of their entity; the first is the one that the source is about. */
export type Tables = readonly (readonly [word: string, bytes: Uint8Array])[];

const refused = (why: string): SourceError =>
  new SourceError('not_rows', why, 'Write a list of objects, or an object of such lists by entity.');

/**
 * The tables in a JSON text: a list of rows, a page of an API (`items`), or lists by entity (`{ "deals": […], "companies": […] }`).
 * `word` is the entity of rows that do not say theirs.
 */
export const tablesOfJson = (text: string, word: string, model: Model): Tables => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw Object.assign(refused('This is not JSON.'), { cause });
  }
  if (isRows(json)) return [[word, tableOf(json, model.named(word))]];
  if (!isRow(json)) throw refused('The JSON has no rows.');
  const { items } = json;
  if (isRows(items)) return [[word, tableOf(items, model.named(word))]];
  const lists = Object.entries(json).filter(([name]) => model.named(name) !== undefined);
  const main = model.named(word)?.name;
  const tables = lists.map(([name, rows]): readonly [string, Uint8Array] => {
    if (!isRows(rows)) throw refused(`${name} is not a list of objects.`);
    return [name, tableOf(rows, model.named(name))];
  });
  if (tables.length === 0) throw refused('The JSON has no rows.');
  return tables.toSorted(([a], [b]) => Number(model.named(b)?.name === main) - Number(model.named(a)?.name === main));
};
