import { type MemorySource, memorySource, newId, resolveModel } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { type AppOptions, createApp } from '../src/app.ts';
import { spentInMemory } from '../src/auth/spent-keys.ts';
import { type Identity, keeperOf } from '../src/auth/token.ts';
import { chanceOf } from '../src/demo/chance.ts';
import { openLog } from '../src/observe/log.ts';
import type { ServedSource } from '../src/routes/context.ts';

const crmModel = () => {
  const resolved = resolveModel(crm);
  if (!resolved.ok) throw new Error(resolved.issues.map((one) => one.message).join(' '));
  return resolved.value;
};

/** The model of the tests. */
export const MODEL = crmModel();
export const SECRET = new TextEncoder().encode('a secret of the tests, forty characters.');
export const TODAY = '2025-02-05';
export const NOON = Date.parse(`${TODAY}T12:00:00Z`);

/** A source in memory, as the server has it. */
export const servedMemory = (seed: number): { readonly served: ServedSource; readonly memory: MemorySource } => {
  const chance = chanceOf(seed);
  const memory = memorySource({
    model: MODEL,
    moment: () => ({ today: TODAY, zone: 'Europe/Paris' }),
    now: () => new Date(NOON).toISOString(),
    id: () => newId(NOON, chance.words),
    actor: 'tester',
  });
  const served: ServedSource = {
    ...memory,
    journalOf: async (entity, id) =>
      memory
        .journal()
        .filter((change) => change.entity === entity && change.id === id)
        .toReversed(),
  };
  return { served, memory };
};

/** The JSON of an answer. */
export const said = async (answer: Response) => JSON.parse(await answer.text());

/** An application over two tenants in memory, `acme` and `globex`, and the means to send requests as anyone. */
export const testApp = (overrides: Partial<AppOptions> = {}) => {
  const tenants = new Map([
    ['acme', servedMemory(1)],
    ['globex', servedMemory(2)],
  ]);
  let time = NOON;
  const now = () => time;
  const keeper = keeperOf(SECRET, now);
  const lines: string[] = [];
  const app = createApp({
    version: '0.0.0',
    model: MODEL,
    keeper,
    spent: spentInMemory(now),
    probe: async () => true,
    log: openLog('info', { write: (line) => void lines.push(line) }),
    now,
    loopback: true,
    importsFor: async () => null,
    sourceFor: async ({ tenant }) => tenants.get(tenant)?.served ?? null,
    tenancyOf: async ({ tenant }) =>
      tenants.has(tenant)
        ? {
            name: tenant,
            label: tenant,
            blueprint: crm,
            overlays: [],
            today: TODAY,
            zone: 'Europe/Paris',
            currency: 'EUR',
          }
        : null,
    ...overrides,
  });
  const as = (identity: Partial<Identity> = {}): Identity => ({
    tenant: 'acme',
    role: 'editor',
    actor: 'tester',
    ...identity,
  });
  const bearer = async (identity: Partial<Identity> = {}) => ({
    Authorization: `Bearer ${await keeper.sign('token', as(identity))}`,
  });
  const cookie = async (identity: Partial<Identity> = {}) => ({
    Cookie: `sluice_session=${await keeper.sign('session', as(identity))}`,
  });
  /** Sends JSON. */
  const send = (method: string, path: string, json: unknown, headers: Readonly<Record<string, string>>) =>
    app.request(path, {
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof json === 'string' ? json : JSON.stringify(json),
    });
  const wait = (milliseconds: number) => {
    time += milliseconds;
  };
  return { app, keeper, tenants, lines, as, bearer, cookie, send, wait };
};
