import {
  type Change,
  type Condition,
  decodeValues,
  encodeRecord,
  type Entity,
  isDate,
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
import { badQuestion, invalid, NOT_FOUND, type Refusal, refuse, UNKNOWN_SENDER } from './problem.ts';
import { remedyOf } from './remedies.ts';
import { etagOf, versionOf } from './version.ts';
import { keptBackOf } from '../tenants/models.ts';

type Values = Readonly<Record<string, Value>>;

/** The source of whoever asks; the request is the cause of what they write, once if it carries an Idempotency-Key. */
export const sourceOf = async (c: Ask, tenants: Tenants, session: Session, cause?: string): Promise<ServedSource> =>
  (await tenants.sourceFor(session, cause ?? `request ${c.get('requestId')}`, onceOf(c, session))) ??
  refuse(UNKNOWN_SENDER);

/** An entity of the tenant's own model, for somebody who may do this to it. */
export const entityNamed = (c: Ask, source: ServedSource, name: string, action: Action = 'read'): Entity => {
  const entity = source.model.find(name) ?? refuse(NOT_FOUND);
  permitted(c, action, entity.name);
  return entity;
};

/** The entity that the address names, in the tenant's own model, for somebody who may do this to it. */
export const entityOf = (c: Ask, source: ServedSource, action: Action = 'read'): Entity => {
  const path = c.req.param('path');
  const entity = source.model.entities.find((one) => one.path === path) ?? refuse(NOT_FOUND);
  permitted(c, action, entity.name);
  return entity;
};

/** The id of the record that the address names. */
export const idOf = (c: Ask): string => {
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
    remedy: remedyOf(state),
    issues,
  };
};

/** Issues of names that are there, and not for whoever asks. */
export const keptBack = (entity: Entity, issues: readonly Issue[]): readonly Issue[] => {
  const names = keptBackOf(entity);
  return issues.map((one) =>
    one.code === 'no_such_field' && names.has(one.received ?? '')
      ? issue('field_not_allowed', one.path, { received: one.received })
      : one,
  );
};

/** An edit for memory from a body. Refuses what the entity does not know. */
export const valuesOf = (entity: Entity, wire: unknown): Values => {
  const read = decodeValues(entity, wire);
  return read.ok ? read.value : refuse(invalid(keptBack(entity, read.issues)));
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

/** A record with its version. */
export const answer = (
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

/** A page of an entity's records, as the address asks for it; `only` those that satisfy these conditions too. */
export const answerPage = async (c: Ask, source: ServedSource, entity: Entity, only: readonly Condition[] = []) => {
  const query = queryFromAddress(new URL(c.req.url).searchParams, entity.name);
  if (!query.ok) return refuse(badQuestion(query.issues));
  const filters = [...only, ...(query.value.filters ?? [])];
  const listed = await source.list(filters.length > 0 ? { ...query.value, filters } : query.value);
  if (!listed.ok) return refuse(badQuestion(listed.issues));
  const { items, total, next, titles } = listed.value;
  const page: WirePage = { items: items.map((record) => encodeRecord(entity, record)), total, next, titles };
  return c.json(page);
};

const list = async (c: Ask, tenants: Tenants) => {
  const source = await sourceOf(c, tenants, required(c));
  return answerPage(c, source, entityOf(c, source));
};

const get = async (c: Ask, tenants: Tenants) => {
  const source = await sourceOf(c, tenants, required(c));
  const entity = entityOf(c, source);
  const asOf = c.req.query('asOf');
  if (asOf !== undefined && !isDate(asOf))
    return refuse({ ...invalid([issue('not_date', ['asOf'], { received: asOf })]), status: 400, code: 'bad_query' });
  const record = (await source.get(entity.name, idOf(c), asOf === undefined ? {} : { asOf })) ?? refuse(NOT_FOUND);
  return answer(c, entity, record);
};

/**
 * Makes a record of what the request carries, with these values whatever it says of them. Of an entity with a key the record that has the
 * same key is changed instead.
 */
export const answerCreate = async (c: Ask, source: ServedSource, entity: Entity, fixed: Values = {}) => {
  const { id, values } = draftOf(entity, await jsonOf(c));
  const other = Object.keys(fixed).find((name) => (values[name] ?? fixed[name]) !== fixed[name]);
  if (other !== undefined)
    return refuse(invalid([issue('not_one_value', [other], { received: 'two', remedy: 'The address says it.' })]));
  const draft = { ...values, ...fixed };
  const keyed = entity.key.length > 0 && id === undefined;
  if (keyed) permitted(c, 'change', entity.name);
  const done = await source.bulk([
    keyed
      ? { op: 'put', entity: entity.name, values: draft }
      : { op: 'create', entity: entity.name, ...(id === undefined ? {} : { id }), values: draft },
  ]);
  if (!done.ok) return refuse(refusalOfWrite(entity, done));
  const record = done.records[0] ?? refuse(NOT_FOUND);
  const status = done.made[0] === true ? 201 : 200;
  if (status === 201) c.header('Location', `/api/v1/${entity.path}/${record.id}`);
  return answer(c, entity, record, { status, issues: done.issues });
};

const create = async (c: Ask, tenants: Tenants) => {
  const source = await sourceOf(c, tenants, writer(c, 'create'));
  return answerCreate(c, source, entityOf(c, source, 'create'));
};

/** `whole`: what the body does not name becomes blank. */
const change = async (c: Ask, tenants: Tenants, whole: boolean) => {
  const source = await sourceOf(c, tenants, writer(c, 'change'));
  const entity = entityOf(c, source, 'change');
  const id = idOf(c);
  const version = versionOf(c);
  const asked = valuesOf(entity, await jsonOf(c));
  const blank = whole
    ? Object.fromEntries(entity.stored.flatMap(({ name, readOnly }) => (readOnly ? [] : [[name, null]])))
    : {};
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
