import {
  type Entity,
  type Field,
  fold,
  type Intake,
  type IntakeOptions,
  intake,
  labelTexts,
  type Model,
  type Moment,
  readTable,
  similar,
  type Table,
  tableOfRows,
} from '@sluice/core';
import Papa from 'papaparse';
import { pageId } from '../worker/page-id.ts';
import type { Content } from './content.ts';
import { type Answers, type FileColumn, type ImportWish, LEAVE, type Question, type Sheets } from './import-session.ts';
import { tablesOfJson } from './json-rows.ts';

/** The tables of a file by the name of their entity, and what a server is sent of it: the file as it is, or its rows as text. */
export interface ImportFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly table: Table;
  readonly with: Readonly<Record<string, Table>>;
  readonly tables: Readonly<Record<string, Table>>;
}

const isJson = ({ name, type, bytes }: Content): boolean => {
  if (/\.(csv|tsv|tab|txt)$/i.test(name) || type === 'text/csv') return false;
  if (/\.json$/i.test(name) || /[/+]json$/.test(type)) return true;
  return /^\s*[[{]\s*["{[]/.test(new TextDecoder().decode(bytes.subarray(0, 64)));
};

/** A table as a file of text. */
export const textOf = ({ header, rows }: Table): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(Papa.unparse([[...header], ...rows.map((row) => [...row])]));

/** Takes a file apart: its table, and those of the entities it brings along (JSON). */
export const importFile = (content: Content, entity: Entity, model: Model): ImportFile => {
  const { name } = content;
  if (content.table || !isJson(content)) {
    const table = content.table ?? readTable(content.bytes, { name });
    return { name, bytes: content.bytes, table, with: {}, tables: { [entity.name]: table } };
  }
  const found = tablesOfJson(new TextDecoder().decode(content.bytes), entity.name, model, name);
  const named = found.map(([word, table]) => [model.named(word)?.name ?? word, table] as const);
  const table = (named.find(([word]) => word === entity.name) ?? named[0])?.[1] ?? tableOfRows([], [], { name });
  const others = named.filter(([, one]) => one !== table);
  return {
    name,
    bytes: textOf(table),
    table,
    with: Object.fromEntries(others),
    tables: Object.fromEntries([[entity.name, table], ...others]),
  };
};

/** The sheets of the workbook that a file is; null where there is nothing to choose. */
export const sheetsOf = ({ table: { sheet } }: Pick<ImportFile, 'table'>): Sheets | null =>
  sheet && sheet.names.length > 1 ? sheet : null;

/** The answers about words, as an intake wants them: those that name an option. */
const wordsIn = (entity: Entity, answers: Answers): NonNullable<IntakeOptions['values']> =>
  Object.fromEntries(
    Object.entries(answers)
      .filter(([name]) => entity.field(name)?.kind !== 'link')
      .map(([name, words]) => [name, Object.fromEntries(Object.entries(words).filter(([, key]) => key !== LEAVE))]),
  );

/** What the rows of a file are. */
export interface ImportGround {
  readonly entity: Entity;
  readonly model: Model;
}

/** Reads a file as a wish says. */
export const readImport = (
  file: ImportFile,
  { map, answers }: ImportWish,
  {
    entity,
    model,
    moment: { today, zone },
    at,
    existing,
  }: ImportGround & {
    readonly moment: Moment;
    readonly at: string;
    readonly existing?: NonNullable<IntakeOptions['existing']>;
  },
): Intake =>
  intake(file.table, {
    model,
    entity: entity.name,
    name: file.name,
    map,
    with: file.with,
    values: wordsIn(entity, answers),
    links: 'create',
    today,
    zone,
    at,
    id: pageId,
    ...(existing ? { existing } : {}),
  });

/** The columns of a file with their first values, and the fields that they feed. */
export const columnsOf = ({ columns, mapping }: Intake, { header, rows }: Table): readonly FileColumn[] => {
  const decided = columns.length > 0 ? columns : mapping.columns;
  return header.map((name, at): FileColumn => {
    const samples: string[] = [];
    for (const row of rows) {
      const text = (row[at] ?? '').trim();
      if (text !== '') samples.push(text);
      if (samples.length === 3) break;
    }
    const own = decided.find(({ column }) => column === at);
    const first = own ? undefined : decided.find(({ joined }) => joined === at);
    const mapped = own ?? first;
    const partner = own ? own.joined : first?.column;
    const how = columns.find(({ column }) => column === at);
    return {
      header: name,
      samples,
      field: mapped?.field ?? null,
      confidence: mapped?.confidence ?? 0,
      reason: mapped?.reason ?? null,
      partner: partner === undefined ? null : (header[partner] ?? null),
      decimal: how?.decimal ?? null,
      order: how?.order ?? null,
    };
  });
};

/** Nothing less alike is offered. */
const LIKELY = 0.45;

/** The options that a word may mean, the likeliest first, at most three. */
export const likelyOptions = (field: Field, word: string): readonly string[] =>
  field.options
    .map(({ key, label, aliases = [] }) => {
      const texts = [key, ...(label === undefined ? [] : labelTexts(label)), ...aliases];
      const likeness = Math.max(
        ...texts.map((text) => {
          const [a, b] = [fold(text), fold(word)];
          return a.length > 3 && b.includes(a) ? Math.max(0.8, similar(a, b)) : similar(a, b);
        }),
      );
      return { key, likeness };
    })
    .filter(({ likeness }) => likeness >= LIKELY)
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, 3)
    .map(({ key }) => key);

/** Cells with a fault of one code, once per column and text in any spelling. */
const faults = (
  { rejected, cells }: Intake,
  code: string,
): readonly { readonly header: string; readonly text: string }[] => {
  const found = new Map<string, { readonly header: string; readonly text: string }>();
  const issues = [...rejected.flatMap((one) => one.issues), ...cells.map((one) => one.issue)];
  for (const { code: its, path, received = '' } of issues) {
    const header = String(path[2] ?? '');
    const key = JSON.stringify([header, fold(received)]);
    if (its === code && received !== '' && !found.has(key)) found.set(key, { header, text: received });
  }
  return [...found.values()];
};

/** How often texts stand in a column. */
const counter = ({ header, rows }: Table) => {
  const counted = new Map<string, Map<string, number>>();
  return (name: string, text: string): number => {
    let counts = counted.get(name);
    if (!counts) {
      const at = header.indexOf(name);
      counts = new Map();
      for (const row of rows) {
        const cell = fold((row[at] ?? '').trim().slice(0, 80));
        counts.set(cell, (counts.get(cell) ?? 0) + 1);
      }
      counted.set(name, counts);
    }
    return counts.get(fold(text)) ?? 1;
  };
};

/** The values of a file that match nothing: words for options and stages, and names of linked records. */
export const questionsOf = (read: Intake, table: Table, entity: Entity): readonly Question[] => {
  const countOf = counter(table);
  const fieldOf = (header: string): Field | undefined =>
    entity.field(read.columns.find((one) => one.header === header)?.field ?? '');
  const questions: Question[] = [];
  for (const { header, text } of faults(read, 'not_an_option')) {
    const field = fieldOf(header);
    if (!field) continue;
    questions.push({
      about: 'word',
      field: field.name,
      header,
      text,
      count: countOf(header, text),
      likely: likelyOptions(field, text).map((key) => ({ key, title: key })),
      makeable: false,
      required: field.kind === 'stage' || field.required,
    });
  }
  const nameQuestion = (field: Field, header: string, text: string, makeable: boolean): Question => ({
    about: 'name',
    field: field.name,
    header,
    text,
    count: countOf(header, text),
    likely: (read.offers.find((one) => one.field === field.name && one.name === text)?.candidates ?? []).map(
      ({ id, title }) => ({ key: id, title }),
    ),
    makeable,
    required: field.required,
  });
  for (const { field: name, title } of read.created) {
    const field = entity.field(name);
    const header = read.columns.find((one) => one.field === name)?.header;
    if (field && header !== undefined) questions.push(nameQuestion(field, header, title, true));
  }
  for (const { header, text } of faults(read, 'not_linked')) {
    const field = fieldOf(header);
    if (field) questions.push(nameQuestion(field, header, text, false));
  }
  return questions;
};
