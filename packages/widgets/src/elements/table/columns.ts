import type { Entity, Field } from '@sluice/core';

/** One column of a table: a field and how much room it asks for. */
export interface Column {
  readonly field: Field;
  /** Numbers stand at the end, under each other. */
  readonly end: boolean;
  /** A track of `grid-template-columns`; never sized by content, so that header and rows agree without measuring. */
  readonly track: string;
}

/** The order of a table: a field, up or down. */
export interface Sort {
  readonly field: string;
  readonly descending: boolean;
}

const TRACKS: Readonly<Record<string, string>> = {
  title: 'minmax(168px, 2.4fr)',
  text: 'minmax(120px, 1.4fr)',
  note: 'minmax(180px, 2fr)',
  link: 'minmax(128px, 1.4fr)',
  stage: 'minmax(136px, 1.3fr)',
  choice: 'minmax(104px, 1fr)',
  money: 'minmax(124px, 1.1fr)',
  percent: 'minmax(88px, 0.7fr)',
  number: 'minmax(96px, 0.8fr)',
  date: 'minmax(128px, 1fr)',
  instant: 'minmax(160px, 1.2fr)',
  flag: 'minmax(80px, 0.6fr)',
};

/** The fields named in an attribute: separated by spaces or commas. */
export function namesIn(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((name) => name !== '');
}

/** The columns of a table, in the order asked for; the entity's own view when nothing is asked. `unknown`: names that it has no field for. */
export function columnsOf(
  entity: Entity,
  asked: readonly string[] = [],
): { readonly columns: readonly Column[]; readonly unknown: readonly string[] } {
  const viewed = entity.views.table.length > 0 ? entity.views.table : entity.fields.slice(0, 6).map(({ name }) => name);
  const names = asked.length > 0 ? asked : viewed;
  const columns: Column[] = [];
  const unknown: string[] = [];
  for (const name of names) {
    const field = entity.field(name);
    if (!field) unknown.push(name);
    else columns.push(columnOf(field, entity.title.name === name));
  }
  return { columns, unknown };
}

function columnOf(field: Field, title: boolean): Column {
  const end = field.unit === 'money' || field.unit === 'percent' || field.unit === 'number';
  const track = TRACKS[title ? 'title' : field.kind] ?? TRACKS['text'] ?? '1fr';
  return { field, end, track };
}

/** Reads an order: `amount:desc`, `-amount` or `amount`. Null when nothing is said. */
export function sortIn(text: string): Sort | null {
  const match = /^\s*(-?)([\w.]+)(?::(asc|desc))?\s*$/.exec(text);
  if (!match?.[2]) return null;
  return { field: match[2], descending: match[1] === '-' || match[3] === 'desc' };
}

/** An order as the attribute says it. */
export function sortText({ field, descending }: Sort): string {
  return `${field}:${descending ? 'desc' : 'asc'}`;
}

/** The order after a press on a column: the largest and latest first, words from A; a second press turns it round. */
export function nextSort(field: Field, now: Sort | null): Sort {
  if (now?.field === field.name) return { field: field.name, descending: !now.descending };
  return { field: field.name, descending: ['money', 'percent', 'number', 'instant'].includes(field.unit) };
}
