import type { MiddlewareHandler } from 'hono';
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import type { LogLevel } from '../config.ts';
import type { Env } from '../routes/context.ts';

export type { Logger } from 'pino';

const SECRET = ['authorization', 'cookie', 'set-cookie', 'key', 'token', 'password', 'secret', 'DATABASE_URL'];
const quoted = (name: string): string => (name.includes('-') ? `["${name}"]` : name);

/** An error as the log keeps it. The database's own details are left out: they quote what people wrote. */
const told = (error: unknown): unknown => {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack, cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { name, message, ...code, stack, ...(cause === undefined ? {} : { cause: told(cause) }) };
};

/** A log of JSON lines, to standard error unless `to` says otherwise. What could sign somebody in is never written. */
export const openLog = (level: LogLevel, to?: DestinationStream): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      serializers: { err: told },
      redact: {
        paths: SECRET.flatMap((name) => [quoted(name), name.includes('-') ? `*${quoted(name)}` : `*.${name}`]),
        censor: '(not written)',
      },
    },
    to ?? process.stderr,
  );

/**
 * One line per request: who, what, how it ended and how long it took. Never the query (a sign-in key may be in it), never a header,
 * never a body.
 */
export const logRequests =
  (log: Logger, now: () => number): MiddlewareHandler<Env> =>
  async (c, next) => {
    const from = now();
    await next();
    const session = c.get('session') ?? null;
    const line = {
      requestId: c.get('requestId'),
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      ms: now() - from,
      ...(session === null ? {} : { tenant: session.tenant, actor: session.actor }),
    };
    if (c.res.status >= 500) log.error(line, 'request');
    else log.info(line, 'request');
  };

/** Notes an error that nobody foresaw, with its causes and its stack: here and nowhere else. */
export const noteError = (log: Logger, requestId: string, error: unknown): void =>
  log.error({ requestId, err: error instanceof Error ? error : new Error(String(error)) }, 'unforeseen');
