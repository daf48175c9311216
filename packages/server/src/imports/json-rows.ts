import { type Entity, jsonCell } from '@sluice/core';

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

const isRow = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The rows of JSON, `[ { … } ]` or `{ "rows": [ { … } ] }`, as a file with a column per name, as the fields of the entity are read; null when it is something else. */
export const fileOfRows = (json: unknown, entity?: Entity): Uint8Array | null => {
  const rows: unknown = isRow(json) && Object.keys(json).length === 1 ? json['rows'] : json;
  if (!Array.isArray(rows) || !rows.every(isRow)) return null;
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [header, ...rows.map((row) => header.map((name) => jsonCell(row[name], entity?.field(name))))];
  return new TextEncoder().encode(lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join(''));
};
