import { type Collision, type Entity, type ImportRules, isId, issue, type Issue } from '@sluice/core';
import type { Hono } from 'hono';
import { required, writer } from '../auth/session.ts';
import type { Accepted, ImportDesk, ImportRefusal, Undone } from '../imports/desk.ts';
import { fileOfRows } from '../imports/json-rows.ts';
import type { ImportWish } from '../imports/plan-file.ts';
import { bytesOf, isObject, jsonOf, saysJson } from './body.ts';
import type { Ask, Env, Session, Tenants } from './context.ts';
import { invalid, NOT_FOUND, type Refusal, refuse, UNKNOWN_SENDER } from './problem.ts';

/** The largest file, in bytes. */
export const LARGEST_FILE = 50_000_000;

const FILE_TYPE = /^(text\/(csv|plain|tab-separated-values)|application\/(octet-stream|csv|vnd\.ms-excel))\s*(;|$)/i;

const deskOf = async (tenants: Tenants, session: Session): Promise<ImportDesk> =>
  (await tenants.importsFor(session)) ?? refuse(UNKNOWN_SENDER);

const idOf = (c: Ask): string => {
  const id = c.req.param('id')?.toLowerCase();
  return isId(id) ? id : refuse(NOT_FOUND);
};

const badQuery = (one: Issue): Refusal => ({ ...invalid([one]), status: 400, code: 'bad_query' });
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

const COLLISIONS = ['overwrite', 'fill', 'skip'] as const satisfies readonly Collision[];
const NAMES = 'entity, name, links, order, duplicates, titles, clear, apart, map[column], column[field]';

/** What the address says about the file. */
const wishOf = (c: Ask, model: ImportDesk['model']): ImportWish => {
  const map: Record<string, string> = {};
  const columns: Record<string, Collision> = {};
  const lists = { clear: [] as string[], apart: [] as string[] };
  const rules: { duplicates?: 'update' | 'reject'; titles?: 'same' | 'apart' } = {};
  let entity: Entity | undefined;
  let name = '';
  let links: ImportWish['links'] = 'match';
  let order: ImportWish['order'];
  for (const [key, value] of new URL(c.req.url).searchParams) {
    const [, word = '', place = ''] = /^(map|column)\[([^]*)\]$/.exec(key) ?? [];
    if (word === 'map') map[place] = value;
    else if (word === 'column') columns[place] = oneOf(key, value, COLLISIONS);
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
  const all: ImportRules = {
    ...rules,
    columns,
    ...(lists.clear.length > 0 ? { clear: lists.clear } : {}),
    ...(lists.apart.length > 0 ? { apart: lists.apart } : {}),
  };
  return { entity: entity.name, name, map, links, rules: all, ...(order === undefined ? {} : { order }) };
};

/** The file that a request carries, or its JSON rows as one. */
const fileOf = async (c: Ask): Promise<Uint8Array> => {
  if (saysJson(c)) {
    const file = fileOfRows(await jsonOf(c, LARGEST_FILE));
    if (file) return file;
    const detail = 'The body is [ { … }, … ] or { "rows": [ { … }, … ] }.';
    return refuse({ status: 400, code: 'bad_request', detail, issues: [issue('not_an_object', ['rows'])] });
  }
  const type = c.req.header('content-type') ?? '';
  if (FILE_TYPE.test(type)) return bytesOf(c, LARGEST_FILE);
  return refuse({
    status: 415,
    code: 'not_a_file',
    detail: type === '' ? 'The body has no Content-Type.' : `The body is ${type.slice(0, 80)}, not a table.`,
    remedy: 'Send the file with "Content-Type: text/csv", or rows as JSON.',
  });
};

/** Why an import is not accepted or not undone, for whoever asked. */
const refusalOfImport = (refused: ImportRefusal): Refusal => {
  switch (refused.why) {
    case 'missing':
      return NOT_FOUND;
    case 'unusable':
      return {
        status: 409,
        code: 'not_usable',
        detail: 'The file as a whole cannot be used.',
        remedy: 'Mend what the issues name, and send it again.',
        issues: refused.import.issues,
      };
    case 'expired':
      return {
        status: 409,
        code: 'plan_expired',
        detail: 'The plan is older than a day; its file is not kept any more.',
        remedy: 'Send the file again.',
      };
    case 'changed':
      return {
        status: 409,
        code: 'plan_changed',
        detail: 'Records have changed since the plan was shown; nothing was written.',
        remedy: 'Look at the plan as it is now, in "import", and accept it with its digest.',
        import: refused.import,
      };
    case 'not_accepted':
      return {
        status: 409,
        code: 'not_accepted',
        detail: 'The import was not accepted: nothing was written that could be undone.',
      };
  }
};

const plan = async (c: Ask, tenants: Tenants) => {
  const desk = await deskOf(tenants, writer(c));
  const wish = wishOf(c, desk.model);
  const made = await desk.plan(await fileOf(c), wish);
  c.header('Location', `/api/v1/imports/${made.id}`);
  c.header('ETag', `"${made.digest}"`);
  return c.json(made, 201);
};

const digestOf = (c: Ask): { readonly digest?: string } => {
  const said = c.req.header('if-match');
  if (said === undefined) return {};
  return { digest: /^(?:W\/)?"([0-9a-f]{1,64})"$/.exec(said.trim())?.[1] ?? '' };
};

const accepted = (c: Ask, done: Accepted) => (done.ok ? c.json(done.import) : refuse(refusalOfImport(done)));
const undone = (c: Ask, done: Undone) => (done.ok ? c.json(done.undo) : refuse(refusalOfImport(done)));

const one = async (c: Ask, tenants: Tenants) => {
  const desk = await deskOf(tenants, required(c));
  const found = (await desk.get(idOf(c))) ?? refuse(NOT_FOUND);
  c.header('ETag', `"${found.digest}"`);
  return c.json(found);
};

const rejected = async (c: Ask, tenants: Tenants) => {
  const desk = await deskOf(tenants, required(c));
  const text = (await desk.rejected(idOf(c))) ?? refuse(NOT_FOUND);
  return c.body(text, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': 'attachment; filename="rejected.csv"',
  });
};

const badIds = (): Refusal => badQuery(issue('not_id', ['rows'], { expected: 'ids of records, separated by commas' }));

/** Which records a look at an undo is for: `?rows=id,id`. */
const askedRows = (c: Ask) => {
  const said = c.req.query('rows');
  if (said === undefined) return {};
  const rows = said.toLowerCase().split(',');
  return rows.every(isId) ? { rows } : refuse(badIds());
};

/** Which records an undo is for: the body is empty, or { "rows": [id, …], "untouched": true }. */
const undoWishOf = async (c: Ask) => {
  if (c.req.header('content-type') === undefined && Number(c.req.header('content-length') ?? 0) === 0) return {};
  const json = await jsonOf(c);
  const { rows, untouched = false, ...rest } = isObject(json) ? json : { rest: json };
  const ids = Array.isArray(rows)
    ? rows.map((id: unknown) => (typeof id === 'string' ? id.toLowerCase() : ''))
    : undefined;
  const wrong = typeof untouched !== 'boolean' || (rows !== undefined && ids?.every(isId) !== true);
  if (wrong || Object.keys(rest).length > 0)
    return refuse({
      status: 400,
      code: 'bad_request',
      detail: 'The body is { "rows": [ids of records], "untouched": true }, each of them optional.',
      issues: [issue('not_an_object', ['rows'])],
    });
  return { untouched, ...(ids ? { rows: ids } : {}) };
};

/** Imports: planned, accepted, looked at, undone; below the base of the API. */
export const importRoutes = (app: Hono<Env>, tenants: Tenants): void => {
  app.post('/imports', (c) => plan(c, tenants));
  app.get('/imports', async (c) => c.json({ items: await (await deskOf(tenants, required(c))).list() }));
  app.get('/imports/:id', (c) => one(c, tenants));
  app.get('/imports/:id/rejected.csv', (c) => rejected(c, tenants));
  app.post('/imports/:id/accept', async (c) => {
    const desk = await deskOf(tenants, writer(c));
    return accepted(c, await desk.accept(idOf(c), digestOf(c)));
  });
  app.get('/imports/:id/undo', async (c) => {
    const desk = await deskOf(tenants, required(c));
    return undone(c, await desk.planUndo(idOf(c), askedRows(c)));
  });
  app.post('/imports/:id/undo', async (c) => {
    const desk = await deskOf(tenants, writer(c));
    return undone(c, await desk.undo(idOf(c), await undoWishOf(c)));
  });
};
