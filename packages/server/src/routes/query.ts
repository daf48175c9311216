import {
  encodeAnswer,
  encodeExplanation,
  encodeReckoned,
  explanationLines,
  issue,
  readQuery,
  readReckonQuery,
} from '@sluice/core';
import type { Hono } from 'hono';
import { permitted, required } from '../auth/session.ts';
import { isObject, jsonOf } from './body.ts';
import type { Ask, Env, Tenants } from './context.ts';
import { badQuestion, refuse } from './problem.ts';
import { sourceOf } from './records.ts';

const measure = async (c: Ask, tenants: Tenants) => {
  const source = await sourceOf(c, tenants, required(c));
  const query = readQuery(await jsonOf(c));
  if (!query.ok) return refuse(badQuestion(query.issues));
  permitted(c, 'read', source.model.named(query.value.entity)?.name);
  const answer = await source.measure(query.value);
  if (!answer.ok) return refuse(badQuestion(answer.issues));
  return c.json(encodeAnswer(answer.value, source.model));
};

const explain = async (c: Ask, tenants: Tenants) => {
  const source = await sourceOf(c, tenants, required(c));
  const json = await jsonOf(c);
  const body = isObject(json) ? json : {};
  const measure = body['measure'];
  if (typeof measure !== 'string' || measure === '') {
    const message = 'The body is { "query": { … }, "measure": "…" }.';
    return refuse(badQuestion([issue('required', ['measure'], { message })]));
  }
  const query = readQuery(body['query']);
  if (!query.ok) return refuse(badQuestion(query.issues));
  permitted(c, 'read', source.model.named(query.value.entity)?.name);
  const explained = await source.explain(query.value, measure);
  if (!explained.ok) return refuse(badQuestion(explained.issues));
  if (!/\btext\/csv\b/.test(c.req.header('accept') ?? '')) return c.json(encodeExplanation(explained.value));
  const { entity, filters, where, search, asOf } = query.value;
  const selection = { entity, filters, where, search, asOf };
  const asked = Object.fromEntries(Object.entries(selection).filter(([, value]) => value !== undefined));
  const told = await source.reckon?.({ ...asked, entity, figure: 'contributions', measure });
  const deals = told?.ok && told.value.figure === 'contributions' ? told.value.result.deals : [];
  return c.body([...explanationLines(explained.value, deals)].join(''), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${measure.replace(/[^\w.-]+/g, '_').slice(0, 80)}.csv"`,
  });
};

/** Figures that take a history, two days or quotas, by core's own code. */
const figures = async (c: Ask, tenants: Tenants) => {
  const source = await sourceOf(c, tenants, required(c));
  const query = readReckonQuery(await jsonOf(c));
  if (!query.ok) return refuse(badQuestion(query.issues));
  permitted(c, 'read', source.model.named(query.value.entity)?.name);
  const answer = await source.reckon?.(query.value);
  if (!answer?.ok) return refuse(badQuestion(answer?.issues ?? []));
  return c.json(encodeReckoned(answer.value));
};

/** Figures and how they came about, below the base of the API. */
export const queryRoutes = (app: Hono<Env>, tenants: Tenants): void => {
  app.post('/query', (c) => measure(c, tenants));
  app.post('/explain', (c) => explain(c, tenants));
  app.post('/figures', (c) => figures(c, tenants));
};
