import type { Entity, Model } from '@sluice/core';
import type { Operation } from './document.ts';
import type { Standing } from './world.ts';

/** Who may do something, beside what the server says of itself: written down a second time on purpose. */
export interface Expectation {
  readonly who: 'everyone' | 'members' | 'writers' | 'admins' | 'operators';
  /** Widgets may, too. */
  readonly widgets?: true;
  /** Those who see their own records only may not. */
  readonly notOwn?: true;
  /** Those of a suspended tenant may, too. */
  readonly asleep?: true;
  /** Only people with sessions of their own; tokens are told so (409). */
  readonly people?: true;
}

/** What is done to the records of every entity, by what the name of the operation begins with. */
const ENTITY: Readonly<Record<string, Expectation>> = {
  list: { who: 'members', widgets: true },
  get: { who: 'members', widgets: true },
  search: { who: 'members', widgets: true },
  summarise: { who: 'members', widgets: true },
  export: { who: 'members' },
  journal: { who: 'members' },
  create: { who: 'writers' },
  change: { who: 'writers' },
  replace: { who: 'writers' },
  remove: { who: 'writers' },
  bulk: { who: 'writers' },
  moveToNextStage: { who: 'writers' },
  complete: { who: 'writers' },
  reopen: { who: 'writers' },
  cancel: { who: 'writers' },
  convert: { who: 'writers' },
  convertUndo: { who: 'writers' },
};

const OTHERS: Readonly<Record<string, Expectation>> = {
  login: { who: 'everyone' },
  refresh: { who: 'everyone' },
  logout: { who: 'everyone', asleep: true },
  accept: { who: 'everyone' },
  requestReset: { who: 'everyone' },
  reset: { who: 'everyone' },
  health: { who: 'everyone', widgets: true, asleep: true },
  openapi: { who: 'everyone' },
  me: { who: 'members' },
  sessions: { who: 'members', people: true },
  endSession: { who: 'members', people: true },
  endSessions: { who: 'members', people: true },
  model: { who: 'members', widgets: true },
  query: { who: 'members', widgets: true },
  explain: { who: 'members', widgets: true },
  events: { who: 'members', notOwn: true },
  invite: { who: 'admins' },
  embed: { who: 'admins' },
  origins: { who: 'admins', notOwn: true },
  replaceOrigins: { who: 'admins', notOwn: true },
  listImports: { who: 'members', notOwn: true },
  getImport: { who: 'members', notOwn: true },
  rejectedRows: { who: 'members', notOwn: true },
  planUndo: { who: 'members', notOwn: true },
  planImport: { who: 'writers', notOwn: true },
  acceptImport: { who: 'writers', notOwn: true },
  cancelImport: { who: 'writers', notOwn: true },
  undoImport: { who: 'writers', notOwn: true },
  switchTenant: { who: 'members', people: true },
  permissions: { who: 'members' },
  search: { who: 'members', widgets: true },
  figures: { who: 'members', widgets: true },
  dashboardReport: { who: 'members' },
  boardReport: { who: 'members' },
  ...Object.fromEntries(
    // what runs a tenant is its admins'
    `people invitePerson changePerson removePerson roles putRole deleteRole
     settings putSettings patchSettings previewSettings journal
     jobs forgetJob retryJob outbox releaseMail outbound replaceOutbound
     webhooks createWebhook getWebhook changeWebhook removeWebhook rotateWebhookSecret testWebhook webhookDeliveries retryDelivery`
      .split(/\s+/)
      .map((id): [string, Expectation] => [id, { who: 'admins', notOwn: true }]),
  ),
  ...Object.fromEntries(
    ['tenants', 'createTenant', 'tenant', 'changeTenant', 'suspendTenant', 'resumeTenant', 'inviteToTenant'].map(
      (id): [string, Expectation] => [id, { who: 'operators', notOwn: true }],
    ),
  ),
};

/** What an operation does to which entity, when it is one of those that every entity has. */
export const entityOperation = (
  { id, path }: Operation,
  model: Model,
): { readonly verb: string; readonly entity: Entity } | null => {
  const entity = model.entities.find((one) => path === `/${one.path}` || path.startsWith(`/${one.path}/`));
  if (!entity) return null;
  const exactly = (verb: string): boolean => id.toLowerCase() === `${verb}${entity.name}`.toLowerCase();
  // stageOfDeal, dealOfAccount, interactionInvestor: what is done to a record, through a link, by a summary
  const said = Object.keys(ENTITY).filter(
    (verb) => id.startsWith(verb) && /^$|^(Of)?[A-Z]/.test(id.slice(verb.length)),
  );
  const verb = Object.keys(ENTITY).find(exactly) ?? said.toSorted((a, b) => b.length - a.length)[0];
  return verb === undefined ? null : { verb: exactly(verb) ? verb : `${verb}…`, entity };
};

/** Who may call an operation. Throws for one of which nothing is said here. */
export const expectationOf = (operation: Operation, model: Model): Expectation => {
  const found = entityOperation(operation, model);
  const said = found ? ENTITY[found.verb.replace('…', '')] : OTHERS[operation.id];
  if (said) return said;
  throw new Error(
    `Nobody said who may call ${operation.method} ${operation.path} (${operation.id}): say it in test/proofs/expectations.ts.`,
  );
};

/** How the server answers somebody before it looks at what they ask: 401, 403, 409; null when it goes on to look. */
export const turnedAway = (
  { who, widgets, notOwn, asleep, people }: Expectation,
  { standing, person }: { readonly standing: Standing; readonly person: boolean },
): 401 | 403 | 409 | null => {
  if (standing === 'widget') return widgets ? null : 403;
  if (standing === 'asleep') return asleep ? null : 403;
  if (who === 'everyone') return null;
  if (standing === 'operator') return who === 'operators' ? null : 401;
  if (who === 'operators') return standing === 'own' ? 403 : 401;
  if (standing === 'stranger') return 401;
  if (notOwn && standing === 'own') return 403;
  if (who === 'writers' && standing === 'viewer') return 403;
  if (who === 'admins' && standing !== 'admin' && standing !== 'other admin') return 403;
  return people && !person ? 409 : null;
};
