import { randomUUID, webcrypto } from 'node:crypto';
import { type Blueprint, idSequence, type Model, resolveModel } from '@sluice/core';
import { openPool, type Pool } from '../src/database/lease.ts';
import { sqlSource } from '../src/records/source.ts';
import { migrate, schemaOf } from '../src/schema/migrate.ts';
import { createDatabase } from './database.ts';
import { NOON, said, testApp, TODAY } from './http.ts';

/** The JSON of an answer. */
export type Said = Awaited<ReturnType<typeof said>>;

/** An application over a database of its own, with tenants `acme` and `globex`. */
export interface ServedApp extends ReturnType<typeof testApp> {
  readonly model: Model;
  readonly pool: Pool;
  readonly close: () => Promise<void>;
  /** Sends a request of an editor of acme; the answer with its JSON. `version`: If-Match. */
  readonly ask: (
    method: string,
    path: string,
    json?: unknown,
    options?: {
      readonly version?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly tenant?: string;
    },
  ) => Promise<{ readonly status: number; readonly json: Said; readonly headers: Headers }>;
}

/** Serves a blueprint from PostgreSQL as the server does, for one test file. */
export const servedApp = async (blueprint: Blueprint): Promise<ServedApp> => {
  const resolved = resolveModel(blueprint);
  if (!resolved.ok) throw new Error(resolved.issues.map((one) => one.message).join(' '));
  const model = resolved.value;
  const database = await createDatabase();
  const pool = openPool(database.connection, { size: 4 });
  await migrate(pool, schemaOf(model));
  const tenants = new Map(['acme', 'globex'].map((name) => [name, randomUUID()]));
  const id = idSequence(Date.now, () => {
    const [a = 0, b = 0, c = 0] = webcrypto.getRandomValues(new Uint32Array(3));
    return [a, b, c];
  });
  const test = testApp({
    model,
    sourceFor: async ({ tenant: name, actor, role }, cause, once) => {
      const tenant = tenants.get(name);
      if (tenant === undefined) return null;
      return sqlSource({
        pool,
        model,
        tenant,
        actor,
        role,
        cause,
        moment: () => ({ today: TODAY, zone: 'Europe/Paris' }),
        now: () => new Date(NOON).toISOString(),
        id,
        ...(once ? { once } : {}),
      });
    },
  });
  const ask: ServedApp['ask'] = async (method, path, json, { version, headers = {}, tenant = 'acme' } = {}) => {
    const all = {
      ...(await test.bearer({ tenant })),
      ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
      ...headers,
    };
    const answer = await (json === undefined
      ? test.app.request(`/api/v1${path}`, { method, headers: all })
      : test.send(method, `/api/v1${path}`, json, all));
    return { status: answer.status, json: answer.status === 204 ? null : await said(answer), headers: answer.headers };
  };
  const close = async (): Promise<void> => {
    await pool.close();
    await database.drop();
  };
  return { ...test, model, pool, ask, close };
};
