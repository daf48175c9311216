import { createHash, timingSafeEqual } from 'node:crypto';
import type { Hono } from 'hono';
import type { Metrics } from '../observe/metrics.ts';
import type { Env } from './context.ts';
import { type Refusal, refuse } from './problem.ts';

/** The figures of a server, and the word that opens them. */
export interface Told {
  readonly metrics: Metrics;
  /** What whoever looks sends as `Authorization: Bearer …`. */
  readonly token: string;
}

const CLOSED: Refusal = {
  status: 401,
  code: 'not_signed_in',
  detail: 'This request does not carry the token of the metrics.',
  remedy: 'Send "Authorization: Bearer …" with the value of SLUICE_METRICS_TOKEN.',
  headers: { 'WWW-Authenticate': 'Bearer realm="metrics"' },
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** `GET /metrics`, for whoever knows the token. Without a token there is no such path. */
export const metricsRoutes = (app: Hono<Env>, { metrics, token }: Told): void => {
  const wanted = digest(`Bearer ${token}`);
  app.get('/metrics', async (c) => {
    // digests are equally long, whatever was sent
    if (!timingSafeEqual(digest(c.req.header('authorization') ?? ''), wanted)) refuse(CLOSED);
    return c.body(await metrics.text(), 200, { 'Content-Type': metrics.type });
  });
};
