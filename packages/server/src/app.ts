import type { Model } from '@sluice/core';
import { Hono, type MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';
import { HTTPException } from 'hono/http-exception';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import { timeout } from 'hono/timeout';
import { ownNamesOnly, ownPagesOnly, recognise } from './auth/session.ts';
import type { SpentKeys } from './auth/spent-keys.ts';
import type { Keeper } from './auth/token.ts';
import { type Logger, logRequests, noteError } from './observe/log.ts';
import { docsRoutes, openApiRoutes } from './openapi/docs.ts';
import { assetRoutes } from './page/assets.ts';
import { pageRoutes } from './page/page.ts';
import { bulkRoutes } from './routes/bulk.ts';
import type { Env, Tenants } from './routes/context.ts';
import { healthRoutes, type Probe, probeRoutes } from './routes/health.ts';
import { importRoutes } from './routes/imports.ts';
import { modelRoutes } from './routes/model.ts';
import { NOT_FOUND, problem, refuse, refusalOf } from './routes/problem.ts';
import { queryRoutes } from './routes/query.ts';
import { recordRoutes } from './routes/records.ts';

/** Everything the HTTP side needs; nothing is taken from the environment. */
export interface AppOptions extends Tenants {
  readonly version: string;
  /** The product's model, without any tenant's overlay: what the API describes to strangers. */
  readonly model: Model;
  readonly keeper: Keeper;
  readonly spent: SpentKeys;
  readonly probe: Probe;
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
      headers: { Allow: allow.join(', ') },
    }),
  );
};

const unstored: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  if (!c.res.headers.has('cache-control')) c.res.headers.set('Cache-Control', 'no-store');
};

const api = (options: AppOptions): Hono<Env> => {
  const { model, version, probe } = options;
  const app = new Hono<Env>();
  healthRoutes(app, probe, version);
  modelRoutes(app, options);
  openApiRoutes(app, options, model, version);
  queryRoutes(app, options);
  for (const path of ['/health', '/model', '/openapi.json']) only(app, path, 'GET');
  for (const path of ['/query', '/explain']) only(app, path, 'POST');
  importRoutes(app, options);
  only(app, '/imports', 'GET', 'POST');
  for (const path of ['/imports/:id', '/imports/:id/rejected.csv']) only(app, path, 'GET');
  only(app, '/imports/:id/accept', 'POST');
  only(app, '/imports/:id/undo', 'GET', 'POST');
  bulkRoutes(app, options);
  only(app, '/:path/bulk', 'POST');
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
  const { keeper, spent, log, now, loopback, url, assets, probe, version, patience = 30_000 } = options;
  const secure = url?.startsWith('https:') ?? false;
  const app = new Hono<Env>();
  app.onError((error, c) => {
    const refusal = refusalOf(error);
    if (refusal.code === 'internal') noteError(log, c.get('requestId') ?? '', error);
    return problem(c, refusal);
  });
  app.notFound((c) => problem(c, NOT_FOUND));
  app.use(requestId({ limitLength: 100 }));
  app.use(logRequests(log, now));
  app.use(unstored);
  app.use(
    secureHeaders({
      contentSecurityPolicy: POLICY,
      xFrameOptions: 'DENY',
      strictTransportSecurity: secure ? 'max-age=15552000' : false,
    }),
  );
  probeRoutes(app, probe, version);
  if (loopback) app.use(ownNamesOnly(url));
  app.use(recognise(keeper));
  app.use(ownPagesOnly);
  const late = new HTTPException(503, {
    message: 'The request took too long. Ask for less, or look whether it was done.',
  });
  const soon: MiddlewareHandler<Env> = timeout(patience, late);
  const later: MiddlewareHandler<Env> = timeout(patience * 20, late);
  // a large file takes longer than any other request
  const inTime: MiddlewareHandler<Env> = (c, next) =>
    c.req.path.startsWith(`${BASE}/imports`) ? later(c, next) : soon(c, next);
  app.use(`${BASE}/*`, inTime);
  for (const path of [`${BASE}/:path`, '/assets/*', '/docs/*']) app.use(path, compress());
  app.route(BASE, api(options));
  docsRoutes(app);
  assetRoutes(app, assets);
  pageRoutes(app, { keeper, spent, secure, built: assets !== undefined });
  for (const path of ['/', '/docs', '/docs/:file', '/assets/*', '/page.css', '/icon.svg', '/livez', '/readyz'])
    only(app, path, 'GET');
  return app;
};
