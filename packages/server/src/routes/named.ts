import {
  encodeAnswer,
  type Entity,
  type Field,
  isId,
  issue,
  type Model,
  planAction,
  queriesOf,
  readerAround,
  summariesOf,
} from '@sluice/core';
import type { Hono } from 'hono';
import { permitted, required, writer } from '../auth/session.ts';
import type { Ask, Env, ServedSource, Tenants } from './context.ts';
import { badQuestion, invalid, NOT_FOUND, type Refusal, refuse } from './problem.ts';
import { answer, answerCreate, answerPage, entityNamed, idOf, refusalOfWrite, sourceOf } from './records.ts';
import { versionOf } from './version.ts';

/** The time of a request where it is not a tenant's own: what actions and conversions write as their moment. */
export interface Timed extends Tenants {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** One address that the model implies, below the base of the API. */
export interface NamedRoute {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** With parameters as the router has them: `/kpis/investor/:id`. */
  readonly path: string;
}

/** The links through which an entity's records are listed and made: `/interactions/investor/{id}`. */
export const throughLinks = (entity: Entity): readonly Field[] =>
  entity.stored.filter((field) => field.to !== undefined && !field.custom);

/** A path of a summary as the router has it: braces as colons. */
export const routed = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

/** The record that a link in the address leads to, for somebody who may read it. */
const linkedTo = async (c: Ask, source: ServedSource, field: Field, said: string | undefined): Promise<string> => {
  const id = said?.toLowerCase() ?? '';
  const target = source.model.find(field.to ?? '') ?? refuse(NOT_FOUND);
  permitted(c, 'read', target.name);
  if (!isId(id) || (await source.get(target.name, id)) === null) return refuse(NOT_FOUND);
  return id;
};

const listThrough = async (c: Ask, tenants: Tenants, name: string, link: string) => {
  const source = await sourceOf(c, tenants, required(c));
  const entity = entityNamed(c, source, name);
  const field = entity.field(link) ?? refuse(NOT_FOUND);
  const id = await linkedTo(c, source, field, c.req.param('id'));
  return answerPage(c, source, entity, [{ field: link, op: 'in', values: [id] }]);
};

const createThrough = async (c: Ask, tenants: Tenants, name: string, link: string) => {
  const source = await sourceOf(c, tenants, writer(c, 'create'));
  const entity = entityNamed(c, source, name, 'create');
  const field = entity.field(link) ?? refuse(NOT_FOUND);
  const id = await linkedTo(c, source, field, c.req.param('id'));
  return answerCreate(c, source, entity, { [link]: field.many ? [id] : id });
};

/** A value of an address as its field takes it: what no record can have is refused, not summed up to nothing. */
const valueIn = (field: Field, said: string): string => {
  const read = field.rules.decode(said, field, [field.name]);
  return read.ok ? said : refuse(badQuestion(read.issues));
};

const summarise = async (c: Ask, tenants: Tenants, name: string, word: string) => {
  const source = await sourceOf(c, tenants, required(c));
  const entity = entityNamed(c, source, name);
  const summary = summariesOf(entity).find((one) => one.name === word) ?? refuse(NOT_FOUND);
  const parameters: Record<string, string> = {};
  for (const one of summary.parameters) {
    const field = entity.field(one) ?? refuse(NOT_FOUND);
    const said = c.req.param(one) ?? '';
    parameters[one] = field.to === undefined ? valueIn(field, said) : await linkedTo(c, source, field, said);
  }
  const figures: Record<string, ReturnType<typeof encodeAnswer>> = {};
  for (const [figure, query] of Object.entries(queriesOf(entity, summary, parameters))) {
    const measured = await source.measure(query);
    if (!measured.ok) return refuse(badQuestion(measured.issues));
    figures[figure] = encodeAnswer(measured.value, source.model);
  }
  return c.json({ summary: word, parameters, figures });
};

const STATES = new Set(['not_now', 'no_next_stage']);

/** Why something cannot be done to a record as it is. */
const refusalOfState = (issues: Parameters<typeof invalid>[0]): Refusal => {
  const state = issues.find((one) => STATES.has(one.code));
  if (!state) return invalid(issues);
  const { code, message: detail, remedy = 'Look at the record as it is now.' } = state;
  return { status: 409, code, detail, remedy, issues };
};

const act = async (c: Ask, tenants: Timed, name: string, word: string) => {
  const cause = `${word}, request ${c.get('requestId')}`;
  const source = await sourceOf(c, tenants, writer(c, 'change'), cause);
  const entity = entityNamed(c, source, name, 'change');
  const action = entity.actions.find((one) => one.path === word) ?? refuse(NOT_FOUND);
  const id = idOf(c);
  const version = versionOf(c);
  const record = (await source.get(entity.name, id)) ?? refuse(NOT_FOUND);
  // a record that was changed meanwhile is told as that, not as one to which this cannot be done
  const patch = record.version === version ? await patchOf(c, tenants, source, entity, { action, record }) : {};
  const written = await source.change(entity.name, id, patch, { version });
  if (!written.ok) return refuse(refusalOfWrite(entity, written));
  return answer(c, entity, written.record, { issues: written.issues });
};

const patchOf = async (
  c: Ask,
  tenants: Timed,
  source: ServedSource,
  entity: Entity,
  {
    action,
    record,
  }: { readonly action: Entity['actions'][number]; readonly record: Parameters<typeof readerAround>[2] },
) => {
  const tenancy = (await tenants.tenancyOf(required(c))) ?? refuse(NOT_FOUND);
  const reader = await readerAround(source, entity, record, [action.when]);
  const moment = { today: tenancy.today, zone: tenancy.zone };
  const planned = planAction(entity, action, { reader, moment, at: new Date(tenants.now()).toISOString() });
  return planned.ok ? planned.value : refuse(refusalOfState(planned.issues));
};

const search = async (c: Ask, tenants: Tenants, name: string) => {
  const source = await sourceOf(c, tenants, required(c));
  const entity = entityNamed(c, source, name);
  if ((c.req.query('q') ?? '').trim() === '')
    return refuse(badQuestion([issue('required', ['q'], { remedy: 'Say what to look for: ?q=acme.' })]));
  return answerPage(c, source, entity);
};

/**
 * The addresses that a model's entities have beside their records: search, summaries, lists through links, actions. Mounted before the
 * records, whose ids they would else be taken for. Gives what was mounted.
 */
export const namedRoutes = (app: Hono<Env>, model: Model, tenants: Timed): readonly NamedRoute[] => {
  const mounted: NamedRoute[] = [];
  const mount = (method: NamedRoute['method'], path: string, handle: (c: Ask) => Promise<Response>): void => {
    app.on(method, path, handle);
    mounted.push({ method, path });
  };
  for (const entity of model.entities) {
    const { name } = entity;
    const base = `/${entity.path}`;
    mount('GET', `${base}/search`, (c) => search(c, tenants, name));
    for (const summary of summariesOf(entity))
      mount('GET', `${base}/${routed(summary.path)}`, (c) => summarise(c, tenants, name, summary.name));
    for (const { name: link } of throughLinks(entity)) {
      mount('GET', `${base}/${link}/:id`, (c) => listThrough(c, tenants, name, link));
      mount('POST', `${base}/${link}/:id`, (c) => createThrough(c, tenants, name, link));
    }
    for (const { path } of entity.actions) mount('PUT', `${base}/:id/${path}`, (c) => act(c, tenants, name, path));
  }
  return mounted;
};
