const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

const cellOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  // the importer takes one apostrophe off what looks like a formula that was made harmless
  if (typeof value === 'string') return /^'+[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object'))
    return value.join('|') + (value.some((one) => /[,;\n]/.test(String(one))) ? '|' : '');
  return JSON.stringify(value);
};

const isRow = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The rows of JSON, `[ { … } ]` or `{ "rows": [ { … } ] }`, as a file with a column per name; null when it is something else. */
export const fileOfRows = (json: unknown): Uint8Array | null => {
  const rows: unknown = isRow(json) && Object.keys(json).length === 1 ? json['rows'] : json;
  if (!Array.isArray(rows) || !rows.every(isRow)) return null;
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [header, ...rows.map((row) => header.map((name) => cellOf(row[name])))];
  return new TextEncoder().encode(lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join(''));
};
