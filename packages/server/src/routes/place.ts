import type { TenantAction } from '@sluice/core';
import { permitted } from '../auth/session.ts';
import type { Standing } from '../tenants/tenant.ts';
import type { Ask, Session } from './context.ts';
import { NOT_FOUND, refuse } from './problem.ts';

/** A sender with their place in the tenant. */
export type Placed = Session & { readonly standing: Standing };

/** A sender who may do something to the tenant: who sees all of it, and is no widget. */
export const placedFor = (c: Ask, ...actions: readonly [TenantAction, ...TenantAction[]]): Placed => {
  const [first, ...others] = actions;
  const held = c.get('session')?.standing?.rights.tenant ?? [];
  const session = permitted(c, others.find((one) => held.includes(one)) ?? first);
  const { standing } = session;
  if (!standing || session.own !== undefined || session.embed) return refuse(NOT_FOUND);
  return { ...session, standing };
};

/** What led to a change of the tenant, for the journal. */
export const causeOf = (c: Ask): string => `request ${c.get('requestId')}`;
