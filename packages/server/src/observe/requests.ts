import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Env } from '../routes/context.ts';
import type { Metrics } from './metrics.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * Counts requests by the template of their route (`/api/v1/:path/:id`): a path holds identifiers, and every stranger can invent new
 * ones. What was refused before a route answered has the pattern of whoever refused it.
 */
export const countRequests = (metrics: Metrics): MiddlewareHandler<Env> => {
  let running = 0;
  metrics.figure('sluice_http_requests_in_flight', 'Requests that are being answered.', () => running);
  const took = metrics.durations(
    'sluice_http_request_duration_seconds',
    'How long requests took until their answer began.',
    ['method', 'route'],
  );
  const answered = metrics.counter('sluice_http_requests_total', 'Requests that were answered.', [
    'method',
    'route',
    'status',
  ]);
  const refused = metrics.counter(
    'sluice_refusals_total',
    'Requests that were refused, by the code of the problem: too_many_tries, rate_limited, overloaded, unavailable, …',
    ['code'],
  );
  return async (c, next) => {
    const from = performance.now();
    running += 1;
    try {
      await next();
    } finally {
      running -= 1;
      const method = METHODS.has(c.req.method) ? c.req.method : 'other';
      const route = routePath(c) || 'none';
      took((performance.now() - from) / 1000, { method, route });
      answered({ method, route, status: String(c.res.status) });
      const code = c.get('refusal');
      if (code !== undefined) refused({ code });
    }
  };
};
