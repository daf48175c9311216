import type { Entity, Json, Model } from '@sluice/core';
import type { Action } from '../auth/permissions.ts';
import { may } from '../auth/permissions.ts';
import { type RoleDef, rolesOf } from '../auth/roles.ts';
import { rateClassOf } from '../limits/rates.ts';

type Part = Readonly<Record<string, Json>>;

/** Who may send a request: anybody, anybody with a role, whoever runs the server, or those who may do one of these things. */
export type Needs = 'anyone' | 'member' | 'operator' | { readonly any: readonly Action[]; readonly entity?: string };

/** What the operations need whose addresses no entity has. What is not here is for an entity, or has to be added. */
const NEEDS: Readonly<Record<string, Needs>> = {
  'GET /health': 'anyone',
  'GET /openapi.json': 'anyone',
  'GET /model': 'member',
  'GET /events': 'member',
  'GET /permissions': 'member',
  'GET /search': 'member',
  'GET /reports/dashboard.pdf': 'member',
  'GET /reports/board.pdf': 'member',
  // what is asked for is a role's to read, or is not there
  'POST /query': { any: ['read'] },
  'POST /explain': { any: ['read'] },
  'POST /figures': 'member',
  'POST /auth/login': 'anyone',
  'POST /auth/refresh': 'anyone',
  'POST /auth/logout': 'anyone',
  'POST /auth/accept': 'anyone',
  'POST /auth/reset-request': 'anyone',
  'POST /auth/reset': 'anyone',
  'GET /auth/me': 'member',
  'POST /auth/switch': 'member',
  'GET /auth/sessions': 'member',
  'DELETE /auth/sessions': 'member',
  'DELETE /auth/sessions/{id}': 'member',
  'POST /auth/invite': { any: ['people'] },
  'POST /auth/embed': { any: ['embed'] },
  'GET /origins': { any: ['embed'] },
  'PUT /origins': { any: ['embed'] },
  'GET /people': { any: ['people'] },
  'POST /people': { any: ['people'] },
  'PATCH /people/{id}': { any: ['people'] },
  'DELETE /people/{id}': { any: ['people'] },
  'GET /roles': { any: ['roles', 'people'] },
  'PUT /roles/{name}': { any: ['roles'] },
  'DELETE /roles/{name}': { any: ['roles'] },
  'GET /settings': { any: ['settings'] },
  'PUT /settings': { any: ['settings'] },
  'PATCH /settings': { any: ['settings'] },
  'POST /settings/preview': { any: ['settings'] },
  'GET /journal': { any: ['audit'] },
  'GET /imports': 'member',
  'POST /imports': { any: ['import'] },
  'GET /imports/{id}': 'member',
  'GET /imports/{id}/rejected.csv': 'member',
  'POST /imports/{id}/accept': { any: ['import'] },
  'POST /imports/{id}/cancel': { any: ['import'] },
  'GET /imports/{id}/undo': 'member',
  'POST /imports/{id}/undo': { any: ['import'] },
  'GET /jobs': { any: ['jobs'] },
  'POST /jobs/{id}/retry': { any: ['jobs'] },
  'DELETE /jobs/{id}': { any: ['jobs'] },
  'GET /outbox': { any: ['jobs'] },
  'POST /outbox/{id}/release': { any: ['jobs'] },
  'GET /outbound': { any: ['jobs'] },
  'PUT /outbound': { any: ['jobs'] },
};

/** Requests that change nothing when they are sent a second time, though their method does not promise it. */
const REPEATABLE = new Set([
  'POST /query',
  'POST /explain',
  'POST /figures',
  'POST /auth/logout',
  'POST /auth/refresh',
  'POST /settings/preview',
  'POST /imports/{id}/accept',
  'POST /imports/{id}/cancel',
  'POST /jobs/{id}/retry',
  'POST /outbox/{id}/release',
  'POST /webhooks/{id}/deliveries/{delivery}/retry',
  'POST /operator/tenants/{name}/suspend',
  'POST /operator/tenants/{name}/resume',
]);

const WRITES = ['create', 'change', 'remove'] as const;

const ofEntity = (method: string, rest: string, entity: string): Needs => {
  if (rest === '/bulk') return { any: WRITES, entity };
  if (rest === '/export') return { any: ['export'], entity };
  if (method === 'GET') return { any: ['read'], entity };
  if (method === 'DELETE') return { any: ['remove'], entity };
  // a new record, also one that is made through a link; everything else below a record is done to it
  const creates = method === 'POST' && (rest === '' || /^\/[^/{]+\/\{id\}$/.test(rest));
  return { any: [creates ? 'create' : 'change'], entity };
};

/** What an operation needs; null for one that nobody has said anything of. `path`: below the base of the API, as the document has it. */
export const needsOf = (method: string, path: string, model: Model): Needs | null => {
  const said = NEEDS[`${method} ${path}`];
  if (said !== undefined) return said;
  if (path.startsWith('/operator/')) return 'operator';
  if (path.startsWith('/reports/')) return 'member';
  if (/^\/webhooks(\/|$)/.test(path)) return { any: ['jobs'] };
  const isAt = ({ path: base }: Entity): boolean => path === `/${base}` || path.startsWith(`/${base}/`);
  const entity = model.entities.find(isAt);
  return entity ? ofEntity(method, path.slice(entity.path.length + 1), entity.name) : null;
};

const rolesWith = (needs: Needs, roles: ReadonlyMap<string, RoleDef>): readonly string[] => {
  if (needs === 'operator') return ['operator'];
  if (needs === 'anyone') return ['anyone'];
  if (needs === 'member') return [...roles.keys()];
  return [...roles].flatMap(([name, { rights }]) =>
    needs.any.some((action) => may(rights, action, needs.entity)) ? [name] : [],
  );
};

const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete']);

const isKeyed = (operation: Part): boolean =>
  JSON.stringify(operation['parameters'] ?? []).includes('#/components/parameters/key');

/** One operation of a document. */
export interface OperationAccess {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly roles: readonly string[];
}

/**
 * A document in which every operation says who may send it (`x-roles`; `anyone`, `operator`), whether it is a tenant's (`x-tenant-scoped`),
 * whether it may be repeated (`x-idempotent`; with an Idempotency-Key where it takes one), and what it counts as (`x-rate-class`).
 */
export const withAccess = (document: Part, model: Model, own: Readonly<Record<string, RoleDef>> = {}): Part => {
  const roles = rolesOf(own);
  const paths = Object.entries(document['paths'] as Readonly<Record<string, Part>>).map(([path, item]) => {
    const operations = Object.entries(item).map(([word, operation]): [string, Json] => {
      if (!METHODS.has(word)) return [word, operation];
      const method = word.toUpperCase();
      const needs = needsOf(method, path, model);
      if (needs === null) return [word, operation];
      const safe = ['GET', 'PUT', 'DELETE'].includes(method) || (method === 'PATCH' && !path.startsWith('/operator'));
      return [
        word,
        {
          ...(operation as Part),
          'x-roles': [...rolesWith(needs, roles)],
          'x-tenant-scoped': needs !== 'anyone' && needs !== 'operator',
          'x-idempotent': safe || isKeyed(operation as Part) || REPEATABLE.has(`${method} ${path}`),
          'x-rate-class': rateClassOf(method, path) ?? 'none',
        },
      ];
    });
    return [path, Object.fromEntries(operations)] as const;
  });
  return { ...document, paths: Object.fromEntries(paths) };
};

/** The operations of a document that `withAccess` gave, as a table. */
export const accessIn = (document: Part): readonly OperationAccess[] =>
  Object.entries(document['paths'] as Readonly<Record<string, Part>>).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([word, operation]): readonly OperationAccess[] => {
      if (!METHODS.has(word)) return [];
      const { operationId, 'x-roles': roles } = operation as Part & { readonly operationId: string };
      return [{ id: operationId, method: word.toUpperCase(), path, roles: (roles ?? []) as readonly string[] }];
    }),
  );
