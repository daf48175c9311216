import {
  buildFrame,
  hasErrors,
  intakeTable,
  type Model,
  type Rec,
  resolveModel,
  snapshot,
  SourceError,
  type Table,
  tableOfRows,
} from '@sluice/core';
import { tablesOfJson } from '../sources/json-rows.ts';
import { pageId } from './page-id.ts';
import type { ReadAnswer, Reading, ReadRequest } from './protocol.ts';
import { textReader } from './text-reader.ts';

type Content = ReadRequest['content'];

const beginning = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.subarray(0, 64)).trimStart();

const isJson = ({ type, name, bytes }: Content): boolean => {
  if (/\.(csv|tsv|txt)$/i.test(name)) return false;
  if (/\.json$/i.test(name) || /[/+]json$/.test(type)) return true;
  if (type === 'text/csv') return false;
  return /^[[{]/.test(beginning(bytes));
};

const isPage = ({ type, bytes }: Content): boolean => type === 'text/html' && beginning(bytes).startsWith('<');

const modelOf = ({ blueprint }: ReadRequest): Model => {
  const model = resolveModel(blueprint);
  if (model.ok) return model.value;
  const [first] = model.issues;
  throw new SourceError('bad_blueprint', first?.message ?? 'The blueprint is wrong.', first?.remedy ?? '');
};

/** Reads content into frames: the same in the worker and, where a page may have none, in the page. Throws `SourceError`. */
export const readContent = async (request: ReadRequest): Promise<Reading> => {
  const { content, dataset, map, today, zone, at } = request;
  if (isPage(content))
    throw new SourceError('not_rows', 'There is a web page at this address, not a table.', 'Check the address.');
  const model = modelOf(request);
  const { name } = content;
  const textTable = async (): Promise<Table> => (await textReader()).readTable(content.bytes, { name });
  const tables: readonly (readonly [string, Table])[] =
    content.table || !isJson(content)
      ? [[dataset, content.table ?? (await textTable())]]
      : tablesOfJson(new TextDecoder().decode(content.bytes), dataset, model, name);
  const [[word, table] = [dataset, tableOfRows([], [])], ...companions] = tables;
  const {
    records,
    related,
    companions: others,
    ...outcome
  } = intakeTable(table, {
    model,
    entity: word,
    name: content.name,
    map,
    with: Object.fromEntries(companions),
    links: 'create',
    today,
    zone,
    at,
    id: pageId,
  });
  const broken = outcome.issues.find((one) => one.severity === 'error');
  if (broken || hasErrors(outcome.issues))
    throw new SourceError(
      broken?.code ?? 'not_rows',
      broken?.message ?? 'The file cannot be read.',
      broken?.remedy ?? 'Look into the file: the first row should name its columns.',
    );
  const all = new Map<string, readonly Rec[]>(related);
  all.set(outcome.entity, [...records, ...(related.get(outcome.entity) ?? [])]);
  return {
    frames: [...all].flatMap(([name, list]) => {
      const entity = model.find(name);
      return entity ? [[name, snapshot(buildFrame(entity, list))] as const] : [];
    }),
    outcome,
    leftOut: others.reduce((sum, one) => sum + one.rejected.length, 0),
  };
};

/** Reads content and answers as the worker does. */
export const answerRead = async (request: ReadRequest): Promise<ReadAnswer> => {
  try {
    return { ok: true, reading: await readContent(request) };
  } catch (failure) {
    if (!(failure instanceof SourceError)) throw failure;
    const { code, message, remedy } = failure;
    return { ok: false, code, message, remedy };
  }
};
