import { type Collision, type Entity, type ImportRules, issue, type Issue } from '@sluice/core';
import type { ImportDesk } from '../imports/desk.ts';
import { fileOfRows } from '../imports/json-rows.ts';
import { LARGEST_WHOLE } from '../imports/large/large-desk.ts';
import type { Companions, ImportWish } from '../imports/wish.ts';
import { bytesOf, chunksOf, jsonOf, saysJson } from './body.ts';
import type { Ask } from './context.ts';
import { invalid, type Refusal, refuse } from './problem.ts';

/** The largest file that is held as a whole, in bytes: a form, JSON, a workbook; of several that come together, all of them. */
export const LARGEST_FILE = LARGEST_WHOLE;
/** The largest text file: it is kept in pieces as it comes. */
export const LARGEST_STREAM = 2_000_000_000;

const FILE_TYPE =
  /^(text\/(csv|plain|tab-separated-values)|application\/(octet-stream|csv|zip|vnd\.ms-excel|vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet))\s*(;|$)/i;
const FORM_TYPE = /^multipart\/form-data\s*;/i;

/** The refusal of something that an address says. */
export const badQuery = (one: Issue): Refusal => ({ ...invalid([one]), status: 400, code: 'bad_query' });
const oneOf = <T extends string>(name: string, said: string, words: readonly T[]): T =>
  words.find((word) => word === said) ??
  refuse(
    badQuery(
      issue('not_an_option', [name], {
        received: said.slice(0, 80),
        expected: words.join(', '),
        remedy: `Use ${words.join(' or ')}.`,
      }),
    ),
  );

const LONGEST = 1000;
const COLLISIONS = ['overwrite', 'fill', 'skip'] as const satisfies readonly Collision[];
const NAMES =
  'entity, name, sheet, links, order, duplicates, titles, clear, apart, map[column], column[field], value[column][text], create[field]';

/** What an address, or the fields of a form, say about a file. */
export const wishOf = (said: Iterable<readonly [string, string]>, model: ImportDesk['model']): ImportWish => {
  const map = new Map<string, string>();
  const answers = new Map<string, Map<string, string>>();
  const creates: string[] = [];
  const columns: Record<string, Collision> = {};
  const lists = { clear: [] as string[], apart: [] as string[] };
  const rules: { duplicates?: 'update' | 'reject'; titles?: 'same' | 'apart' } = {};
  let entity: Entity | undefined;
  let name = '';
  let links: ImportWish['links'] = 'match';
  let order: ImportWish['order'];
  let sheet: string | undefined;
  for (const [key, value] of said) {
    const [, column, text = ''] = /^value\[([^]*)\]\[([^]*)\]$/.exec(key) ?? [];
    const [, word = '', place = ''] = /^(map|column|create)\[([^]*)\]$/.exec(key) ?? [];
    if (column !== undefined)
      answers.set(column, (answers.get(column) ?? new Map<string, string>()).set(text, value.slice(0, LONGEST)));
    else if (word === 'map') map.set(place, value);
    else if (word === 'create') {
      if (oneOf(key, value, ['1', '0']) === '1') creates.push(place);
    } else if (word === 'column') columns[place] = oneOf(key, value, COLLISIONS);
    else if (key === 'entity')
      entity =
        model.named(value) ??
        refuse(
          badQuery(
            issue('no_such_entity', ['entity'], {
              received: value.slice(0, 80),
              expected: model.entities.map((one) => one.name).join(', '),
            }),
          ),
        );
    else if (key === 'name') name = value.replaceAll('\0', '').slice(0, 200);
    else if (key === 'sheet') sheet = value.replaceAll('\0', '').slice(0, 200);
    else if (key === 'links') links = oneOf(key, value, ['create', 'match']);
    else if (key === 'order') order = oneOf(key, value, ['dayFirst', 'monthFirst'] as const);
    else if (key === 'duplicates') rules.duplicates = oneOf(key, value, ['update', 'reject']);
    else if (key === 'titles') rules.titles = oneOf(key, value, ['same', 'apart']);
    else if (key === 'clear' || key === 'apart') lists[key].push(...value.split(','));
    else
      refuse(
        badQuery(
          issue('no_such_field', [key.slice(0, 80)], {
            message: `An import takes ${NAMES}, not ${key.slice(0, 80)}.`,
          }),
        ),
      );
  }
  if (!entity)
    return refuse(
      badQuery(issue('required', ['entity'], { remedy: 'Say what the rows are, for example ?entity=deal.' })),
    );
  const about = entity;
  const wrong = creates.find((one) => about.field(one)?.kind !== 'link');
  if (wrong !== undefined)
    refuse(
      badQuery(
        issue('no_such_field', ['create', wrong.slice(0, 80)], {
          received: wrong.slice(0, 80),
          expected: about.stored.flatMap(({ kind, name: one }) => (kind === 'link' ? [one] : [])).join(', '),
        }),
      ),
    );
  const all: ImportRules = {
    ...rules,
    columns,
    ...(lists.clear.length > 0 ? { clear: lists.clear } : {}),
    ...(lists.apart.length > 0 ? { apart: lists.apart } : {}),
  };
  return {
    entity: entity.name,
    name,
    map: Object.fromEntries(map),
    links,
    rules: all,
    ...(answers.size > 0
      ? { answers: Object.fromEntries([...answers].map(([header, words]) => [header, Object.fromEntries(words)])) }
      : {}),
    ...(creates.length > 0 ? { creates } : {}),
    ...(order === undefined ? {} : { order }),
    ...(sheet === undefined ? {} : { sheet }),
  };
};

/** The file that a request carries as it comes, or its JSON rows as one. */
const fileOf = async (c: Ask, entity: Entity | undefined): Promise<Uint8Array | AsyncIterable<Uint8Array>> => {
  if (saysJson(c)) {
    const file = fileOfRows(await jsonOf(c, LARGEST_FILE), entity);
    if (file) return file;
    const detail = 'The body is [ { … }, … ] or { "rows": [ { … }, … ] }.';
    const remedy = 'Send one object for every row, with the names of columns.';
    return refuse({ status: 400, code: 'bad_request', detail, remedy, issues: [issue('not_an_object', ['rows'])] });
  }
  const type = c.req.header('content-type') ?? '';
  if (FILE_TYPE.test(type)) return chunksOf(c, LARGEST_STREAM);
  return refuse({
    status: 415,
    code: 'not_a_file',
    detail: type === '' ? 'The body has no Content-Type.' : `The body is ${type.slice(0, 80)}, not a table.`,
    remedy: 'Send the file with "Content-Type: text/csv" or that of .xlsx, or rows as JSON.',
  });
};

/** A file that somebody sends, with what they say about it and the files it comes with. */
export interface SentFile {
  /** All of it, or bit by bit. */
  readonly file: Uint8Array | AsyncIterable<Uint8Array>;
  readonly wish: ImportWish;
  readonly companions: Companions;
}

const badForm = (detail: string): never =>
  refuse({
    status: 400,
    code: 'bad_form',
    detail,
    remedy:
      'Send the file as "file", files of what its rows link to as "with.company", and what is said about it as fields.',
  });

const formOf = async (c: Ask, type: string): Promise<FormData> => {
  const bytes = await bytesOf(c, LARGEST_FILE);
  try {
    return await new Response(Buffer.from(bytes), { headers: { 'Content-Type': type } }).formData();
  } catch {
    return badForm('The form cannot be read.');
  }
};

/** The file of a request: its body, its JSON rows, or a form with files. */
export const sentFile = async (c: Ask, model: ImportDesk['model']): Promise<SentFile> => {
  const address = [...new URL(c.req.url).searchParams];
  const type = c.req.header('content-type') ?? '';
  if (!FORM_TYPE.test(type)) {
    const wish = wishOf(address, model);
    return { wish, file: await fileOf(c, model.find(wish.entity)), companions: {} };
  }
  const said = [...address];
  const files = new Map<string, File>();
  for (const [name, value] of await formOf(c, type))
    if (typeof value === 'string') said.push([name, value]);
    else if (files.has(name)) badForm(`There are two files "${name.slice(0, 80)}".`);
    else files.set(name, value);
  const file = files.get('file') ?? badForm('The form has no file "file".');
  files.delete('file');
  const wish = wishOf(said, model);
  const companions = new Map<string, Uint8Array>();
  for (const [name, one] of files) {
    const entity = name.startsWith('with.') ? model.named(name.slice(5)) : undefined;
    if (!entity || entity.name === wish.entity || companions.has(entity.name))
      return badForm(`The file "${name.slice(0, 80)}" is of nothing that the rows could link to.`);
    companions.set(entity.name, new Uint8Array(await one.arrayBuffer()));
  }
  const named = wish.name === '' ? { ...wish, name: file.name.replaceAll('\0', '').slice(0, 200) } : wish;
  return {
    wish: named,
    file: new Uint8Array(await file.arrayBuffer()),
    companions: Object.fromEntries(companions),
  };
};
