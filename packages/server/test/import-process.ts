// A process that imports one generated file and says what it took: `node … import-process.ts CONNECTION TENANT ROWS [FATNESS]`.
import { readFileSync } from 'node:fs';
import { resolveModel } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import type { Connection } from '../src/database/connection.ts';
import { openPool } from '../src/database/lease.ts';
import { importDesk } from '../src/imports/desk.ts';
import { manyDeals } from './measure-import.ts';

const [connection = '{}', tenant = '', rows = '1000', fatness = '0'] = process.argv.slice(2);
const resolved = resolveModel(crm);
if (!resolved.ok) throw new Error('the model is broken');
const pool = openPool(JSON.parse(connection) as Connection, { size: 2 });
const desk = importDesk({
  pool,
  model: resolved.value,
  tenant,
  actor: 'anna',
  moment: () => ({ today: '2025-02-05', zone: 'UTC' }),
  now: () => new Date().toISOString(),
});

const most = (): number =>
  Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024;
const said = (what: object): void => void process.stdout.write(`${JSON.stringify(what)}\n`);

const before = most();
const start = performance.now();
const wish = { entity: 'deal', name: 'deals.csv', map: {}, links: 'create', rules: { titles: 'same' } } as const;
const plan = await desk.planStream(manyDeals(Number(rows), Number(fatness)), wish);
const between = performance.now();
const planned = most();
const accepted = await desk.accept(plan.id, { digest: plan.digest });
const end = performance.now();
said({
  counts: plan.counts,
  ok: accepted.ok,
  plan: Math.round(between - start),
  accept: Math.round(end - between),
  before: Math.round(before),
  planned: Math.round(planned),
  peak: Math.round(most()),
});
await pool.close();
