import { isId, issue } from '@sluice/core';
import type { Hono } from 'hono';
import { required, writer } from '../auth/session.ts';
import { onceOf } from '../idempotency/header.ts';
import type { Accepted, ImportDesk, ImportRefusal, Undone } from '../imports/desk.ts';
import { isObject, jsonOf } from './body.ts';
import type { Ask, Env, Session, Tenants } from './context.ts';
import { NOT_FOUND, type Refusal, refuse, UNKNOWN_SENDER } from './problem.ts';
import { badQuery, sentFile } from './sent-file.ts';

const deskOf = async (c: Ask, tenants: Tenants, session: Session): Promise<ImportDesk> =>
  (await tenants.importsFor(session, onceOf(c, session))) ?? refuse(UNKNOWN_SENDER);

const idOf = (c: Ask): string => {
  const id = c.req.param('id')?.toLowerCase();
  return isId(id) ? id : refuse(NOT_FOUND);
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
    case 'planning':
      return {
        status: 409,
        code: 'being_planned',
        detail: 'The file is still being read; there is no plan yet.',
        remedy: 'Ask for the import until it is planned.',
      };
    case 'not_accepted':
      return {
        status: 409,
        code: 'not_accepted',
        detail: 'The import was not accepted: nothing was written that could be undone.',
        remedy: 'Accept it first, or leave it.',
      };
    case 'accepted':
      return {
        status: 409,
        code: 'already_accepted',
        detail: 'The import is accepted already: everything is written.',
        remedy: 'Undo it.',
      };
  }
};

const wantsToWait = (c: Ask): boolean => !/(^|,)\s*respond-async\s*(,|;|$)/i.test(c.req.header('prefer') ?? '');

const plan = async (c: Ask, tenants: Tenants) => {
  const desk = await deskOf(c, tenants, writer(c, 'import'));
  const { file, wish, companions } = await sentFile(c, desk.model);
  const waits = wantsToWait(c);
  const made =
    file instanceof Uint8Array
      ? await desk.plan(file, wish, companions)
      : waits
        ? await desk.planStream(file, wish, { signal: c.req.raw.signal })
        : await desk.beginPlan(file, wish);
  c.header('Location', `/api/v1/imports/${made.id}`);
  if (!waits) c.header('Preference-Applied', 'respond-async');
  if (made.status === 'planning') return c.json(made, 202);
  c.header('ETag', `"${made.digest}"`);
  return c.json(made, 201);
};

const digestOf = (c: Ask): { readonly digest?: string } => {
  const said = c.req.header('if-match');
  if (said === undefined) return {};
  return { digest: /^(?:W\/)?"([0-9a-f]{1,64})"$/.exec(said.trim())?.[1] ?? '' };
};

const accepted = (c: Ask, done: Accepted) => (done.ok ? c.json(done.import) : refuse(refusalOfImport(done)));

/** An acceptance that goes on: 202, and where to look how far it is; 200 when it is done already. */
const begun = (c: Ask, done: Accepted) => {
  if (!done.ok) return refuse(refusalOfImport(done));
  c.header('Preference-Applied', 'respond-async');
  c.header('Location', `/api/v1/imports/${done.import.id}`);
  return done.import.status === 'planned' ? c.json(done.import, 202) : c.json(done.import);
};
const undone = (c: Ask, done: Undone) => (done.ok ? c.json(done.undo) : refuse(refusalOfImport(done)));

const one = async (c: Ask, tenants: Tenants) => {
  const desk = await deskOf(c, tenants, required(c));
  const found = (await desk.get(idOf(c))) ?? refuse(NOT_FOUND);
  c.header('ETag', `"${found.digest}"`);
  return c.json(found);
};

const rejected = async (c: Ask, tenants: Tenants) => {
  const desk = await deskOf(c, tenants, required(c));
  const pieces = (await desk.rejectedStream(idOf(c))) ?? refuse(NOT_FOUND);
  return c.body(ReadableStream.from<Uint8Array>(pieces), 200, {
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
      remedy: 'Send no body at all to undo the whole import.',
      issues: [issue('not_an_object', ['rows'])],
    });
  return { untouched, ...(ids ? { rows: ids } : {}) };
};

/** Imports: planned, accepted, looked at, undone; below the base of the API. */
export const importRoutes = (app: Hono<Env>, tenants: Tenants): void => {
  app.post('/imports', (c) => plan(c, tenants));
  app.get('/imports', async (c) => c.json({ items: await (await deskOf(c, tenants, required(c))).list() }));
  app.get('/imports/:id', (c) => one(c, tenants));
  app.get('/imports/:id/rejected.csv', (c) => rejected(c, tenants));
  app.post('/imports/:id/accept', async (c) => {
    const desk = await deskOf(c, tenants, writer(c, 'import'));
    return wantsToWait(c)
      ? accepted(c, await desk.accept(idOf(c), digestOf(c)))
      : begun(c, await desk.begin(idOf(c), digestOf(c)));
  });
  app.post('/imports/:id/cancel', async (c) => {
    const desk = await deskOf(c, tenants, writer(c, 'import'));
    return accepted(c, await desk.cancel(idOf(c)));
  });
  app.get('/imports/:id/undo', async (c) => {
    const desk = await deskOf(c, tenants, required(c));
    return undone(c, await desk.planUndo(idOf(c), askedRows(c)));
  });
  app.post('/imports/:id/undo', async (c) => {
    const desk = await deskOf(c, tenants, writer(c, 'import'));
    return undone(c, await desk.undo(idOf(c), await undoWishOf(c)));
  });
};
