import { encodeRecord, type Entity, isId, issue, type Issue, type WireBulkAnswer } from '@sluice/core';
import type { Hono } from 'hono';
import { may } from '../auth/permissions.ts';
import { permitted, required } from '../auth/session.ts';
import { rightsFor } from '../tenants/standing.ts';
import { isObject, jsonOf } from './body.ts';
import type { Ask, Env, Operation, Tenants } from './context.ts';
import { invalid, Refused, refuse } from './problem.ts';
import { draftOf, entityOf, refusalOfWrite, sourceOf, valuesOf } from './records.ts';

/** The most writes in one request. */
export const MOST = 1000;

const OPERATIONS = ['create', 'change', 'remove'] as const;
const NAMES: Readonly<Record<(typeof OPERATIONS)[number], readonly string[]>> = {
  create: ['op', 'values'],
  change: ['op', 'id', 'version', 'values'],
  remove: ['op', 'id', 'version'],
};

const fault = (code: string, path: Issue['path'], message: string): never =>
  refuse({
    status: 400,
    code: 'bad_request',
    detail: message,
    remedy: 'Send { "operations": [ { "op": "create", "values": { … } } ] }; GET /api/v1/openapi.json has the rest.',
    issues: [issue(code, path, { message })],
  });

const within = (at: number, one: Issue): Issue => ({ ...one, path: ['operations', at, ...one.path] });

/** Puts the place of an operation before what was found in it. */
const inOperation = <T>(at: number, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Refused) || !error.refusal.issues) throw error;
    throw new Refused({ ...error.refusal, issues: error.refusal.issues.map((one) => within(at, one)) });
  }
};

/** What a client may send; `put` is how a record with a key is posted. */
type Sent = Exclude<Operation, { readonly op: 'put' }>;

const operationOf = (entity: Entity, json: unknown): Sent => {
  if (!isObject(json)) return fault('not_an_object', [], 'An operation is a JSON object.');
  const op = OPERATIONS.find((one) => one === json['op']);
  if (!op) return fault('no_such_operation', ['op'], `An operation is one of ${OPERATIONS.join(', ')}.`);
  const surplus = Object.keys(json).find((name) => !NAMES[op].includes(name));
  if (surplus !== undefined)
    return fault('no_such_field', [surplus], `To ${op} takes ${NAMES[op].join(', ')}, not ${surplus.slice(0, 80)}.`);
  if (op === 'create') return { op, entity: entity.name, ...draftOf(entity, json['values']) };
  const id = typeof json['id'] === 'string' ? json['id'].toLowerCase() : json['id'];
  const version = json['version'];
  if (!isId(id)) return fault('not_id', ['id'], `To ${op} takes the id of the record, a UUID.`);
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1)
    return fault('not_number', ['version'], `To ${op} takes the version that was edited, a number from 1.`);
  if (op === 'remove') return { op, entity: entity.name, id, version };
  return { op, entity: entity.name, id, version, values: valuesOf(entity, json['values']) };
};

const operationsOf = (entity: Entity, json: unknown): readonly Sent[] => {
  const list = isObject(json) ? json['operations'] : undefined;
  if (!Array.isArray(list) || Object.keys(json as object).length > 1)
    return fault('not_an_object', ['operations'], 'The body is { "operations": [ … ] }.');
  if (list.length > MOST)
    return refuse(invalid([issue('too_many', ['operations'], { expected: String(MOST), received: `${list.length}` })]));
  return list.map((one: unknown, at) => inOperation(at, () => operationOf(entity, one)));
};

const bulk = async (c: Ask, tenants: Tenants) => {
  const session = required(c);
  const source = await sourceOf(c, tenants, session);
  const entity = entityOf(c, source);
  // who writes nothing at all is told so, whatever they send
  if (!OPERATIONS.some((op) => may(rightsFor(session), op, entity.name))) permitted(c, 'change', entity.name);
  const operations = operationsOf(entity, await jsonOf(c));
  for (const op of new Set(operations.map((one) => one.op))) permitted(c, op, entity.name);
  const done = await source.bulk(operations);
  if (!done.ok) {
    const refusal = refusalOfWrite(entity, done);
    const remedy = `${refusal.remedy} Nothing was written: mend the operation that is named, and send all of them again.`;
    const issues = done.issues.map((one) => within(done.at, one));
    return refuse({ ...refusal, issues, remedy });
  }
  const items = done.records.map((record, at) => ({
    op: operations[at]?.op ?? 'change',
    record: encodeRecord(entity, record),
  }));
  return c.json({ items } satisfies WireBulkAnswer);
};

/** Several writes at once, below the base of the API. */
export const bulkRoutes = (app: Hono<Env>, tenants: Tenants): void => {
  app.post('/:path/bulk', (c) => bulk(c, tenants));
};
