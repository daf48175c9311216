import { join } from 'node:path';
import { z } from 'zod';
import { OUTBOUND_VARIABLES, type OutboundConfig, readOutbound } from './config-outbound.ts';
import { GENEROUS, type Rates, readRates } from './limits/rates.ts';

/** How much the server writes about itself. */
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Everything the environment decides. */
export interface Config {
  /** The address to listen on. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** The folder of the embedded database and of the secret. */
  readonly data: string;
  /** A PostgreSQL of your own; without it the embedded one. */
  readonly database: string | undefined;
  /** Signs tokens; without it the one kept in the data folder. */
  readonly secret: string | undefined;
  /** Where people open the server when a proxy stands in front of it: an origin without a slash at its end. */
  readonly url: string | undefined;
  /** How many proxies of our own stand in front: whose word on where a request comes from is taken. */
  readonly proxies: number;
  /** How many requests a minute are let through; null: any number. */
  readonly rates: Rates | null;
  readonly logLevel: LogLevel;
  /** The way past PgBouncer, for what needs a session of its own; the same as `database` when left out. */
  readonly direct: string | undefined;
  /** Connections to the database that requests share. */
  readonly connections: number;
  /** How long a server that was told to stop goes on taking requests, in milliseconds. */
  readonly drain: number;
  /** Who may read the figures of the server, and whether tenants are told apart there; null: nobody. */
  readonly metrics: { readonly token: string; readonly perTenant: boolean } | null;
  /** What leaves the server: mails, webhooks, copies. */
  readonly outbound: OutboundConfig;
}

/** A configuration, or a sentence with its remedy for every fault. */
export type ReadConfig =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly faults: readonly string[] };

const PORT = /^\d{1,5}$/;
const HOST = /^[\w.:-]+$/;

const isOrigin = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, hash, username } = new URL(text);
  return /^https?:$/.test(protocol) && pathname === '/' && search === '' && hash === '' && username === '';
};

const said = (message: string) => ({ error: message });

/** A whole number between two others. */
const whole = (from: number, to: number, message: string) =>
  z
    .string()
    .refine((text) => /^\d{1,6}$/.test(text) && Number(text) >= from && Number(text) <= to, said(message))
    .transform(Number);

const databaseUrl = (name: string) =>
  z
    .string()
    .regex(
      /^postgres(ql)?:\/\//,
      said(`${name} is not the address of a PostgreSQL: write it as postgres://user:password@host:5432/database.`),
    )
    .optional();

const shape = z.object({
  HOST: z
    .string()
    .regex(HOST, said('HOST is not an address: set it to 127.0.0.1 for this machine only, or to 0.0.0.0 for everyone.'))
    .default('127.0.0.1'),
  PORT: z
    .string()
    .refine(
      (text) => PORT.test(text) && Number(text) <= 65_535,
      said('PORT is not a port: set it to a number from 1 to 65535, for example 8787, or to 0 for any free one.'),
    )
    .transform(Number)
    .default(8787),
  SLUICE_DATA: z.string().optional(),
  DATABASE_URL: databaseUrl('DATABASE_URL'),
  DATABASE_DIRECT_URL: databaseUrl('DATABASE_DIRECT_URL'),
  SLUICE_CONNECTIONS: whole(
    1,
    200,
    'SLUICE_CONNECTIONS is not a number of connections: set it to a number from 1 to 200, for example 8.',
  ).default(8),
  SLUICE_SECRET: z
    .string()
    .min(
      32,
      said(
        'SLUICE_SECRET is too short to be safe: give it at least 32 characters that nobody can guess, or leave it out.',
      ),
    )
    .optional(),
  SLUICE_URL: z
    .string()
    .refine(isOrigin, said('SLUICE_URL is not an origin: write it as https://crm.example.com, without a path.'))
    .optional(),
  SLUICE_PROXIES: z
    .string()
    .regex(
      /^\d$/,
      said('SLUICE_PROXIES is not a number of proxies: set it to 1 behind one reverse proxy, to 0 without.'),
    )
    .transform(Number)
    .default(0),
  SLUICE_LIMITS: z
    .string()
    .refine(
      (text) => readRates(text) !== undefined,
      said(
        'SLUICE_LIMITS is not a list of limits: set it to off, to on, or to requests a minute such as "reads=1200 writes=600 imports=60 logins=60 tenant=20".',
      ),
    )
    .optional(),
  SLUICE_DRAIN: whole(
    0,
    300,
    'SLUICE_DRAIN is not a number of seconds: set it to a number from 0 to 300, longer than a load balancer takes to notice.',
  ).optional(),
  SLUICE_METRICS_TOKEN: z
    .string()
    .min(
      16,
      said(
        'SLUICE_METRICS_TOKEN is too short to be safe: give it at least 16 characters that nobody can guess, or leave it out.',
      ),
    )
    .optional(),
  SLUICE_METRICS_TENANTS: z
    .enum(['on', 'off'], said('SLUICE_METRICS_TENANTS is neither: set it to on or to off.'))
    .default('off'),
  ...OUTBOUND_VARIABLES,
  LOG_LEVEL: z
    .enum(LOG_LEVELS, said(`LOG_LEVEL is not a level: set it to one of ${LOG_LEVELS.join(', ')}.`))
    .default('warn'),
});

/** The names of all variables there are. */
export const VARIABLE_NAMES: readonly (keyof typeof shape.shape)[] = shape.keyof().options;
/** The name of a variable. */
export type VariableName = (typeof VARIABLE_NAMES)[number];

/** How many letters differ between two words, at most. */
const distance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (const [j, against] of [...other].entries())
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === against ? 0 : 1)));
    row = next;
  }
  return row.at(-1) ?? 0;
};

/** A sentence for every variable that begins as ours do and is none: most likely a mistake of the keyboard. */
const warningsOf = (names: readonly string[]): readonly string[] =>
  names
    .filter((name) => name.startsWith('SLUICE_') && !VARIABLE_NAMES.some((known) => known === name))
    .map((name) => {
      const near = VARIABLE_NAMES.find((known) => distance(name, known) <= 3);
      return `${name} is not a variable of this server and does nothing${near === undefined ? '' : `; ${near} is one`}.`;
    });

/**
 * Reads the environment. An empty variable is a variable that is not set. `folder` is where `.sluice` goes when SLUICE_DATA does not
 * say otherwise.
 */
export const readConfig = (env: Readonly<Record<string, string | undefined>>, folder: string): ReadConfig => {
  const filled = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const read = shape.safeParse(filled);
  if (!read.success) return { ok: false, faults: read.error.issues.map((one) => one.message) };
  const {
    HOST: host,
    PORT: port,
    SLUICE_DATA,
    DATABASE_URL,
    SLUICE_SECRET,
    SLUICE_URL,
    SLUICE_PROXIES,
    SLUICE_LIMITS,
    LOG_LEVEL,
    DATABASE_DIRECT_URL,
    SLUICE_CONNECTIONS,
    SLUICE_DRAIN,
    SLUICE_METRICS_TOKEN,
    SLUICE_METRICS_TENANTS,
  } = read.data;
  const { faults, outbound } = readOutbound(read.data);
  if (faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    warnings: [
      ...warningsOf(Object.keys(filled)),
      ...(isLoopback(host) || SLUICE_URL !== undefined
        ? []
        : [
            `HOST=${host} lets others in and SLUICE_URL is not set: links to sign in say localhost, and cookies are not kept to HTTPS. Set SLUICE_URL to the address people use.`,
          ]),
    ],
    config: {
      host,
      port,
      outbound,
      data: SLUICE_DATA ?? join(folder, '.sluice'),
      database: DATABASE_URL,
      secret: SLUICE_SECRET,
      url: SLUICE_URL === undefined ? undefined : new URL(SLUICE_URL).origin,
      proxies: SLUICE_PROXIES,
      rates: SLUICE_LIMITS === undefined ? (isLoopback(host) ? null : GENEROUS) : (readRates(SLUICE_LIMITS) ?? null),
      logLevel: LOG_LEVEL,
      direct: DATABASE_DIRECT_URL,
      connections: SLUICE_CONNECTIONS,
      // whoever stops a server on their own machine does not want to wait
      drain: 1000 * (SLUICE_DRAIN ?? (isLoopback(host) ? 0 : 5)),
      metrics:
        SLUICE_METRICS_TOKEN === undefined
          ? null
          : { token: SLUICE_METRICS_TOKEN, perTenant: SLUICE_METRICS_TENANTS === 'on' },
    },
  };
};

/** Whether only this machine can reach an address. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/** Where people open the server. */
export const addressOf = (config: Pick<Config, 'host' | 'url'>, port: number): string => {
  if (config.url !== undefined) return config.url;
  const everywhere = config.host === '0.0.0.0' || config.host === '::';
  const host = everywhere || isLoopback(config.host) ? 'localhost' : config.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
};
