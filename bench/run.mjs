import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { intake, resolveModel } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { parse } from 'csv-parse/sync';
import Papa from 'papaparse';
import { csv, deals } from './gen.mjs';

// `npm run bench [-- --n 10k,100k] [--json]`: the same work by Sluice and by named peers, in one run. Ratios are what holds; a peer
// whose results differ from ours is a fault, not a figure.
const option = (name, other) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? other : process.argv[at + 1];
};
const sizes = option('n', '10k,100k')
  .split(',')
  .map((word) => Number(word.replace(/k$/i, '000').replace(/m$/i, '000000')));
const ROUNDS = 7;

const resolved = resolveModel(crm);
if (!resolved.ok) throw new Error('the blueprint is broken');
const model = resolved.value;
const { stages } = model.find('deal').stage.pipeline;
const ENGINES = ['sluice', 'loop', 'naive'];
const engines = await Promise.all(ENGINES.map(async (name) => [name, await import(`./engines/${name}.mjs`)]));

const digest = (value) => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

/** Times a piece of work: one warm round for its result, then some for its time. */
const timed = (work, prepare = () => undefined) => {
  const result = work(prepare());
  const times = Array.from({ length: ROUNDS }, () => {
    const given = prepare();
    const start = performance.now();
    work(given);
    return performance.now() - start;
  });
  return { result, ms: median(times), best: Math.min(...times) };
};

const report = [];
const compare = (task, n, entries) => {
  const [[, own]] = entries;
  for (const [peer, { result, ms, best }] of entries) {
    if (digest(result) !== digest(own.result)) {
      console.error(`${task} at ${n}: ${peer} gives another result than sluice`);
      process.exitCode = 1;
    }
    report.push({ task, n, peer, ms, best, ratio: ms / own.ms, digest: digest(result) });
  }
};

for (const n of sizes) {
  const rows = deals(n, stages);
  const loaded = engines.map(([name, engine]) => [name, engine, engine.load(rows, stages, model)]);
  const all = (task, work) =>
    compare(
      task,
      n,
      loaded.map(([name, engine, data]) => [name, timed(() => work(engine, data))]),
    );
  all('dashboard', (engine, data) => engine.dashboard(data));
  all('dashboard, two sectors', (engine, data) => engine.dashboard(data, ['Santé', 'Vin']));
  // a load of its own each round, so that nothing can be remembered from the round before
  compare(
    'first page by amount, cold',
    n,
    engines.map(([name, engine]) => [
      name,
      timed(
        (data) => engine.page(data),
        () => engine.load(rows, stages, model),
      ),
    ]),
  );
  const text = csv(rows);
  const bytes = new TextEncoder().encode(text);
  let count = 0;
  const id = () => `018f2f6e-0000-7000-8000-${(count += 1).toString(16).padStart(12, '0')}`;
  compare('read a CSV', n, [
    ['sluice', timed(() => intake(bytes, { model, entity: 'deal', today: '2025-02-05', id }).records.length)],
    ['papaparse (text only)', timed(() => Papa.parse(text, { header: true }).data.length)],
    ['csv-parse (text only)', timed(() => parse(text, { columns: true }).length)],
  ]);
}

const versionOf = (name) =>
  JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8')).version;
const machine = {
  node: process.version,
  cpu: cpus()[0]?.model ?? 'unknown',
  load: loadavg()[0].toFixed(2),
  papaparse: versionOf('papaparse'),
  'csv-parse': versionOf('csv-parse'),
};
if (process.argv.includes('--json')) console.log(JSON.stringify({ machine, report }, null, 2));
else {
  console.log(
    Object.entries(machine)
      .map(([name, value]) => `${name} ${value}`)
      .join(' · '),
  );
  console.log('ratio: time of the peer ÷ time of sluice; above 1 sluice is faster\n');
  for (const { task, n, peer, ms, best, ratio } of report)
    console.log(
      `${String(n).padStart(8)}  ${task.padEnd(28)} ${peer.padEnd(24)} ${ms.toFixed(2).padStart(9)} ms  (best ${best.toFixed(2)})  ${ratio.toFixed(2)}×`,
    );
}
