import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Model } from '@sluice/core';
import type { Hono } from 'hono';
import type { Env, Tenants } from '../routes/context.ts';
import { rolesOf } from '../auth/roles.ts';
import { required } from '../auth/session.ts';
import { NOT_FOUND, refuse, UNKNOWN_SENDER } from '../routes/problem.ts';
import { accessIn } from './access.ts';
import { openApiOf } from './document.ts';

/** What swagger-ui brings that the page needs, and how the browser takes it. */
const FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

const START = `window.ui = window.SwaggerUIBundle({
  url: '/api/v1/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  docExpansion: 'none',
  defaultModelsExpandDepth: 0,
});
`;

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sluice API</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const folder = (): string => dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

/**
 * `GET /openapi.json`, below the base of the API: the tenant's own for whoever is signed in, else the product's. `GET /permissions`: who may send
 * what, as a table.
 */
export const openApiRoutes = (app: Hono<Env>, tenants: Tenants, model: Model, version: string): void => {
  app.get('/openapi.json', async (c) => {
    const session = c.get('session');
    const source = session && (await tenants.sourceFor(session, 'openapi').catch(() => null));
    return c.json(openApiOf(source?.model ?? model, version, session?.standing?.tenant.roles));
  });
  app.get('/permissions', async (c) => {
    const session = required(c);
    const source = (await tenants.sourceFor(session, 'permissions')) ?? refuse(UNKNOWN_SENDER);
    const own = session.standing?.tenant.roles ?? {};
    const table = accessIn(openApiOf(source.model, version, own));
    return c.json({
      roles: [...rolesOf(own).keys()],
      operations: Object.fromEntries(table.map(({ id, method, path, roles }) => [id, { method, path, roles }])),
    });
  });
};

/** `/docs`: the document to read and to try, without a word to any other server. */
export const docsRoutes = (app: Hono<Env>): void => {
  app.get('/docs', (c) => c.html(PAGE));
  app.get('/docs/start.js', (c) => c.body(START, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }));
  app.get('/docs/:file', async (c) => {
    const file = c.req.param('file');
    const type = Object.hasOwn(FILES, file) ? FILES[file] : undefined;
    if (type === undefined) return refuse(NOT_FOUND);
    const bytes = await readFile(join(folder(), file));
    return c.body(new Uint8Array(bytes), 200, { 'Content-Type': type, 'Cache-Control': 'private, max-age=3600' });
  });
};
