import type { Hono } from 'hono';
import { permitted } from '../auth/session.ts';
import { originFrom, type Origins } from '../limits/origins.ts';
import { isObject, jsonOf } from './body.ts';
import type { Ask, Env } from './context.ts';
import { NOT_FOUND, refuse, UNKNOWN_SENDER } from './problem.ts';

const MOST = 100;

/** What the routes need; without lists of origins there is nothing at their addresses. */
export interface OriginsOptions {
  readonly origins?: Origins | undefined;
}

const wishOf = async (c: Ask): Promise<readonly string[]> => {
  const json = await jsonOf(c);
  const list = isObject(json) && Object.keys(json).length === 1 ? json['origins'] : undefined;
  if (!Array.isArray(list) || list.length > MOST)
    return refuse({
      status: 400,
      code: 'bad_request',
      detail: `The body is { "origins": [ … ] }, with up to ${MOST} origins.`,
      remedy: 'Send the whole list, as GET gives it, with what is to change.',
    });
  return list.map(
    (one: unknown) =>
      (typeof one === 'string' ? originFrom(one) : null) ??
      refuse({
        status: 422,
        code: 'bad_origin',
        detail: `${JSON.stringify(one)?.slice(0, 80)} is not an origin.`,
        remedy: 'Write it as https://app.example.com: without a path, a star or a slash at its end.',
      }),
  );
};

/** The origins of other sites' pages that may read a tenant's answers, below the base of the API; for its owners. */
export const originRoutes = (app: Hono<Env>, { origins }: OriginsOptions): void => {
  app.get('/origins', async (c) => {
    const { tenant } = permitted(c, 'embed');
    const list = (await (origins ?? refuse(NOT_FOUND)).of(tenant)) ?? refuse(UNKNOWN_SENDER);
    return c.json({ origins: list });
  });
  app.put('/origins', async (c) => {
    const { tenant } = permitted(c, 'embed');
    const lists = origins ?? refuse(NOT_FOUND);
    const wish = await wishOf(c);
    return c.json({ origins: (await lists.change(tenant, () => wish)) ?? refuse(UNKNOWN_SENDER) });
  });
};
