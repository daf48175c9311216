import { encodeAnswer, encodeExplanation, type Issue, issue, readQuery } from '@sluice/core';
import type { Hono } from 'hono';
import { permitted, required } from '../auth/session.ts';
import { isObject, jsonOf } from './body.ts';
import type { Ask, Env, Tenants } from './context.ts';
import { invalid, type Refusal, refuse } from './problem.ts';
import { sourceOf } from './records.ts';

const badQuery = (issues: readonly Issue[]): Refusal => ({ ...invalid(issues), status: 400, code: 'bad_query' });

const measure = async (c: Ask, tenants: Tenants) => {
  const source = await sourceOf(c, tenants, required(c));
  const query = readQuery(await jsonOf(c));
  if (!query.ok) return refuse(badQuery(query.issues));
  permitted(c, 'read', source.model.named(query.value.entity)?.name);
  const answer = await source.measure(query.value);
  if (!answer.ok) return refuse(badQuery(answer.issues));
  return c.json(encodeAnswer(answer.value, source.model));
};

const explain = async (c: Ask, tenants: Tenants) => {
  const source = await sourceOf(c, tenants, required(c));
  const json = await jsonOf(c);
  const asked = isObject(json) ? json : {};
  const measure = asked['measure'];
  if (typeof measure !== 'string' || measure === '') {
    const message = 'The body is { "query": { … }, "measure": "…" }.';
    return refuse(badQuery([issue('required', ['measure'], { message })]));
  }
  const query = readQuery(asked['query']);
  if (!query.ok) return refuse(badQuery(query.issues));
  permitted(c, 'read', source.model.named(query.value.entity)?.name);
  const explained = await source.explain(query.value, measure);
  if (!explained.ok) return refuse(badQuery(explained.issues));
  return c.json(encodeExplanation(explained.value));
};

/** Figures and how they came about, below the base of the API. */
export const queryRoutes = (app: Hono<Env>, tenants: Tenants): void => {
  app.post('/query', (c) => measure(c, tenants));
  app.post('/explain', (c) => explain(c, tenants));
};
