import type { Model } from '@sluice/core';
import { Hono, type MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';
import { HTTPException } from 'hono/http-exception';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import { timeout } from 'hono/timeout';
import { forWidgets, withinLimits } from './auth/limits.ts';
import { type Network, networkBehind } from './auth/network.ts';
import type { People } from './auth/people.ts';
import { ownNamesOnly, ownPagesOnly, placed, placedIn, recognise, sessionOf } from './auth/session.ts';
import type { SpentKeys } from './auth/spent-keys.ts';
import type { Keeper } from './auth/token.ts';
import { patiently } from './database/lease.ts';
import type { Feed } from './feed/feed.ts';
import { acrossOrigins } from './limits/cors.ts';
import type { Origins } from './limits/origins.ts';
import { type Rates, withinRates } from './limits/rates.ts';
import { type Logger, logRequests, noteError } from './observe/log.ts';
import { countRequests } from './observe/requests.ts';
import { docsRoutes, openApiRoutes } from './openapi/docs.ts';
import { assetRoutes } from './page/assets.ts';
import { PAGES, pageRoutes } from './page/page.ts';
import { type AuditOptions, auditRoutes } from './routes/audit.ts';
import { REPORTS } from './reports/make.ts';
import { authRoutes } from './routes/auth.ts';
import { type Background, backgroundRoutes } from './routes/background.ts';
import { bulkRoutes } from './routes/bulk.ts';
import type { Ask, Env, Tenants } from './routes/context.ts';
import { conversionRoutes } from './routes/conversions.ts';
import { eventRoutes } from './routes/events.ts';
import { exportRoutes } from './routes/exports.ts';
import { healthRoutes, type Probe, probeRoutes } from './routes/health.ts';
import { importRoutes } from './routes/imports.ts';
import { metricsRoutes, type Told } from './routes/metrics.ts';
import { modelRoutes } from './routes/model.ts';
import { namedRoutes } from './routes/named.ts';
import { originRoutes } from './routes/origins.ts';
import { NOT_FOUND, problem, refuse, refusalOf } from './routes/problem.ts';
import { type OperatorOptions, operatorRoutes } from './routes/operator.ts';
import { type PeopleRouteOptions, peopleRoutes } from './routes/people.ts';
import { queryRoutes } from './routes/query.ts';
import { recordRoutes } from './routes/records.ts';
import { reportRoutes } from './routes/reports.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { searchRoutes } from './routes/search.ts';
import { settingsRoutes } from './routes/settings.ts';
import type { Settings } from './tenants/settings.ts';

/** Everything the HTTP side needs; nothing is taken from the environment. */
export interface AppOptions extends Tenants, PeopleRouteOptions, AuditOptions, Omit<OperatorOptions, 'keeper'> {
  /** What tenants say of themselves; without it there is nothing to change. */
  readonly settings?: Settings | undefined;
  readonly version: string;
  /** The product's model, without any tenant's overlay: what the API describes to strangers. */
  readonly model: Model;
  readonly keeper: Keeper;
  readonly spent: SpentKeys;
  readonly probe: Probe;
  /** Whether the server is about to stop; it is not when left out. */
  readonly stopping?: (() => boolean) | undefined;
  /** The figures of the server and the word that opens them; none are told when left out. */
  readonly told?: Told | undefined;
  /** Who signs in by password; without it there are tokens and sign-in links only. */
  readonly people?: People | undefined;
  /** Where requests come from; as the socket says when left out. */
  readonly network?: Network | undefined;
  /** The change feed; without it nobody can follow. */
  readonly feed?: Feed | undefined;
  /** The pages of other sites that may read answers; none when left out. */
  readonly origins?: Origins | undefined;
  /** What goes on while nobody waits; without it there is nothing to see of it. */
  readonly background?: Background | undefined;
  /** How many requests are let through; any number when left out. */
  readonly rates?: Rates | null | undefined;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The server listens for this machine only: other names are refused. */
  readonly loopback: boolean;
  /** The address people use, when it is not the one the server listens on. */
  readonly url?: string | undefined;
  /** The folder of the built elements. */
  readonly assets?: string | undefined;
  /** How long a request may take, in milliseconds. */
  readonly patience?: number;
}

const BASE = '/api/v1';

/** What a page may load: its own files, and workers that the elements make. */
const POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  workerSrc: ["'self'", 'blob:'],
  manifestSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

/** Answers every other method of a path. */
const only = (app: Hono<Env>, path: string, ...methods: readonly string[]): void => {
  const allow = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
  app.all(path, (c) =>
    refuse({
      status: 405,
      code: 'no_such_method',
      detail: `${c.req.method.slice(0, 20)} is not known here; there is ${allow.join(', ')}.`,
      remedy: 'Use one of these methods, or look for the address in GET /api/v1/openapi.json.',
      headers: { Allow: allow.join(', ') },
    }),
  );
};

const unstored: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  if (!c.res.headers.has('cache-control')) c.res.headers.set('Cache-Control', 'no-store');
};

const api = (options: AppOptions): Hono<Env> => {
  const { model, version, keeper } = options;
  const app = new Hono<Env>();
  healthRoutes(app, options);
  modelRoutes(app, options);
  openApiRoutes(app, options, model, version);
  queryRoutes(app, options);
  const recognised = async (c: Ask) => placedIn(await sessionOf(c, keeper, options.people), options.standingOf);
  eventRoutes(app, { ...options, recognised });
  for (const path of ['/health', '/model', '/openapi.json', '/permissions', '/events']) only(app, path, 'GET');
  for (const path of ['/query', '/explain', '/figures']) only(app, path, 'POST');
  authRoutes(app, options);
  peopleRoutes(app, options);
  only(app, '/people', 'GET', 'POST');
  only(app, '/people/:id', 'PATCH', 'DELETE');
  auditRoutes(app, options);
  only(app, '/journal', 'GET');
  operatorRoutes(app, options);
  only(app, '/operator/tenants', 'GET', 'POST');
  only(app, '/operator/tenants/:name', 'GET', 'PATCH');
  for (const word of ['suspend', 'resume', 'invite']) only(app, `/operator/tenants/:name/${word}`, 'POST');
  settingsRoutes(app, options);
  only(app, '/settings', 'GET', 'PUT', 'PATCH');
  only(app, '/settings/preview', 'POST');
  only(app, '/roles', 'GET');
  only(app, '/roles/:name', 'PUT', 'DELETE');
  for (const path of ['login', 'refresh', 'logout', 'switch', 'invite', 'accept', 'reset-request', 'reset', 'embed'])
    only(app, `/auth/${path}`, 'POST');
  only(app, '/auth/me', 'GET');
  only(app, '/auth/sessions', 'GET', 'DELETE');
  only(app, '/auth/sessions/:id', 'DELETE');
  originRoutes(app, options);
  only(app, '/origins', 'GET', 'PUT');
  backgroundRoutes(app, options);
  webhookRoutes(app, options);
  for (const path of ['/jobs', '/outbox', '/webhooks/:id/deliveries']) only(app, path, 'GET');
  for (const path of ['/jobs/:id/retry', '/outbox/:id/release', '/webhooks/:id/deliveries/:delivery/retry'])
    only(app, path, 'POST');
  for (const path of ['/webhooks/:id/secret', '/webhooks/:id/test']) only(app, path, 'POST');
  only(app, '/webhooks', 'GET', 'POST');
  only(app, '/webhooks/:id', 'GET', 'PATCH', 'DELETE');
  only(app, '/jobs/:id', 'DELETE');
  only(app, '/outbound', 'GET', 'PUT');
  importRoutes(app, options);
  only(app, '/imports', 'GET', 'POST');
  for (const path of ['/imports/:id', '/imports/:id/rejected.csv']) only(app, path, 'GET');
  for (const path of ['/imports/:id/accept', '/imports/:id/cancel']) only(app, path, 'POST');
  only(app, '/imports/:id/undo', 'GET', 'POST');
  bulkRoutes(app, options);
  only(app, '/:path/bulk', 'POST');
  reportRoutes(app, options);
  for (const name of REPORTS) only(app, `/reports/${name}.pdf`, 'GET');
  exportRoutes(app, options);
  only(app, '/:path/export', 'GET');
  searchRoutes(app, options);
  only(app, '/search', 'GET');
  const named = new Map<string, string[]>();
  for (const { method, path } of [...namedRoutes(app, model, options), ...conversionRoutes(app, model, options)])
    named.set(path, [...(named.get(path) ?? []), method]);
  for (const [path, methods] of named) only(app, path, ...methods);
  recordRoutes(app, options);
  only(app, '/:path', 'GET', 'POST');
  only(app, '/:path/:id', 'GET', 'PATCH', 'PUT', 'DELETE');
  only(app, '/:path/:id/journal', 'GET');
  return app;
};

/**
 * The whole HTTP side of a server: the API below `/api/v1`, its description at `/docs`, the page at `/`. Everything refused is a
 * problem (RFC 9457); what nobody foresaw is noted in the log and told to nobody else.
 */
export const createApp = (options: AppOptions): Hono<Env> => {
  const { keeper, spent, log, now, loopback, url, assets, patience = 30_000 } = options;
  const secure = url?.startsWith('https:') ?? false;
  const app = new Hono<Env>();
  app.onError((error, c) => {
    const refusal = refusalOf(error);
    if (refusal.code === 'internal') noteError(log, c.get('requestId') ?? '', error);
    return problem(c, refusal);
  });
  app.notFound((c) => problem(c, NOT_FOUND));
  app.use(requestId({ limitLength: 100 }));
  app.use((c, next) => {
    if (url !== undefined) c.set('url', url);
    return next();
  });
  app.use((_, next) => patiently(next));
  if (options.told) app.use(countRequests(options.told.metrics));
  app.use(logRequests(log, now));
  app.use(unstored);
  app.use(
    secureHeaders({
      contentSecurityPolicy: POLICY,
      xFrameOptions: 'DENY',
      strictTransportSecurity: secure ? 'max-age=15552000' : false,
    }),
  );
  probeRoutes(app, options);
  if (options.told) metricsRoutes(app, options.told);
  if (loopback) app.use(ownNamesOnly(url));
  app.use(`${BASE}/*`, acrossOrigins(options.origins));
  app.use(`${BASE}/*`, forWidgets(options.people));
  app.use(recognise(keeper, options.people));
  app.use(`${BASE}/*`, placed(options.standingOf, BASE));
  app.use(`${BASE}/*`, withinLimits(options.model, BASE));
  app.use(ownPagesOnly);
  if (options.rates)
    app.use(
      `${BASE}/*`,
      withinRates({ rates: options.rates, network: options.network ?? networkBehind(), now, base: BASE }),
    );
  const late = new HTTPException(503, {
    message: 'The request took too long.',
  });
  const soon: MiddlewareHandler<Env> = timeout(patience, late);
  const later: MiddlewareHandler<Env> = timeout(patience * 20, late);
  // a large file takes longer than any other request, in or out
  const inTime: MiddlewareHandler<Env> = (c, next) =>
    c.req.path.startsWith(`${BASE}/imports`) || c.req.path.endsWith('/export') ? later(c, next) : soon(c, next);
  app.use(`${BASE}/*`, inTime);
  for (const path of [`${BASE}/:path`, '/assets/*', '/docs/*']) app.use(path, compress());
  app.route(BASE, api(options));
  docsRoutes(app);
  assetRoutes(app, assets);
  pageRoutes(app, { sourceFor: options.sourceFor, keeper, spent, built: assets !== undefined });
  for (const path of [
    ...PAGES,
    '/docs',
    '/docs/:file',
    '/assets/*',
    '/page.css',
    '/sign-in.js',
    '/session.js',
    '/icon.svg',
    '/livez',
    '/readyz',
    ...(options.told ? ['/metrics'] : []),
  ])
    only(app, path, 'GET');
  return app;
};
