import type { Hono } from 'hono';
import { z } from 'zod';
import type { People } from '../auth/people.ts';
import { mailboxOf } from '../auth/invitations.ts';
import { ADMIN } from '../auth/roles.ts';
import { operating } from '../auth/session.ts';
import type { Keeper } from '../auth/token.ts';
import type { Operators } from '../tenants/operators.ts';
import { onceOf } from '../idempotency/header.ts';
import { jsonOf } from './body.ts';
import type { Ask, Env } from './context.ts';
import { causeOf } from './place.ts';
import { NOT_FOUND, refuse } from './problem.ts';
import { readShape } from './shape.ts';

/** What the routes of whoever runs the server need; without a database there is nothing at their addresses. */
export interface OperatorOptions {
  readonly keeper: Keeper;
  readonly operators?: Operators | undefined;
  readonly people?: People | undefined;
}

const text = (longest: number) => z.string().max(longest).optional();
const ABOUT = { label: text(200), zone: text(80), currency: text(3) };
const CREATE = z.strictObject({ name: z.string().max(63), ...ABOUT, admin: text(254) });
const CHANGE = z.strictObject({ name: text(63), ...ABOUT });
const INVITE = z.strictObject({ email: z.string().max(254), role: z.string().max(40).default(ADMIN) });

/** The tenants of a server, below the base of the API; for the token of whoever runs it, and for no other. */
export const operatorRoutes = (app: Hono<Env>, { keeper, operators, people }: OperatorOptions): void => {
  const desk = async (c: Ask): Promise<{ readonly actor: string; readonly tenants: Operators }> => {
    const actor = await operating(c, keeper);
    return { actor, tenants: operators ?? refuse(NOT_FOUND) };
  };
  const nameOf = (c: Ask): string => c.req.param('name') ?? '';
  /** Keys of whoever runs the server are none of the tenant's people's, whatever these are called. */
  const once = (c: Ask, actor: string, what: string) => onceOf(c, { actor: `operator ${actor}: ${what}` });
  const invite = (c: Ask, tenant: string, email: string, role: string, by: string) => {
    const guest = { email, tenant, role, by, cause: causeOf(c), again: true, once: once(c, by, 'invite') };
    return (people ?? refuse(NOT_FOUND)).invite(guest);
  };

  app.get('/operator/tenants', async (c) => {
    const { tenants } = await desk(c);
    return c.json({ items: await tenants.list() });
  });
  app.post('/operator/tenants', async (c) => {
    const { tenants, actor } = await desk(c);
    const { admin, ...said } = readShape(CREATE, await jsonOf(c));
    // before anything is made: a tenant without its first admin would be half of what was asked for
    if (admin !== undefined) mailboxOf(admin);
    const tenant = await tenants.create(said, actor, once(c, actor, 'create'));
    c.header('Location', `/api/v1/operator/tenants/${tenant.name}`);
    const made = admin === undefined ? {} : await invite(c, tenant.name, admin, ADMIN, actor);
    return c.json({ tenant, ...made }, 201);
  });
  app.get('/operator/tenants/:name', async (c) => {
    const { tenants } = await desk(c);
    return c.json(await tenants.find(nameOf(c)));
  });
  app.patch('/operator/tenants/:name', async (c) => {
    const { tenants, actor } = await desk(c);
    return c.json(await tenants.change(nameOf(c), readShape(CHANGE, await jsonOf(c)), actor));
  });
  for (const [word, suspended] of [
    ['suspend', true],
    ['resume', false],
  ] as const)
    app.post(`/operator/tenants/:name/${word}`, async (c) => {
      const { tenants, actor } = await desk(c);
      return c.json(await tenants.suspend(nameOf(c), suspended, actor));
    });
  app.post('/operator/tenants/:name/invite', async (c) => {
    const { tenants, actor } = await desk(c);
    const { name } = await tenants.find(nameOf(c));
    const { email, role } = readShape(INVITE, await jsonOf(c));
    return c.json(await invite(c, name, email, role, actor), 201);
  });
};
