import {
  addressOf,
  type Change,
  type Checked,
  decodeAnswer,
  decodeExplanation,
  decodeRecord,
  type Entity,
  type Freshness,
  issue,
  type Json,
  mayDo,
  type Model,
  type Notice,
  type Rec,
  resolveModel,
  type Source,
  type Value,
  type WireModel,
  type Written,
} from '@sluice/core';
import { isObject, loaded, unreadableError } from './failure.ts';
import { liveFeed } from './live.ts';
import type { Asked, RemoteAnswer, RemoteOptions, Requester } from './remote-types.ts';
import { requester } from './request.ts';
import { draftOf, foundOf, issuesOf, journalOf, pageOf, refusalOf, warningsOf } from './wire.ts';

type Values = Readonly<Record<string, Value>>;

/** What a server says about the reader's place in it. */
export type About = Omit<WireModel, 'blueprint' | 'overlays'>;

/** A source behind a server. */
export interface RemoteSource extends Source {
  readonly about: About;
  /** What happened to a record, the latest first; nothing for one that never was. */
  readonly journalOf: (entity: string, id: string) => Promise<readonly Change[]>;
  /** Asks its server what no source is asked: imports. */
  readonly request: Requester;
  /** Tells who watches that many records of an entity changed at once. */
  readonly announce: (entity: string) => void;
}

const isWireModel = (json: unknown): json is WireModel =>
  isObject(json) &&
  isObject(json['blueprint']) &&
  Array.isArray(json['overlays']) &&
  ['today', 'zone', 'currency'].every((name) => typeof json[name] === 'string') &&
  typeof json['writable'] === 'boolean';

const read = <T>(checked: Checked<T>, what: string): T => {
  if (checked.ok) return checked.value;
  throw unreadableError(`${what} ${checked.issues[0]?.message ?? ''}`.trim());
};

/**
 * Opens the source behind a server, `https://…/api/v1`: asks for its model, then for whatever is asked of it. Own writes are told at
 * once, those of others as the server's change feed brings them, while somebody watches.
 */
export const openRemote = async (address: string, options: RemoteOptions): Promise<RemoteSource> => {
  const base = address.replace(/[?#].*$/, '').replace(/\/+$/, '');
  const { now } = options;
  let freshness: Freshness = { state: 'loading', at: null, issues: [] };
  const request = requester(base, options, (state) => {
    freshness = { state, at: state === 'ready' ? now() : freshness.at, issues: [] };
  });

  const { json } = await request.ask('get', 'model');
  if (!isWireModel(json)) throw unreadableError('What came back is not the model of a Sluice server.');
  const { blueprint, overlays, ...about } = json;
  const model: Model = read(resolveModel(blueprint, { overlays }), 'The model of the server cannot be read.');

  const listeners = new Set<(notice: Notice) => void>();
  const announce = (entity: string, id: string): void => {
    for (const listener of listeners) listener({ entity, ids: [id] });
  };
  const live = liveFeed({
    base,
    fetch: options.fetch,
    headers: options.headers,
    hear: (notice) => {
      const notices = notice ? [notice] : model.entities.map(({ name }) => ({ entity: name }));
      for (const listener of listeners) for (const one of notices) listener(one);
    },
  });
  const unknown = (name: string) =>
    issue('no_such_entity', ['entity'], {
      received: name,
      expected: model.entities.map((one) => one.name).join(', '),
    });
  const recordIn = (entity: Entity, wire: unknown): Rec => read(decodeRecord(entity, wire), 'A record is not one.');
  const get = async (entity: Entity, id: string, asOf?: string): Promise<Rec | null> => {
    const day = asOf === undefined ? '' : `?asOf=${asOf}`;
    const answer = await request.ask('get', `${entity.path}/${encodeURIComponent(id)}${day}`, { accept: [404] });
    return answer.status === 404 ? null : recordIn(entity, answer.json);
  };

  const writing = async (
    name: string,
    draft: Values,
    send: (entity: Entity) => Promise<{ readonly answer: RemoteAnswer; readonly record?: Rec }>,
  ): Promise<Written> => {
    const entity = model.find(name);
    if (!entity) return { ok: false, issues: [unknown(name)] };
    const { answer, record: gone } = await send(entity);
    if (answer.status >= 400) return refusalOf(entity, answer, draft);
    const record = gone ?? recordIn(entity, answer.json);
    live.wrote(name, record.id, gone ? Number.MAX_SAFE_INTEGER : record.version);
    announce(name, record.id);
    return { ok: true, record, issues: warningsOf(entity, answer) };
  };
  const asking = async <T>(asked: Asked, decode: (json: unknown) => Checked<T>): Promise<Checked<T>> => {
    const answer = await request.ask('post', asked.path, { json: asked.json, read: true, accept: [400, 422] });
    if (answer.status >= 400) return { ok: false, issues: issuesOf(answer) };
    return { ok: true, value: read(decode(answer.json), ''), issues: [] };
  };

  return {
    model,
    about,
    request,
    announce: (entity) => {
      for (const listener of listeners) listener({ entity });
    },
    writable: about.writable,
    may: (action, entity) => about.rights === undefined || mayDo(about.rights, action, entity),
    list: async (query) => {
      const entity = model.find(query.entity);
      if (!entity) return { ok: false, issues: [unknown(query.entity)] };
      const words = new URLSearchParams(addressOf(query).map(([name, value]) => [name, value]));
      const search = words.size === 0 ? '' : `?${words.toString()}`;
      const answer = await request.ask('get', `${entity.path}${search}`, { accept: [400, 422] });
      if (answer.status >= 400) return { ok: false, issues: issuesOf(answer) };
      const page = pageOf(answer.json, (item) => recordIn(entity, item));
      if (page === null) throw unreadableError('What came back is not a page of records.');
      return { ok: true, value: page, issues: [] };
    },
    get: async (name, id, { asOf } = {}) => {
      const entity = model.find(name);
      return entity ? get(entity, id, asOf) : null;
    },
    journalOf: async (name, id) => {
      const entity = model.find(name);
      if (!entity) return [];
      const answer = await request.ask('get', `${entity.path}/${encodeURIComponent(id)}/journal`, { accept: [404] });
      if (answer.status === 404) return [];
      const changes = journalOf(entity, { id, tenant: about.tenant.name }, answer.json);
      if (changes === null) throw unreadableError('What came back is not the journal of a record.');
      return changes;
    },
    create: (name, draft) =>
      writing(name, draft, async (entity) => ({
        answer: await request.ask('post', entity.path, { json: draftOf(entity, draft), accept: 'refusals' }),
      })),
    change: (name, id, patch, { version }) =>
      writing(name, patch, async (entity) => ({
        answer: await request.ask('patch', `${entity.path}/${encodeURIComponent(id)}`, {
          json: draftOf(entity, patch),
          version,
          accept: 'refusals',
        }),
      })),
    remove: (name, id, { version }) =>
      writing(name, {}, async (entity) => {
        // what is gone cannot be read any more, and whoever removed it may want to say what it was
        const record = await get(entity, id);
        const path = `${entity.path}/${encodeURIComponent(id)}`;
        const answer = await request.ask('delete', path, { version, accept: 'refusals' });
        return record ? { answer, record } : { answer };
      }),
    search: async ({ text, entities = [], limit }) => {
      const words = new URLSearchParams({ q: text });
      if (entities.length > 0) words.set('entities', entities.join(','));
      if (limit !== undefined) words.set('limit', String(limit));
      const answer = await request.ask('get', `search?${words.toString()}`, { accept: [400] });
      if (answer.status === 400) return { text, groups: [] };
      return foundOf(answer.json) ?? Promise.reject(unreadableError('What came back is not what a search found.'));
    },
    convert: async ({ entity: name, id, conversion: word, version, choices = {} }) => {
      const entity = model.find(name);
      const conversion = entity?.conversions.find((one) => one.name === word || one.path === word);
      if (!entity || !conversion) return { ok: false, issues: [unknown(name)] };
      const said = Object.entries(choices).map(([link, choice]): [string, Json] => {
        const target = model.find(conversion.makes.find((make) => make.link === link)?.entity ?? '');
        if (choice === null || 'id' in choice || !target)
          return [link, choice && 'id' in choice ? { id: choice.id } : null];
        return [link, draftOf(target, choice.values)];
      });
      const path = `${entity.path}/${encodeURIComponent(id)}/${conversion.path}`;
      const answer = await request.ask('post', path, { json: Object.fromEntries(said), version, accept: 'refusals' });
      if (answer.status >= 400) {
        const refused = refusalOf(entity, answer, {});
        return refused.ok ? { ok: false, issues: [] } : refused;
      }
      const { json } = answer;
      const record = recordIn(entity, isObject(json) ? json['record'] : null);
      const made: Record<string, { entity: string; record: Rec; taken: boolean }> = {};
      for (const [link, one] of Object.entries(isObject(json) && isObject(json['made']) ? json['made'] : {})) {
        const target = isObject(one) ? model.find(String(one['entity'])) : undefined;
        if (!isObject(one) || !target) continue;
        made[link] = { entity: target.name, record: recordIn(target, one['record']), taken: one['taken'] === true };
      }
      live.wrote(name, record.id, record.version);
      announce(name, record.id);
      for (const one of Object.values(made)) announce(one.entity, one.record.id);
      return { ok: true, record, made, issues: warningsOf(entity, answer) };
    },
    unconvert: ({ entity: name, id, conversion, version }) =>
      writing(name, {}, async (entity) => {
        const word = entity.conversions.find((one) => one.name === conversion)?.path ?? conversion;
        const path = `${entity.path}/${encodeURIComponent(id)}/${word}/undo`;
        const answer = await request.ask('post', path, { version, accept: 'refusals' });
        for (const one of model.entities) announce(one.name, id);
        return { answer };
      }),
    measure: (query) => asking({ path: 'query', json: query }, (json) => decodeAnswer(json, model)),
    reckon: async (query) => {
      const { readReckoned } = await loaded(import('./reckoned.ts'));
      return asking({ path: 'figures', json: query }, readReckoned);
    },
    explain: (query, measure) => asking({ path: 'explain', json: { query, measure } }, decodeExplanation),
    watch: (listener) => {
      listeners.add(listener);
      live.start();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) live.stop();
      };
    },
    freshness: () => freshness,
  };
};
