import {
  type Change,
  decodeValues,
  encodeRecord,
  type Entity,
  isId,
  type Issue,
  issue,
  type Json,
  type Rec,
  type Value,
  type WireChange,
  type WireDraft,
  type WirePage,
  type Written,
  queryFromAddress,
} from '@sluice/core';
import type { Hono } from 'hono';
import type { Action } from '../auth/permissions.ts';
import { permitted, required, writer } from '../auth/session.ts';
import { onceOf } from '../idempotency/header.ts';
import { isObject, jsonOf } from './body.ts';
import type { Ask, Env, ServedSource, Session, Tenants } from './context.ts';
import { invalid, NOT_FOUND, type Refusal, refuse, UNKNOWN_SENDER } from './problem.ts';
import { etagOf, versionOf } from './version.ts';

type Values = Readonly<Record<string, Value>>;

/** The source of whoever asks; the request is the cause of what they write, once if it carries an Idempotency-Key. */
export const sourceOf = async (c: Ask, tenants: Tenants, session: Session): Promise<ServedSource> =>
  (await tenants.sourceFor(session, `request ${c.get('requestId')}`, onceOf(c, session))) ?? refuse(UNKNOWN_SENDER);

/** The entity that the address names, in the tenant's own model, for somebody who may do this to it. */
export const entityOf = (c: Ask, source: ServedSource, action: Action = 'read'): Entity => {
  const path = c.req.param('path');
  const entity = source.model.entities.find((one) => one.path === path) ?? refuse(NOT_FOUND);
  permitted(c, action, entity.name);
  return entity;
};

const idOf = (c: Ask): string => {
  const id = c.req.param('id')?.toLowerCase();
  return isId(id) ? id : refuse(NOT_FOUND);
};

/** The named values on the wire. */
export const wireOf = (entity: Entity, values: Values): WireDraft =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]): [string, Json] => {
      const field = entity.field(name);
      return [name, value === null || !field ? value : field.rules.encode(value, field)];
    }),
  );

const conflicted = new Set(['still_linked', 'not_unique', 'already_exists']);

/** Why a write was refused, for whoever asked. */
export const refusalOfWrite = (entity: Entity, written: Exclude<Written, { readonly ok: true }>): Refusal => {
  const { issues, conflict, missing } = written;
  if (missing) return NOT_FOUND;
  const detail = issues.find((one) => one.severity === 'error')?.message ?? 'This cannot be done.';
  if (conflict) {
    const { stored, asked } = conflict;
    return {
      status: 412,
      code: 'changed_meanwhile',
      detail,
      remedy: 'Look at both values and save again, with the version in "conflict.stored".',
      issues,
      conflict: { stored: encodeRecord(entity, stored), asked: wireOf(entity, asked) },
      headers: { ETag: etagOf(stored.version) },
    };
  }
  const state = issues.find((one) => conflicted.has(one.code));
  if (!state) return invalid(issues);
  return {
    status: 409,
    code: state.code,
    detail: state.message,
    ...(state.remedy === undefined ? {} : { remedy: state.remedy }),
    issues,
  };
};

/** An edit for memory from a body. Refuses what the entity does not know. */
export const valuesOf = (entity: Entity, wire: unknown): Values => {
  const read = decodeValues(entity, wire);
  return read.ok ? read.value : refuse(invalid(read.issues));
};

/** What a body says of a new record: its values, and its id when it brings one. */
export const draftOf = (entity: Entity, wire: unknown): { readonly id?: string; readonly values: Values } => {
  if (!isObject(wire)) return { values: valuesOf(entity, wire) };
  const { id, ...rest } = wire;
  const values = valuesOf(entity, rest);
  if (id === undefined || id === null) return { values };
  const lower = typeof id === 'string' ? id.toLowerCase() : id;
  if (isId(lower)) return { id: lower, values };
  const received = (typeof id === 'string' ? id : JSON.stringify(id)).slice(0, 80);
  return refuse(invalid([issue('not_id', ['id'], { received, expected: 'a UUID' })]));
};

/** A journal entry on the wire. */
export const wireChange = (entity: Entity, change: Change): WireChange => ({
  at: change.at,
  actor: change.actor,
  cause: change.cause,
  version: change.version,
  before: change.before && wireOf(entity, change.before),
  after: change.after && wireOf(entity, change.after),
});

const answer = (
  c: Ask,
  entity: Entity,
  record: Rec,
  { status = 200, issues = [] }: { status?: 200 | 201; issues?: readonly Issue[] } = {},
) => {
  c.header('ETag', etagOf(record.version));
  // A record as JSON has no room for remarks: their codes go beside it.
  if (issues.length > 0) c.header('Sluice-Warnings', [...new Set(issues.map((one) => one.code))].join(', '));
  return c.json(encodeRecord(entity, record), status);
};

const list = async (c: Ask, tenants: Tenants) => {
  const source = await sourceOf(c, tenants, required(c));
  const entity = entityOf(c, source);
  const query = queryFromAddress(new URL(c.req.url).searchParams, entity.name);
  if (!query.ok) return refuse({ ...invalid(query.issues), status: 400, code: 'bad_query' });
  const listed = await source.list(query.value);
  if (!listed.ok) return refuse({ ...invalid(listed.issues), status: 400, code: 'bad_query' });
  const { items, total, next, titles } = listed.value;
  const page: WirePage = { items: items.map((record) => encodeRecord(entity, record)), total, next, titles };
  return c.json(page);
};

const get = async (c: Ask, tenants: Tenants) => {
  const source = await sourceOf(c, tenants, required(c));
  const entity = entityOf(c, source);
  const record = (await source.get(entity.name, idOf(c))) ?? refuse(NOT_FOUND);
  return answer(c, entity, record);
};

const create = async (c: Ask, tenants: Tenants) => {
  const source = await sourceOf(c, tenants, writer(c, 'create'));
  const entity = entityOf(c, source, 'create');
  const { id, values } = draftOf(entity, await jsonOf(c));
  let written: Written;
  if (id === undefined) written = await source.create(entity.name, values);
  else {
    const done = await source.bulk([{ op: 'create', entity: entity.name, id, values }]);
    const record = done.ok ? done.records[0] : undefined;
    written = record ? { ok: true, record, issues: done.issues } : { ok: false, issues: done.issues };
  }
  if (!written.ok) return refuse(refusalOfWrite(entity, written));
  c.header('Location', `/api/v1/${entity.path}/${written.record.id}`);
  return answer(c, entity, written.record, { status: 201, issues: written.issues });
};

/** `whole`: what the body does not name becomes blank. */
const change = async (c: Ask, tenants: Tenants, whole: boolean) => {
  const source = await sourceOf(c, tenants, writer(c, 'change'));
  const entity = entityOf(c, source, 'change');
  const id = idOf(c);
  const version = versionOf(c);
  const asked = valuesOf(entity, await jsonOf(c));
  const blank = whole ? Object.fromEntries(entity.stored.map((field) => [field.name, null])) : {};
  const written = await source.change(entity.name, id, { ...blank, ...asked }, { version });
  if (!written.ok) return refuse(refusalOfWrite(entity, written));
  return answer(c, entity, written.record, { issues: written.issues });
};

const remove = async (c: Ask, tenants: Tenants) => {
  const source = await sourceOf(c, tenants, writer(c, 'remove'));
  const entity = entityOf(c, source, 'remove');
  const written = await source.remove(entity.name, idOf(c), { version: versionOf(c) });
  if (!written.ok) return refuse(refusalOfWrite(entity, written));
  return c.body(null, 204);
};

const journal = async (c: Ask, tenants: Tenants) => {
  const source = await sourceOf(c, tenants, required(c));
  const entity = entityOf(c, source);
  const changes = await source.journalOf(entity.name, idOf(c));
  if (changes.length === 0 && (await source.get(entity.name, idOf(c))) === null) return refuse(NOT_FOUND);
  return c.json({ items: changes.map((one) => wireChange(entity, one)) });
};

/** The records of every entity, below the base of the API. */
export const recordRoutes = (app: Hono<Env>, tenants: Tenants): void => {
  app.get('/:path', (c) => list(c, tenants));
  app.post('/:path', (c) => create(c, tenants));
  app.get('/:path/:id', (c) => get(c, tenants));
  app.patch('/:path/:id', (c) => change(c, tenants, false));
  app.put('/:path/:id', (c) => change(c, tenants, true));
  app.delete('/:path/:id', (c) => remove(c, tenants));
  app.get('/:path/:id/journal', (c) => journal(c, tenants));
};
