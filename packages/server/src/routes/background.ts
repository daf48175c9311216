import { isId } from '@sluice/core';
import type { Hono } from 'hono';
import { permitted } from '../auth/session.ts';
import { asTenant, type TenantContext } from '../database/as-tenant.ts';
import { type DeadLetters, JOB_STATES } from '../jobs/dead.ts';
import { keepOutbound, type Outbound, outboundOf } from '../mail/gate.ts';
import { listOutbox, MAIL_STATES, type OutboxOptions, release, type Released } from '../mail/outbox.ts';
import { isMailAction, isMailLanguage, MAIL_ACTIONS, MAIL_LANGUAGES } from '../mail/words.ts';
import { isObject, jsonOf } from './body.ts';
import type { Ask, Env } from './context.ts';
import { NOT_FOUND, refuse, UNKNOWN_SENDER } from './problem.ts';

/** What a server does while nobody waits, as far as the routes need it. */
export interface Background extends OutboxOptions {
  readonly dead: DeadLetters;
  /** The UUID of a tenant by its short name; null when there is none. */
  readonly idOf: (tenant: string) => Promise<string | null>;
  /** Whether this server tells webhooks at all, and which origins inside they may name. */
  readonly tells: boolean;
  readonly allow: readonly string[];
  /** Seals the secrets of webhooks. */
  readonly key: Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What the routes need; without it there is nothing at their addresses. */
export interface BackgroundOptions {
  readonly background?: Background | undefined;
}

const MOST = 200;

const badRequest = (detail: string, remedy: string): never =>
  refuse({ status: 400, code: 'bad_request', detail, remedy });

/** One of some words in a query; undefined when it is not asked for. */
export const wordIn = <T extends string>(c: Ask, name: string, words: readonly T[]): T | undefined => {
  const said = c.req.query(name);
  if (said === undefined) return undefined;
  return (
    words.find((word) => word === said) ??
    badRequest(`${name}=${said.slice(0, 40)} is not known.`, `Use one of ${words.join(', ')}.`)
  );
};

/** How many are asked for. */
export const limitIn = (c: Ask): number => {
  const said = c.req.query('limit') ?? '50';
  const limit = /^\d{1,3}$/.test(said) ? Number(said) : 0;
  return limit >= 1 && limit <= MOST
    ? limit
    : badRequest('The limit is not a number from 1 to 200.', 'Leave it out, or say how many.');
};

/** Refuses parameters of a query that nobody knows. */
export const onlyThese = (c: Ask, ...names: readonly string[]): void => {
  const odd = Object.keys(c.req.query()).find((name) => !names.includes(name));
  if (odd !== undefined)
    badRequest(`There is no parameter ${odd.slice(0, 40)}.`, `There is ${names.join(', ') || 'none'}.`);
};

/** The id in a path; refuses what is none in the words for what is not there. */
export const idIn = (c: Ask, name = 'id'): string => {
  const id = c.req.param(name) ?? '';
  return isId(id) ? id : refuse(NOT_FOUND);
};

/** Whoever runs the tenant, and the tenant; `background`: what the server does while nobody waits. */
export const operator = async (
  c: Ask,
  background: Background | undefined,
): Promise<{ readonly behind: Background; readonly who: TenantContext }> => {
  const { tenant: name, actor } = permitted(c, 'jobs');
  const behind = background ?? refuse(NOT_FOUND);
  const tenant = (await behind.idOf(name)) ?? refuse(UNKNOWN_SENDER);
  return { behind, who: { tenant, actor, cause: c.get('requestId') } };
};

const WHY_HELD: Readonly<Record<Extract<Released, { ok: false }>['why'], readonly [string, string]>> = {
  missing: ['', ''],
  not_held: ['This mail is not held.', 'Look at its state; what was sent is not sent again.'],
  server: ['This server sends no mails.', 'Let whoever runs it set SLUICE_MAIL=send.'],
  tenant: ['This tenant sends no mails.', 'Set "mail" to true at /outbound.'],
  action: ['This tenant sends no mails for this occasion.', 'Add the occasion to "actions" at /outbound.'],
  recipient: ['The recipient does not belong to this tenant.', 'Invite them first.'],
  link: ['Its link was used, taken back or has ended.', 'Invite them anew, or ask for another new password.'],
};

const WISHED = new Set(['mail', 'actions', 'webhooks', 'language']);

const outboundIn = async (c: Ask): Promise<Outbound> => {
  const json = await jsonOf(c);
  if (isObject(json) && Object.keys(json).every((name) => WISHED.has(name))) {
    const { mail, actions, webhooks, language } = json;
    if (
      typeof mail === 'boolean' &&
      typeof webhooks === 'boolean' &&
      isMailLanguage(language) &&
      Array.isArray(actions) &&
      actions.every(isMailAction)
    )
      return { mail, actions, webhooks, language };
  }
  return badRequest(
    `The body is { "mail": …, "actions": [ … ], "webhooks": …, "language": … }, with actions of ${MAIL_ACTIONS.join(', ')} and a language of ${MAIL_LANGUAGES.join(', ')}.`,
    'Send the whole of it, as GET gives it, with what is to change.',
  );
};

/** What a server does while nobody waits, below the base of the API; for whoever runs a tenant. */
export const backgroundRoutes = (app: Hono<Env>, { background }: BackgroundOptions): void => {
  app.get('/jobs', async (c) => {
    const { behind, who } = await operator(c, background);
    onlyThese(c, 'state', 'limit');
    const items = await behind.dead.list(who.tenant, wordIn(c, 'state', JOB_STATES) ?? 'dead', limitIn(c));
    return c.json({ items });
  });
  app.post('/jobs/:id/retry', async (c) => {
    const { behind, who } = await operator(c, background);
    if (!(await behind.dead.retry(who.tenant, idIn(c)))) return refuse(NOT_FOUND);
    return c.body(null, 204);
  });
  app.delete('/jobs/:id', async (c) => {
    const { behind, who } = await operator(c, background);
    if (!(await behind.dead.discard(who.tenant, idIn(c)))) return refuse(NOT_FOUND);
    return c.body(null, 204);
  });
  app.get('/outbox', async (c) => {
    const { behind, who } = await operator(c, background);
    onlyThese(c, 'state', 'limit');
    const options = { state: wordIn(c, 'state', MAIL_STATES), limit: limitIn(c) };
    return c.json({ items: await listOutbox(behind.pool, who, options) });
  });
  app.post('/outbox/:id/release', async (c) => {
    const { behind, who } = await operator(c, background);
    const released = await release(behind, who, idIn(c));
    if (released.ok) return c.json(released.mail);
    if (released.why === 'missing') return refuse(NOT_FOUND);
    const [detail, remedy] = WHY_HELD[released.why];
    return refuse({ status: 409, code: 'mail_held', detail, remedy });
  });
  const said = async (behind: Background, outbound: Outbound) => ({
    ...outbound,
    server: { mail: behind.sends, webhooks: behind.tells },
  });
  app.get('/outbound', async (c) => {
    const { behind, who } = await operator(c, background);
    return c.json(await said(behind, await asTenant(behind.pool, { ...who, readOnly: true }, outboundOf)));
  });
  app.put('/outbound', async (c) => {
    const { behind, who } = await operator(c, background);
    const wish = await outboundIn(c);
    await asTenant(behind.pool, who, (tx) => keepOutbound(tx, wish));
    return c.json(await said(behind, wish));
  });
};
