import type { WireModel } from '@sluice/core';
import type { Hono } from 'hono';
import { mayWrite } from '../auth/permissions.ts';
import { required } from '../auth/session.ts';
import type { Env, Tenants } from './context.ts';
import { refuse, UNKNOWN_SENDER } from './problem.ts';
import { rightsFor } from '../tenants/standing.ts';

/** What a client resolves the model from, below the base of the API. */
export const modelRoutes = (app: Hono<Env>, tenants: Tenants): void => {
  app.get('/model', async (c) => {
    const session = required(c);
    const tenancy = (await tenants.tenancyOf(session)) ?? refuse(UNKNOWN_SENDER);
    const { blueprint, overlays, name, label, today, zone, currency } = tenancy;
    const { role, actor } = session;
    const rights = tenancy.rights ?? rightsFor(session);
    const tenant = { name, label };
    const model: WireModel = {
      blueprint,
      overlays,
      tenant,
      today,
      zone,
      currency,
      role,
      actor: session.person?.email ?? actor,
      rights,
      writable: mayWrite(rights),
    };
    return c.json(model);
  });
};
