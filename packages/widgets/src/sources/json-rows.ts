import { type Entity, jsonCell, type Model, repairedText, SourceError, type Table, tableOfRows } from '@sluice/core';

type Row = Readonly<Record<string, unknown>>;

const isRow = (json: unknown): json is Row => typeof json === 'object' && json !== null && !Array.isArray(json);
const isRows = (json: unknown): json is readonly Row[] => Array.isArray(json) && json.every(isRow);

/** Names of a record on the wire that are no fields of it. */
const NOT_FIELDS = new Set(['version', 'overrides']);

/** Rows as a table of text, for the same intake that reads files. */
const tableOf = (rows: readonly Row[], entity: Entity | undefined, name: string): Table => {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((one) => !NOT_FIELDS.has(one));
  const cells = rows.map((row) => names.map((one) => jsonCell(row[one], entity?.field(one))));
  return tableOfRows(names, cells, { name });
};

/** Tables by the word of their entity; the first is the one that the source is about. */
export type Tables = readonly (readonly [word: string, table: Table])[];

const refused = (why: string): SourceError =>
  new SourceError('not_rows', why, 'Write a list of objects, or an object of such lists by entity.');

/**
 * The tables in a JSON text: a list of rows, a page of an API (`items`), or lists by entity (`{ "deals": […], "companies": […] }`).
 * `word` is the entity of rows that do not say theirs.
 */
export const tablesOfJson = (text: string, word: string, model: Model, name = ''): Tables => {
  const { text: sound, count } = repairedText(text);
  let json: unknown;
  try {
    json = JSON.parse(sound);
  } catch (cause) {
    throw Object.assign(refused('This is not JSON.'), { cause });
  }
  const table = (about: string, rows: readonly Row[]): Table => ({
    ...tableOf(rows, model.named(about), name),
    repaired: count > 0,
  });
  if (isRows(json)) return [[word, table(word, json)]];
  if (!isRow(json)) throw refused('The JSON has no rows.');
  const { items } = json;
  if (isRows(items)) return [[word, table(word, items)]];
  const lists = Object.entries(json).filter(([one]) => model.named(one) !== undefined);
  const main = model.named(word)?.name;
  const tables = lists.map(([one, rows]): readonly [string, Table] => {
    if (!isRows(rows)) throw refused(`${one} is not a list of objects.`);
    return [one, table(one, rows)];
  });
  if (tables.length === 0) throw refused('The JSON has no rows.');
  return tables.toSorted(([a], [b]) => Number(model.named(b)?.name === main) - Number(model.named(a)?.name === main));
};
