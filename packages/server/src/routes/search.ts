import { issue, SEARCH_LIMIT, SEARCH_LONGEST, searchAll } from '@sluice/core';
import type { Hono } from 'hono';
import { may } from '../auth/permissions.ts';
import { required } from '../auth/session.ts';
import { rightsFor } from '../tenants/standing.ts';
import type { Ask, Env, Tenants } from './context.ts';
import { invalid, refuse } from './problem.ts';
import { sourceOf } from './records.ts';

const badQuery = (...found: Parameters<typeof issue>) =>
  refuse({ ...invalid([issue(...found)]), status: 400, code: 'bad_query' });

const limitOf = (said: string | undefined): number => {
  if (said === undefined) return SEARCH_LIMIT.usual;
  const limit = /^\d{1,3}$/.test(said) ? Number(said) : 0;
  if (limit >= 1 && limit <= SEARCH_LIMIT.most) return limit;
  return badQuery('not_a_limit', ['limit'], {
    expected: `from 1 to ${SEARCH_LIMIT.most}`,
    received: said.slice(0, 20),
  });
};

const search = async (c: Ask, tenants: Tenants) => {
  const session = required(c);
  const rights = rightsFor(session);
  const source = await sourceOf(c, tenants, session);
  const text = (c.req.query('q') ?? '').trim();
  if (text === '') return badQuery('required', ['q'], { remedy: 'Say what to look for: ?q=acme.' });
  if (text.length > SEARCH_LONGEST)
    return badQuery('too_long', ['q'], { expected: `${SEARCH_LONGEST} letters`, received: String(text.length) });
  const said = (c.req.query('entities') ?? '').split(/[\s,]+/).filter((word) => word !== '');
  const wanted = said.map((word) => {
    const entity = source.model.named(word);
    // one that may not be read is as unknown as one that is not there
    if (entity && may(rights, 'read', entity.name)) return entity.name;
    return badQuery('no_such_entity', ['entities'], { received: word.slice(0, 80), expected: 'an entity' });
  });
  const readable = source.model.entities.map(({ name }) => name).filter((name) => may(rights, 'read', name));
  const limit = limitOf(c.req.query('limit'));
  return c.json(await searchAll(source, { text, entities: said.length > 0 ? wanted : readable, limit }));
};

/** The search across entities, below the base of the API. */
export const searchRoutes = (app: Hono<Env>, tenants: Tenants): void => {
  app.get('/search', (c) => search(c, tenants));
};
