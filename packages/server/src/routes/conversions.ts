import {
  type Conversion,
  type ConversionChoice,
  type ConversionChoices,
  convertRecord,
  encodeRecord,
  type Entity,
  idSequence,
  isId,
  issue,
  type Model,
  undoConversion,
} from '@sluice/core';
import { webcrypto } from 'node:crypto';
import type { Hono } from 'hono';
import { permitted, required, writer } from '../auth/session.ts';
import { isObject, jsonOf } from './body.ts';
import type { Ask, Env, ServedSource } from './context.ts';
import type { NamedRoute, Timed } from './named.ts';
import { invalid, NOT_FOUND, type Refusal, Refused, refuse } from './problem.ts';
import { answer, entityNamed, idOf, refusalOfWrite, sourceOf, valuesOf } from './records.ts';
import { etagOf, versionOf } from './version.ts';

const STATES = new Set(['not_now', 'already_converted']);
/** Why a conversion is not taken back: what led to the rest first. */
const LEFT = ['not_converted', 'edited_since', 'no_such_record', 'cannot_return', 'not_linked', 'still_linked'];

const random = (): readonly [number, number, number] => {
  const [a = 0, b = 0, c = 0] = webcrypto.getRandomValues(new Uint32Array(3));
  return [a, b, c];
};

const within = (link: string, read: () => ConversionChoice): ConversionChoice => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Refused) || !error.refusal.issues) throw error;
    const issues = error.refusal.issues.map((one) => ({ ...one, path: [link, ...one.path] }));
    throw new Refused({ ...error.refusal, issues });
  }
};

const choiceOf = (target: Entity, link: string, said: unknown): ConversionChoice => {
  if (said === null) return null;
  if (!isObject(said)) return refuse(invalid([issue('not_an_object', [link])]));
  const { id, ...rest } = said;
  if (id === undefined) return within(link, () => ({ values: valuesOf(target, rest) }));
  const lower = typeof id === 'string' ? id.toLowerCase() : id;
  if (isId(lower) && Object.keys(rest).length === 0) return { id: lower };
  return refuse(invalid([issue('not_id', [link, 'id'], { expected: 'the id of a record, and nothing else' })]));
};

/** What the body says of each record to make, for somebody who may read and make it. */
const choicesOf = async (c: Ask, source: ServedSource, { makes }: Conversion): Promise<ConversionChoices> => {
  const json = c.req.header('content-type') === undefined ? {} : await jsonOf(c);
  if (!isObject(json)) return refuse(invalid([issue('not_an_object', [])]));
  const strange = Object.keys(json).find((link) => !makes.some((make) => make.link === link));
  if (strange !== undefined) {
    const expected = `one of ${makes.map(({ link }) => link).join(', ')}`;
    return refuse(invalid([issue('no_such_field', [strange], { received: strange.slice(0, 80), expected })]));
  }
  const choices: Record<string, ConversionChoice> = {};
  for (const { link, entity: name } of makes) {
    const target = source.model.find(name) ?? refuse(NOT_FOUND);
    if (Object.hasOwn(json, link)) choices[link] = choiceOf(target, link, json[link]);
    const choice = choices[link];
    if (choice === null) continue;
    permitted(c, 'read', name);
    if (!choice || !('id' in choice)) permitted(c, 'create', name);
  }
  return choices;
};

const refusalOfState = (code: string, detail: string, more: Partial<Refusal>): Refusal => ({
  status: 409,
  code,
  detail,
  remedy: 'Look at the record as it is now.',
  ...more,
});

const convert = async (c: Ask, tenants: Timed, name: string, path: string, nextId: () => string) => {
  const session = writer(c, 'change');
  const source = await sourceOf(c, tenants, session);
  const entity = entityNamed(c, source, name, 'change');
  const conversion = entity.conversions.find((one) => one.path === path) ?? refuse(NOT_FOUND);
  const id = idOf(c);
  const version = versionOf(c);
  const choices = await choicesOf(c, source, conversion);
  const { today, zone } = (await tenants.tenancyOf(required(c))) ?? refuse(NOT_FOUND);
  const done = await convertRecord(
    source,
    { entity: entity.name, id, conversion: conversion.name, version, choices },
    { moment: { today, zone }, at: new Date(tenants.now()).toISOString(), id: nextId },
  );
  if (!done.ok) {
    const { issues } = done;
    const state = issues.find((one) => STATES.has(one.code));
    if (!state) return refuse(refusalOfWrite(entity, done));
    const remedy = state.remedy === undefined ? {} : { remedy: state.remedy };
    return refuse(refusalOfState(state.code, state.message, { issues, ...remedy }));
  }
  const made = Object.fromEntries(
    Object.entries(done.made).flatMap(([link, { entity: target, taken, record }]) => {
      const of = source.model.find(target);
      return of ? [[link, { entity: target, taken, record: encodeRecord(of, record) }]] : [];
    }),
  );
  c.header('ETag', etagOf(done.record.version));
  if (done.issues.length > 0) c.header('Sluice-Warnings', [...new Set(done.issues.map((one) => one.code))].join(', '));
  return c.json({ record: encodeRecord(entity, done.record), made });
};

const takeBack = async (c: Ask, tenants: Timed, name: string, path: string) => {
  const session = writer(c, 'change');
  const source = await sourceOf(c, tenants, session);
  const entity = entityNamed(c, source, name, 'change');
  const conversion = entity.conversions.find((one) => one.path === path) ?? refuse(NOT_FOUND);
  for (const one of conversion.makes) permitted(c, 'remove', one.entity);
  const version = versionOf(c);
  const { today, zone } = (await tenants.tenancyOf(required(c))) ?? refuse(NOT_FOUND);
  const { tenant, actor } = session;
  const at = new Date(tenants.now()).toISOString();
  const context = { tenant, actor, cause: 'undo', at, moment: { today, zone } };
  const done = await undoConversion(source, { entity: entity.name, id: idOf(c), version }, context);
  if (!done.ok) {
    const { issues } = done;
    const [state] = done.missing ? [] : LEFT.flatMap((code) => issues.find((one) => one.code === code) ?? []);
    if (!state) return refuse(refusalOfWrite(entity, done));
    const remedy = state.remedy === undefined ? {} : { remedy: state.remedy };
    return refuse(refusalOfState(state.code, state.message, { issues, ...remedy }));
  }
  return answer(c, entity, done.record, { issues: done.issues });
};

/** The conversions that a model's entities declare: `POST /leads/{id}/convert`, and `…/undo` takes it back. Gives what was mounted. */
export const conversionRoutes = (app: Hono<Env>, model: Model, tenants: Timed): readonly NamedRoute[] => {
  const nextId = idSequence(tenants.now, random);
  return model.entities.flatMap(({ name, path: base, conversions }) =>
    conversions.flatMap(({ path }): readonly NamedRoute[] => {
      const at = `/${base}/:id/${path}`;
      app.post(at, (c) => convert(c, tenants, name, path, nextId));
      app.post(`${at}/undo`, (c) => takeBack(c, tenants, name, path));
      return [at, `${at}/undo`].map((one) => ({ method: 'POST', path: one }));
    }),
  );
};
