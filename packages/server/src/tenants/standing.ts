import type { Rights } from '@sluice/core';
import { NOTHING, rightsOf, VIEWER } from '../auth/roles.ts';
import type { Session } from '../routes/context.ts';
import type { Standing, Tenant } from './tenant.ts';

/** What a widget may do at most, whatever viewers may. */
const ofWidget = (rights: Rights): Rights => ({
  ...rights,
  tenant: [],
  entities: Object.fromEntries(
    Object.entries(rights.entities).map(([entity, actions]) => [entity, actions.filter((action) => action === 'read')]),
  ),
});

/** What somebody may do in a tenant; null when they have no role of it. */
export const standingIn = (tenant: Tenant, session: Session): Standing | null => {
  const rights = rightsOf(session.embed ? VIEWER : session.role, tenant.roles);
  return rights && { tenant, rights: session.embed ? ofWidget(rights) : rights };
};

/** Whose records somebody sees: their own only when they, or their role, are said to. */
export const ownOf = (session: Session, rights: Rights): string | undefined =>
  session.own ?? (rights.ownRecords === true ? (session.person?.email ?? session.actor) : undefined);

/** What tells a standing from another: whoever has another now is somebody else to a stream. */
export const markOf = ({ tenant, rights }: Standing): string => JSON.stringify([tenant.id, tenant.version, rights]);

/** What the sender of a request may do. */
export const rightsFor = (session: Session): Rights => {
  if (session.standing) return session.standing.rights;
  const rights = rightsOf(session.embed ? VIEWER : session.role) ?? NOTHING;
  return session.embed ? ofWidget(rights) : rights;
};
