import type { Hono } from 'hono';
import { z } from 'zod';
import { type Changer, givable, type Place } from '../auth/members.ts';
import type { People } from '../auth/people.ts';
import { VIEWER } from '../auth/roles.ts';
import { jsonOf } from './body.ts';
import type { Ask, Env } from './context.ts';
import { causeOf, type Placed, placedFor } from './place.ts';
import { NOT_FOUND, refuse } from './problem.ts';
import { onceOf } from '../idempotency/header.ts';
import type { Models } from '../tenants/models.ts';
import { readShape } from './shape.ts';

/** What the routes of members need; without people there is nothing at their addresses. */
export interface PeopleRouteOptions {
  readonly people?: People | undefined;
  readonly models?: Models | undefined;
}

/** An invitation, as a body says it. */
export const INVITATION = z.strictObject({
  email: z.string().max(254),
  role: z.string().max(40).default(VIEWER),
  ownRecords: z.boolean().default(false),
});
const CHANGE = z.strictObject({
  role: z.string().max(40).optional(),
  ownRecords: z.boolean().optional(),
  disabled: z.boolean().optional(),
});

const changerOf = (c: Ask, { actor, person, standing }: Placed): Changer => ({
  actor,
  person: person?.id ?? null,
  rights: standing.rights,
  cause: causeOf(c),
});

const idOf = (c: Ask): string => {
  const id = c.req.param('id')?.toLowerCase();
  return z.uuid().safeParse(id).success && id !== undefined ? id : refuse(NOT_FOUND);
};

/** Invites somebody into the sender's tenant, with no more than the sender has. */
export const invite = async (c: Ask, { people, models }: PeopleRouteOptions, session: Placed) => {
  const place = placeOf(session, models);
  const guest = readShape(INVITATION, await jsonOf(c));
  givable(place, guest.role, changerOf(c, session));
  if (!people) return refuse(NOT_FOUND);
  const { tenant, actor: by } = session;
  const made = await people.invite({ ...guest, tenant, by, cause: causeOf(c), once: onceOf(c, session) });
  return c.json(made, 201);
};

/** The place of a sender, and all there is in it. */
export const placeOf = ({ standing }: Placed, models: Models | undefined): Place => {
  const { id, roles, overlays } = standing.tenant;
  return { tenant: id, roles, model: (models ?? refuse(NOT_FOUND)).whole(overlays) };
};

/** Who belongs to a tenant, below the base of the API; for those who let people in. */
export const peopleRoutes = (app: Hono<Env>, options: PeopleRouteOptions): void => {
  const members = () => (options.people ?? refuse(NOT_FOUND)).members;
  app.get('/people', async (c) => {
    const { standing, person } = placedFor(c, 'people');
    const items = await members().list(standing.tenant.id);
    return c.json({ items: items.map((one) => ({ ...one, you: one.id === person?.id })) });
  });
  app.post('/people', (c) => invite(c, options, placedFor(c, 'people')));
  app.patch('/people/:id', async (c) => {
    const session = placedFor(c, 'people');
    const id = idOf(c);
    const change = readShape(CHANGE, await jsonOf(c));
    const done = await members().change(placeOf(session, options.models), id, change, changerOf(c, session));
    return c.json({ ...done, you: false });
  });
  app.delete('/people/:id', async (c) => {
    const session = placedFor(c, 'people');
    await members().remove(placeOf(session, options.models), idOf(c), changerOf(c, session));
    return c.body(null, 204);
  });
};
