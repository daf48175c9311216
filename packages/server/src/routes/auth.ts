import { setTimeout as pause } from 'node:timers/promises';
import { covers, planList } from '@sluice/core';
import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { ACCESS_LIFETIME, EMBED_LIFETIME } from '../auth/access.ts';
import { cookieOf, dropCookie, keepCookie } from '../auth/cookies.ts';
import { originOf } from '../auth/embeds.ts';
import { type Client, type Opened, IDLE } from '../auth/login-sessions.ts';
import { NOT_YOURS } from '../auth/members.ts';
import { type Network, networkBehind } from '../auth/network.ts';
import type { People } from '../auth/people.ts';
import { readingOf } from '../auth/permissions.ts';
import { SIGNED_OUT } from '../auth/refusals.ts';
import { NOTHING, rightsOf, VIEWER } from '../auth/roles.ts';
import { endSession, ownPage, permitted, required } from '../auth/session.ts';
import { onceOf } from '../idempotency/header.ts';
import { filterIn } from '../sql/sight.ts';
import { rightsFor } from '../tenants/standing.ts';
import { jsonOf } from './body.ts';
import type { Ask, Env, SignedIn, Tenants } from './context.ts';
import { invite, type PeopleRouteOptions, placeOf } from './people.ts';
import { placedFor } from './place.ts';
import { invalid, NOT_FOUND, type Refusal, refuse, UNKNOWN_SENDER } from './problem.ts';
import { readShape } from './shape.ts';

const YEAR = 365 * 86_400;
/** Milliseconds that an answer takes at least which must not tell what was done. */
const EVEN = 50;

/** What the routes of people need. */
export interface AuthOptions extends Tenants, PeopleRouteOptions {
  /** Without it nobody signs in by password: the server has no database of its own. */
  readonly people?: People | undefined;
  /** Where requests come from; as the socket says when left out. */
  readonly network?: Network | undefined;
}

const OTHER_SITE: Refusal = {
  status: 403,
  code: 'other_site',
  detail: 'This request was sent by a page of another site.',
  remedy: 'Send it from a page of this server; programs send "cookies": false and keep the token themselves.',
};

const text = (longest: number) => z.string().max(longest);
const LOGIN = z.strictObject({
  email: text(254),
  password: text(5000),
  tenant: text(63).optional(),
  cookies: z.boolean().default(true),
});
const SWITCH = z.strictObject({ tenant: text(63) });
const REFRESH = z.strictObject({ refresh: text(300).optional() });
const ACCEPT = z.strictObject({ token: text(100), password: text(5000), name: text(100).optional() });
const RESET_REQUEST = z.strictObject({ email: text(254) });
const RESET = z.strictObject({ token: text(100), password: text(5000) });
const EMBED = z.strictObject({
  origin: text(300),
  filters: text(1000).default(''),
  seconds: z.int().min(30).max(EMBED_LIFETIME).default(EMBED_LIFETIME),
});

/** Whether a browser says that the request comes from a page of another site; programs say nothing. */
const fromElsewhere = (c: Ask): boolean =>
  (c.req.header('origin') !== undefined || c.req.header('sec-fetch-site') !== undefined) && !ownPage(c);

const theirs = (c: Ask): SignedIn =>
  required(c).person ??
  refuse({
    status: 409,
    code: 'not_a_person',
    detail: 'You are here with a token or a sign-in link, not as a person with sessions.',
    remedy: 'Sign in with POST /api/v1/auth/login.',
  });

/** Signing in and out, sessions, invitations, new passwords and embed tokens, below the base of the API. */
export const authRoutes = (app: Hono<Env>, options: AuthOptions): void => {
  const { network = networkBehind() } = options;
  const people = (): People =>
    options.people ??
    refuse({
      status: 503,
      code: 'no_people',
      detail: 'This server keeps no people.',
      remedy: 'Use a token or a sign-in link.',
    });

  /** What is answered to whoever has a session: the access token, and the refresh token where it belongs. */
  const granted = async (c: Context<Env>, { session, member, refresh }: Opened, client: Client) => {
    const { person, email, name, tenant, role, ownRecords } = member;
    const token = await people().access.signAccess({ session, person, tenant });
    if (client === 'page') {
      keepCookie(c, 'sluice_refresh', refresh, IDLE / 1000);
      keepCookie(c, 'sluice_session', token, ACCESS_LIFETIME);
    }
    return c.json({
      token,
      expiresIn: ACCESS_LIFETIME,
      ...(client === 'api' ? { refresh } : {}),
      person: { email, name },
      tenant,
      role,
      ownRecords,
    });
  };

  /** The refresh token of a request, and how it came: a body's, or the cookie's when one of our pages sent it. */
  const presented = async (c: Ask): Promise<{ readonly token: string; readonly client: Client } | null> => {
    const bodied = c.req.header('content-type') !== undefined || Number(c.req.header('content-length') ?? 0) > 0;
    const { refresh } = bodied ? readShape(REFRESH, await jsonOf(c)) : {};
    if (refresh !== undefined) return { token: refresh, client: 'api' };
    const token = cookieOf(c, 'sluice_refresh');
    if (token === undefined) return null;
    return ownPage(c) ? { token, client: 'page' } : refuse(OTHER_SITE);
  };

  const forget = (c: Ask): void => {
    dropCookie(c, 'sluice_refresh');
    endSession(c);
  };

  app.post('/auth/login', async (c) => {
    const { cookies, ...said } = readShape(LOGIN, await jsonOf(c));
    if (cookies && fromElsewhere(c)) return refuse(OTHER_SITE);
    const client = cookies ? 'page' : 'api';
    const opened = await people().signIn({
      ...said,
      client,
      agent: c.req.header('user-agent') ?? '',
      from: network(c),
      device: cookieOf(c, 'sluice_device'),
    });
    if (cookies) keepCookie(c, 'sluice_device', opened.device, YEAR);
    return granted(c, opened, client);
  });

  app.post('/auth/refresh', async (c) => {
    const shown = (await presented(c)) ?? refuse(SIGNED_OUT);
    const rotated = await people().sessions.rotate(shown.token, shown.client);
    if (rotated.ok) return granted(c, rotated.opened, shown.client);
    return refuse(SIGNED_OUT);
  });

  app.post('/auth/logout', async (c) => {
    const shown = await presented(c);
    const person = c.get('session')?.person;
    if (shown) await people().sessions.endBy(shown.token, shown.client);
    if (person) await people().sessions.end(person.id, person.session, 'signed out');
    forget(c);
    return c.body(null, 204);
  });

  app.get('/auth/me', async (c) => {
    const session = required(c);
    const { tenant, role, actor, person, own } = session;
    const about = person
      ? {
          person: { email: person.email, name: person.name },
          session: person.session,
          tenants: (await people().tenantsOf(person.id)).map((one) => ({ ...one, current: one.name === tenant })),
        }
      : {};
    return c.json({ tenant, role, actor, ownRecords: own !== undefined, rights: rightsFor(session), ...about });
  });

  app.post('/auth/switch', async (c) => {
    const person = theirs(c);
    const { tenant } = readShape(SWITCH, await jsonOf(c));
    const { opened, client } = await people().switchTo(person, tenant);
    return granted(c, opened, client);
  });

  app.get('/auth/sessions', async (c) => {
    const { id, session } = theirs(c);
    const items = await people().sessions.list(id);
    return c.json({ items: items.map((one) => ({ ...one, current: one.id === session })) });
  });

  app.delete('/auth/sessions', async (c) => {
    const { id } = theirs(c);
    await people().sessions.endEverywhere(id);
    forget(c);
    return c.body(null, 204);
  });

  app.delete('/auth/sessions/:id', async (c) => {
    const { id: person, session } = theirs(c);
    const id = c.req.param('id').toLowerCase();
    if (!z.uuid().safeParse(id).success || !(await people().sessions.end(person, id, 'ended by its owner')))
      return refuse(NOT_FOUND);
    if (id === session) forget(c);
    return c.body(null, 204);
  });

  app.post('/auth/invite', (c) => {
    return invite(c, options, placedFor(c, 'people'));
  });

  app.post('/auth/accept', async (c) => {
    const accepted = readShape(ACCEPT, await jsonOf(c));
    return c.json(await people().accept({ ...accepted, from: network(c) }), 201);
  });

  app.post('/auth/reset-request', async (c) => {
    const { email } = readShape(RESET_REQUEST, await jsonOf(c));
    // as long for everybody: a fraction of a millisecond more where there is an account would tell it
    await Promise.all([people().requestReset(email, network(c)), pause(EVEN)]);
    const message =
      'If there is such an account, a link is on its way by mail, or waits with whoever runs this server.';
    return c.json({ message }, 202);
  });

  app.post('/auth/reset', async (c) => {
    const { token, password } = readShape(RESET, await jsonOf(c));
    await people().reset(token, password);
    return c.body(null, 204);
  });

  app.post('/auth/embed', async (c) => {
    const session = permitted(c, 'embed');
    if (session.via !== 'token' || session.own !== undefined)
      return refuse({
        status: 403,
        code: 'not_allowed',
        detail: "Embed tokens are given to a host's back end, which sends a bearer token.",
        remedy: 'Ask for one from your server, never from a page.',
      });
    const said = readShape(EMBED, await jsonOf(c));
    // a widget reads as a viewer does: whoever gives that has it
    const { roles, model } = placeOf(placedFor(c, 'embed'), options.models);
    if (!covers(readingOf(rightsFor(session)), readingOf(rightsOf(VIEWER, roles) ?? NOTHING), model))
      return refuse({ ...NOT_YOURS, detail: `A widget reads what the role ${VIEWER} reads, and yours reads less.` });
    const origin = originOf(said.origin);
    if (origin === null)
      return refuse({
        status: 422,
        code: 'not_an_origin',
        detail: `${said.origin.slice(0, 80)} is not the origin of a page.`,
        remedy: 'Write it as https://shop.example.com, without a path.',
      });
    const filters = said.filters.replace(/^\?/, '');
    const source = (await options.sourceFor(session, 'embed')) ?? refuse(UNKNOWN_SENDER);
    // what fits no entity would show nothing at all: a mistake, told at once
    const found = source.model.entities.map(({ name }) => {
      const query = filterIn(filters, name);
      return query.ok ? planList(query.value, source.model) : query;
    });
    const first = found[0];
    if (first && !first.ok && found.every((one) => !one.ok)) return refuse(invalid(first.issues));
    const minted = await people().embeds.mint(
      { tenant: session.tenant, origin, filters, by: session.actor },
      said.seconds,
      onceOf(c, session),
    );
    return minted ? c.json(minted, 201) : refuse(UNKNOWN_SENDER);
  });
};
