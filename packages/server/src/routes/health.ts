import type { Hono } from 'hono';
import type { Env } from './context.ts';

/** How the server is. */
export interface Health {
  readonly status: 'ok' | 'degraded';
  readonly database: 'ok' | 'away';
  readonly version: string;
}

/** Asks the database whether it is there; never throws. */
export type Probe = () => Promise<boolean>;

const PATIENCE = 2000;

const healthOf = async (probe: Probe, version: string): Promise<Health> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE);
  });
  const there = await Promise.race([probe().catch(() => false), late]);
  clearTimeout(timer);
  return { status: there ? 'ok' : 'degraded', database: there ? 'ok' : 'away', version };
};

/** `GET /health`, below the base of the API: open to everyone, says nothing of anyone. */
export const healthRoutes = (app: Hono<Env>, probe: Probe, version: string): void => {
  app.get('/health', async (c) => c.json(await healthOf(probe, version)));
};

/** For whatever watches over processes: whether this one lives, and whether it should get requests. */
export const probeRoutes = (app: Hono<Env>, probe: Probe, version: string): void => {
  app.get('/livez', (c) => c.text('ok'));
  app.get('/readyz', async (c) => {
    const { status } = await healthOf(probe, version);
    return c.text(status, status === 'ok' ? 200 : 503);
  });
};
