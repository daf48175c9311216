// A server in the page, for tests: answers as the real one does, over a source in memory.
import {
  type ConversionChoices,
  convertRecord,
  decodeValues,
  encodeAnswer,
  encodeExplanation,
  encodeRecord,
  type Entity,
  type Issue,
  type MemorySource,
  type Query,
  queryFromAddress,
  type Source,
  type WireChange,
  type WireDraft,
  type WireExplain,
  type WireModel,
  type WireProblem,
  type Written,
} from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { draftOf } from './wire.ts';

/** Where the server in the page stands. */
export const TEST_BASE = 'https://crm.example/api/v1';

/** What its model says beside the blueprint. */
export const TEST_ABOUT: Omit<WireModel, 'blueprint' | 'overlays'> = {
  tenant: { name: 'demo', label: 'Demo' },
  today: '2025-02-05',
  zone: 'Europe/Paris',
  currency: 'EUR',
  role: 'editor',
  writable: true,
};

const json = (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

/** Problem details as a response. */
export const problemResponse = (status: number, code: string, more: Partial<WireProblem> = {}): Response => {
  const body: WireProblem = {
    type: `urn:sluice:problem:${code}`,
    title: code,
    status,
    detail: `It is ${code}.`,
    code,
    instance: '/',
    requestId: 'r1',
    ...more,
  };
  return json(body, status, { 'content-type': 'application/problem+json' });
};

const refused = (entity: Entity, written: Exclude<Written, { readonly ok: true }>): Response => {
  const { issues, conflict, missing } = written;
  if (missing) return problemResponse(404, 'not_found');
  if (!conflict) return problemResponse(422, 'not_valid', { issues });
  const { stored, asked } = conflict;
  return problemResponse(412, 'changed_meanwhile', {
    issues,
    conflict: { stored: encodeRecord(entity, stored), asked: draftOf(entity, asked) },
  });
};

const done = (entity: Entity, written: Written, status = 200): Response => {
  if (!written.ok) return refused(entity, written);
  const { record, issues } = written;
  return json(encodeRecord(entity, record), status, {
    etag: `"${record.version}"`,
    ...(issues.length > 0 ? { 'sluice-warnings': issues.map((one) => one.code).join(', ') } : {}),
  });
};

const under = (link: string, issues: readonly Issue[]): readonly Issue[] =>
  issues.map((one) => ({ ...one, path: [link, ...one.path] }));

const versionIn = (request: Request): number => Number(/^"(\d+)"$/.exec(request.headers.get('if-match') ?? '')?.[1]);

/** A `fetch` that a source in memory answers. */
export const serverOver = (source: Source): typeof fetch => {
  const { model } = source;
  const records = async (request: Request, entity: Entity, id: string): Promise<Response> => {
    const { method } = request;
    const body: unknown = method === 'POST' || method === 'PATCH' ? await request.json() : {};
    const values = decodeValues(entity, body);
    if (!values.ok) return problemResponse(400, 'bad_request', { issues: values.issues });
    if (method === 'POST') return done(entity, await source.create(entity.name, values.value), 201);
    const version = versionIn(request);
    if (method === 'PATCH') return done(entity, await source.change(entity.name, id, values.value, { version }));
    if (method === 'DELETE') {
      const removed = await source.remove(entity.name, id, { version });
      return removed.ok ? new Response(null, { status: 204 }) : refused(entity, removed);
    }
    const record = await source.get(entity.name, id);
    return record ? json(encodeRecord(entity, record)) : problemResponse(404, 'not_found');
  };
  const convert = async (
    request: Request,
    entity: Entity,
    { id, word }: { id: string; word: string },
  ): Promise<Response> => {
    const conversion = entity.conversions.find(({ path }) => path === word);
    if (!conversion) return problemResponse(404, 'not_found');
    const body = ((await request.json().catch(() => ({}))) ?? {}) as Readonly<Record<string, WireDraft | null>>;
    const choices: Record<string, ConversionChoices[string]> = {};
    for (const [link, said] of Object.entries(body)) {
      const target = model.find(conversion.makes.find((make) => make.link === link)?.entity ?? '');
      const taken = said?.['id'];
      const values = target && said && typeof taken !== 'string' ? decodeValues(target, said) : null;
      if (values && !values.ok) return problemResponse(422, 'not_valid', { issues: under(link, values.issues) });
      choices[link] = values ? { values: values.value } : typeof taken === 'string' ? { id: taken } : null;
    }
    const asked = { entity: entity.name, id, conversion: word, version: versionIn(request), choices };
    const { today, zone } = TEST_ABOUT;
    const at = `${today}T10:00:00.000Z`;
    const answer = await convertRecord(source, asked, { moment: { today, zone }, at, id: () => crypto.randomUUID() });
    if (!answer.ok) return refused(entity, answer);
    const made = Object.entries(answer.made).flatMap(([link, one]) => {
      const target = model.find(one.entity);
      return target ? [[link, { ...one, record: encodeRecord(target, one.record) }]] : [];
    });
    return json({ record: encodeRecord(entity, answer.record), made: Object.fromEntries(made) });
  };
  const list = async (url: URL, entity: Entity): Promise<Response> => {
    const query = queryFromAddress(url.searchParams, entity.name);
    const page = query.ok ? await source.list(query.value) : query;
    if (!page.ok) return problemResponse(400, 'bad_query', { issues: page.issues });
    return json({ ...page.value, items: page.value.items.map((record) => encodeRecord(entity, record)) });
  };
  const journal = (entity: Entity, id: string): Response => {
    const kept = 'journal' in source ? (source as MemorySource).journal() : [];
    const own = kept.filter((change) => change.entity === entity.name && change.id === id);
    if (own.length === 0) return problemResponse(404, 'not_found');
    const items = own.toReversed().map(
      ({ at, actor, cause, version, before, after }): WireChange => ({
        at,
        actor,
        cause,
        version,
        before: before && draftOf(entity, before),
        after: after && draftOf(entity, after),
      }),
    );
    return json({ items });
  };
  const ask = async (request: Request, path: string): Promise<Response> => {
    const body = (await request.json()) as Query & WireExplain;
    const answer = path === 'query' ? await source.measure(body) : await source.explain(body.query, body.measure);
    if (!answer.ok) return problemResponse(400, 'bad_query', { issues: answer.issues });
    return json('formula' in answer.value ? encodeExplanation(answer.value) : encodeAnswer(answer.value, model));
  };
  return async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    if (!url.href.startsWith(`${TEST_BASE}/`)) return problemResponse(404, 'not_found');
    const [path = '', id = '', part = ''] =
      url.href
        .slice(TEST_BASE.length + 1)
        .split('?')[0]
        ?.split('/') ?? [];
    if (path === 'model') return json({ blueprint: crm, overlays: [], ...TEST_ABOUT } satisfies WireModel);
    if (path === 'query' || path === 'explain') return ask(request, path);
    const entity = model.entities.find((one) => one.path === path);
    if (!entity) return problemResponse(404, 'not_found');
    if (part === 'journal') return journal(entity, id);
    if (part !== '') return convert(request, entity, { id, word: part });
    return request.method === 'GET' && id === '' ? list(url, entity) : records(request, entity, id);
  };
};

/** A draft on the wire, as a request brought it. */
export const draftIn = async (request: Request): Promise<WireDraft> => (await request.clone().json()) as WireDraft;
