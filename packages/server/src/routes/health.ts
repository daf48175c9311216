import type { Hono } from 'hono';
import { isDatabaseError } from '../database/errors.ts';
import type { Env } from './context.ts';

/** How the server is. */
export interface Health {
  readonly status: 'ok' | 'degraded';
  /** `overloaded`: it is there, and all connections to it are busy. */
  readonly database: 'ok' | 'away' | 'overloaded';
  readonly version: string;
}

/** Asks the database whether it is there; throws, or says no, when it is not. */
export type Probe = () => Promise<boolean>;

/** What the routes need to know. */
export interface HealthOptions {
  readonly probe: Probe;
  readonly version: string;
  /** Whether the server is about to stop: it answers still and should be asked nothing more. */
  readonly stopping?: (() => boolean) | undefined;
}

/** Milliseconds after which a database that does not answer is away. */
const PATIENCE = 2000;

/** How the database is. However many ask at the same time, the database is asked once. */
const asking = (probe: Probe): (() => Promise<Health['database']>) => {
  let asked: Promise<Health['database']> | null = null;
  const ask = async (): Promise<Health['database']> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), PATIENCE);
    });
    try {
      return (await Promise.race([probe(), late])) ? 'ok' : 'away';
    } catch (error) {
      return isDatabaseError(error, 'overloaded') ? 'overloaded' : 'away';
    } finally {
      clearTimeout(timer);
    }
  };
  return () => {
    asked ??= ask().finally(() => {
      asked = null;
    });
    return asked;
  };
};

const WHY: Readonly<Record<Health['database'], string>> = {
  ok: 'ok',
  away: 'the database is away',
  overloaded: 'overloaded: all connections to the database are busy',
};

/** `GET /health`, below the base of the API: open to everyone, says nothing of anyone. */
export const healthRoutes = (app: Hono<Env>, { probe, version }: HealthOptions): void => {
  const ask = asking(probe);
  app.get('/health', async (c) => {
    const database = await ask();
    return c.json<Health>({ status: database === 'ok' ? 'ok' : 'degraded', database, version });
  });
};

/** For whatever watches over processes: whether this one lives, and whether it should get requests, or why not. */
export const probeRoutes = (app: Hono<Env>, { probe, stopping = () => false }: HealthOptions): void => {
  const ask = asking(probe);
  app.get('/livez', (c) => c.text('ok'));
  app.get('/readyz', async (c) => {
    if (stopping()) return c.text('stopping', 503, { 'Retry-After': '5' });
    const database = await ask();
    return database === 'ok' ? c.text('ok') : c.text(WHY[database], 503, { 'Retry-After': '2' });
  });
};
