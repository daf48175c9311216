import { randomUUID } from 'node:crypto';
import type { Entity, Json } from '@sluice/core';
import { MODEL } from '../http.ts';
import type { Description, Operation } from './document.ts';
import { draftOf } from './drafts.ts';
import { entityOperation } from './expectations.ts';
import type { Answer } from './judge.ts';
import { leastOf, wordOf } from './least.ts';
import { SPARE, type TenantName, type World } from './world.ts';

/** A request as it goes out. */
export interface Sent {
  readonly method: string;
  /** Below `/api/v1`, with its parameters. */
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** Everything a request says, to see whether an answer only says it again. */
export const textOf = ({ address, body }: Sent): string => {
  const said = typeof body === 'string' ? body : '';
  try {
    return `${address}\n${decodeURIComponent(address)}\n${said}`;
  } catch {
    return `${address}\n${said}`;
  }
};

const BASE = 'https://crm.example.com/api/v1';

/** Sends a request to the server in the process. */
export const ask = async (world: World, { method, address, headers, body }: Sent): Promise<Answer> => {
  const answer = await world.server.app.request(`${BASE}${address}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  // a stream has no end: what it begins with is enough
  if (answer.headers.get('content-type')?.startsWith('text/event-stream')) {
    await answer.body?.cancel();
    return { status: answer.status, headers: answer.headers, text: '' };
  }
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};

/** A request of an operation that is right, with the places in it where an id stands. */
export interface Recipe {
  /** Replaces what stands in a place; `null` in a path: the id is there anyway. */
  readonly request: (ids: Readonly<Record<string, string>>) => Omit<Sent, 'headers'> & {
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly places: readonly Place[];
  /** What a right request is answered; a status below 300 of the document when left out. */
  readonly status?: number;
}

/** Where an id stands. */
export interface Place {
  readonly name: string;
  /** What it is an id of. */
  readonly of: string;
  /** The id that a right request has there. */
  readonly own: string;
  /** What an id does there: name the thing (404), refer to something (4xx), narrow (200, nothing found), or be the id of something new. */
  readonly does: 'name' | 'refer' | 'narrow' | 'new';
}

const json = (value: unknown, headers: Readonly<Record<string, string>> = {}) => ({
  headers: { 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify(value),
});

/** The number of the last draft: no two are alike, whoever sends them. */
let number = 4000;

const linksOf = (entity: Entity) => entity.stored.filter(({ kind, many }) => kind === 'link' && !many);

const KNOWN = new Set(['list', 'get', 'export', 'journal', 'create', 'change', 'replace', 'remove', 'bulk']);

/** Makes right requests of every operation for somebody at home in a tenant. */
export const recipesFor = (world: World, description: Description, home: TenantName) => {
  const { first, imports, session } = world.estate(home);
  const others: Readonly<Record<string, string>> = { webhooks: world.estate(home).webhook };
  const link = (name: string): string | undefined => first.get(name);
  const draft = (entity: Entity) => draftOf(entity, home, (number += 1), link);
  const fresh = (entity: Entity) => world.make(home, entity.name, link);
  const version = { 'If-Match': '"1"' };

  const ofEntity = async (verb: string, entity: Entity, method: string, writes: boolean): Promise<Recipe> => {
    const at = `/${entity.path}`;
    const references = linksOf(entity)
      .slice(0, 2)
      .map(({ name, to = '' }): Place => ({ name, of: to, own: link(to) ?? '', does: 'refer' }));
    const named = (own: string): Place => ({ name: 'id', of: entity.name, own, does: 'name' });
    const filled = (ids: Readonly<Record<string, string>>, whole: boolean): Readonly<Record<string, Json>> => {
      const about = new Set(entity.about);
      const changed = Object.fromEntries(
        references.flatMap(({ name }) => (ids[name] === undefined ? [] : [[name, ids[name]]])),
      );
      // of links that exclude each other only the one that is tried
      const base = whole ? draft(entity) : {};
      const others = Object.keys(changed).some((name) => about.has(name)) ? [...about] : [];
      return { ...base, ...Object.fromEntries(others.map((name) => [name, null])), ...changed };
    };
    const differing = (ids: Readonly<Record<string, string>>) =>
      Object.fromEntries(
        Object.entries(ids).filter(([name, id]) => references.some((one) => one.name === name && one.own !== id)),
      );
    switch (verb) {
      case 'list':
      case 'export': {
        const places = linksOf(entity).map(
          ({ name, to = '' }): Place => ({ name, of: to, own: link(to) ?? '', does: 'narrow' }),
        );
        return {
          places,
          request: (ids) => {
            const asked = new URLSearchParams(Object.entries(ids));
            return {
              method,
              address: `${at}${verb === 'export' ? '/export' : ''}${asked.size > 0 ? `?${asked.toString()}` : ''}`,
            };
          },
        };
      }
      case 'get':
      case 'journal': {
        const own = first.get(entity.name) ?? '';
        return {
          places: [named(own)],
          request: ({ id = own }) => ({ method, address: `${at}/${id}${verb === 'journal' ? '/journal' : ''}` }),
        };
      }
      case 'create': {
        const fresh: Place = { name: 'id', of: entity.name, own: randomUUID(), does: 'new' };
        return {
          places: [...references, fresh],
          request: ({ id, ...ids }) => ({
            method,
            address: at,
            ...json({ ...filled(differing(ids), true), ...(id === undefined ? {} : { id }) }),
          }),
        };
      }
      case 'change':
      case 'replace': {
        const own = writes ? await fresh(entity) : (first.get(entity.name) ?? '');
        const whole = verb === 'replace';
        return {
          places: [named(own), ...references],
          request: ({ id = own, ...ids }) => ({
            method,
            address: `${at}/${id}`,
            ...json(filled(differing(ids), whole), version),
          }),
        };
      }
      case 'remove': {
        const own = writes ? await fresh(entity) : (first.get(entity.name) ?? '');
        return {
          places: [named(own)],
          request: ({ id = own }) => ({ method, address: `${at}/${id}`, headers: version }),
        };
      }
      default: {
        const own = writes ? await fresh(entity) : (first.get(entity.name) ?? '');
        return {
          places: [named(own), ...references],
          request: ({ id = own, ...ids }) => {
            const change = { op: 'change', id, version: 1, values: filled(differing(ids), false) };
            const create = { op: 'create', values: filled(differing(ids), true) };
            return { method, address: `${at}/bulk`, ...json({ operations: [change, create] }) };
          },
        };
      }
    }
  };

  const planned = async (): Promise<string> => {
    const answer = await ask(world, {
      method: 'POST',
      address: '/imports?entity=deal',
      headers: { ...(await world.admin(home)), 'Content-Type': 'text/csv' },
      body: `client,stage\nimported ${(number += 1)},prospect\n`,
    });
    return (JSON.parse(answer.text) as { readonly id: string }).id;
  };

  const ofOther = async (operation: Operation, writes: boolean): Promise<Recipe> => {
    const { id: name, method, path, bodies } = operation;
    const imported = (own: string, more: Partial<Recipe> = {}): Recipe => ({
      places: [{ name: 'id', of: 'import', own, does: 'name' }],
      request: ({ id = own }) => ({ method, address: path.replace('{id}', id) }),
      ...more,
    });
    const nothing = (request: ReturnType<Recipe['request']>, status?: number): Recipe => ({
      places: [],
      request: () => request,
      ...(status === undefined ? {} : { status }),
    });
    const deal = first.get('deal') ?? '';
    const company = first.get('company') ?? '';
    const narrowed: Place = { name: 'account', of: 'company', own: company, does: 'narrow' };
    const selection = (ids: Readonly<Record<string, string>>) => ({
      entity: 'deal',
      measures: ['count()', 'sum(amount)'],
      by: ['account'],
      ...(ids['account'] === undefined ? {} : { filters: [{ field: 'account', op: 'in', values: [ids['account']] }] }),
    });
    switch (name) {
      case 'query':
        return { places: [narrowed], request: (ids) => ({ method, address: path, ...json(selection(ids)) }) };
      case 'explain':
        return {
          places: [narrowed],
          request: (ids) => ({ method, address: path, ...json({ query: selection(ids), measure: 'sum(amount)' }) }),
        };
      case 'getImport':
      case 'rejectedRows':
        return imported(imports.planned);
      case 'planUndo':
        return {
          places: [
            { name: 'id', of: 'import', own: imports.accepted, does: 'name' },
            { name: 'rows', of: 'deal', own: deal, does: 'narrow' },
          ],
          request: ({ id = imports.accepted, rows }) => ({
            method,
            address: `${path.replace('{id}', id)}${rows === undefined ? '' : `?rows=${encodeURIComponent(rows)}`}`,
          }),
        };
      case 'acceptImport':
        return imported(writes ? await planned() : imports.planned);
      case 'cancelImport':
        return imported(imports.planned);
      case 'undoImport': {
        const own = writes ? await planned() : imports.accepted;
        if (writes) await ask(world, { method, address: `/imports/${own}/accept`, headers: await world.admin(home) });
        return imported(own);
      }
      case 'planImport':
        return nothing({
          method,
          address: `${path}?entity=deal`,
          headers: { 'Content-Type': 'text/csv' },
          body: 'client,stage\nsomebody,prospect\n',
        });
      case 'endSession':
        return {
          places: [{ name: 'id', of: 'session', own: session, does: 'name' }],
          request: ({ id = session }) => ({ method, address: path.replace('{id}', id) }),
          status: 404,
        };
      case 'invite':
        return nothing({ method, address: path, ...json({ email: `guest${(number += 1)}@example.com` }) });
      case 'embed':
        return nothing({ method, address: path, ...json({ origin: 'https://other.example.com' }) });
      case 'replaceOrigins':
        return nothing({ method, address: path, ...json({ origins: ['https://app.example.com'] }) });
      case 'createTenant':
        return nothing({ method, address: path, ...json({ name: `made-${(number += 1)}` }) });
      case 'tenant':
      case 'changeTenant':
      case 'suspendTenant':
      case 'resumeTenant':
      case 'inviteToTenant': {
        const said =
          name === 'inviteToTenant'
            ? json({ email: `guest${(number += 1)}@example.com` })
            : name === 'changeTenant'
              ? json({ label: `Spare ${(number += 1)}` })
              : {};
        return nothing({ method, address: path.replace('{name}', SPARE), ...said });
      }
      case 'login':
        return nothing(
          {
            method,
            address: path,
            ...json({ email: `nobody${(number += 1)}@example.com`, password: 'x', cookies: false }),
          },
          401,
        );
      case 'refresh':
        return nothing({ method, address: path, ...json({ refresh: 'x' }) }, 401);
      case 'accept':
      case 'reset':
        return nothing(
          { method, address: path, ...json({ token: 'x', password: 'vintage otter climbs ladder' }) },
          409,
        );
      case 'requestReset':
        return nothing({ method, address: path, ...json({ email: `nobody${(number += 1)}@example.com` }) });
      default:
        break;
    }
    // an operation of which nothing more is known: the least that the document asks for
    const schema = bodies['application/json'];
    const needed = operation.parameters.filter((one) => one.required);
    const headers = Object.fromEntries(
      needed.filter((one) => one.in === 'header').map((one) => [one.name, one.name === 'If-Match' ? '"1"' : 'x']),
    );
    const asked = new URLSearchParams(
      needed
        .filter((one) => one.in === 'query')
        .map((one): [string, string] => [one.name, wordOf(leastOf(one.schema, description))]),
    );
    const about = MODEL.entities.find((one) => path.startsWith(`/${one.path}/`));
    const [, , through = ''] = path.split('/');
    const isDone = about !== undefined && through === '{id}';
    const of = about?.field(through)?.to ?? (through === '{id}' ? (about?.name ?? '') : (path.split('/')[1] ?? ''));
    const own = isDone && writes ? await fresh(about) : (first.get(of) ?? others[of] ?? randomUUID());
    const held = operation.parameters.filter((one) => one.in === 'path');
    const uuids = held.filter((one) => one.schema['format'] === 'uuid');
    // through a link a record is made: as one is made otherwise, without the link
    const made = about && operation.id.startsWith('create') ? draft(about) : null;
    if (made) delete made[through];
    const nobodys = randomUUID();
    const ofParameter = (name: string): string => (name === 'id' ? own : (first.get(name) ?? nobodys));
    const versioned = ['put', 'patch', 'delete'].includes(method.toLowerCase())
      ? { 'If-Match': '"1"', ...headers }
      : headers;
    return {
      places: uuids.map(
        ({ name: one }): Place => ({
          name: one,
          of: one === 'id' ? of : one,
          own: ofParameter(one),
          // what is listed through somebody else's record is nothing
          does: about && !isDone && method === 'GET' ? 'narrow' : about && !isDone ? 'refer' : 'name',
        }),
      ),
      request: (ids) => ({
        method,
        address: `${path.replace(/\{([^}]+)\}/g, (_, one: string) => {
          const parameter = held.find((some) => some.name === one);
          if (uuids.some((some) => some.name === one)) return ids[one] ?? ofParameter(one);
          return encodeURIComponent(wordOf(leastOf(parameter?.schema ?? {}, description)));
        })}${asked.size > 0 ? `?${asked.toString()}` : ''}`,
        ...(schema === undefined ? { headers: versioned } : json(made ?? leastOf(schema, description), versioned)),
      }),
      status: 0,
    };
  };

  /** A right request of an operation. `writes`: it will be sent by somebody who may, so that what it changes must be new. */
  return async (operation: Operation, writes: boolean): Promise<Recipe> => {
    const found = entityOperation(operation, MODEL);
    return found && KNOWN.has(found.verb)
      ? ofEntity(found.verb, found.entity, operation.method, writes)
      : ofOther(operation, writes);
  };
};
