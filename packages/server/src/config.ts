import { join } from 'node:path';
import { z } from 'zod';
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
}

/** A configuration, or a sentence with its remedy for every fault. */
export type ReadConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly faults: readonly string[] };

const PORT = /^\d{1,5}$/;
const HOST = /^[\w.:-]+$/;

const isOrigin = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, hash, username } = new URL(text);
  return /^https?:$/.test(protocol) && pathname === '/' && search === '' && hash === '' && username === '';
};

const said = (message: string) => ({ error: message });

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
  DATABASE_URL: z
    .string()
    .regex(
      /^postgres(ql)?:\/\//,
      said('DATABASE_URL is not the address of a PostgreSQL: write it as postgres://user:password@host:5432/database.'),
    )
    .optional(),
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
  LOG_LEVEL: z
    .enum(LOG_LEVELS, said(`LOG_LEVEL is not a level: set it to one of ${LOG_LEVELS.join(', ')}.`))
    .default('warn'),
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
  } = read.data;
  return {
    ok: true,
    config: {
      host,
      port,
      data: SLUICE_DATA ?? join(folder, '.sluice'),
      database: DATABASE_URL,
      secret: SLUICE_SECRET,
      url: SLUICE_URL === undefined ? undefined : new URL(SLUICE_URL).origin,
      proxies: SLUICE_PROXIES,
      rates: SLUICE_LIMITS === undefined ? (isLoopback(host) ? null : GENEROUS) : (readRates(SLUICE_LIMITS) ?? null),
      logLevel: LOG_LEVEL,
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
