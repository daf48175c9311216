import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { intake, resolveModel } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { parse } from 'csv-parse/sync';
import Papa from 'papaparse';
import { companies, csv, deals, edited, SECTORS } from './gen.mjs';
import * as whatIf from './what-if.mjs';

// `npm run bench [-- --n 10k,100k] [--what-if 1m] [--json]`: the same work by Sluice and by named peers, in one run. Ratios are what holds; a peer
// whose results differ from ours is a fault, not a figure.
const option = (name, other) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? other : process.argv[at + 1];
};
const counts = (words) =>
  words
    .split(',')
    .filter((word) => word !== '')
    .map((word) => Number(word.replace(/k$/i, '000').replace(/m$/i, '000000')));
const sizes = counts(option('n', '10k,100k'));
const open = counts(option('what-if', '1m'));
const LEAST = 7;
const MOST = 40;

const resolved = resolveModel(crm);
if (!resolved.ok) throw new Error('the blueprint is broken');
const model = resolved.value;
const { stages } = model.find('deal').stage.pipeline;
const ENGINES = ['sluice', 'loop', 'naive'];
const engines = await Promise.all(ENGINES.map(async (name) => [name, await import(`./engines/${name}.mjs`)]));

const digest = (value) => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

setFlagsFromString('--expose-gc');
// A collection must not throw compiled code away: it would be timed to compile it again.
setFlagsFromString('--no-flush-bytecode');
const collectGarbage = runInNewContext('gc');

/** Times a piece of work, after a warm round, in as many rounds as fit a fifth of a second; the result of every round counts. */
const timed = (work, prepare = () => undefined) => {
  const result = [work(prepare())];
  const times = [];
  for (let spent = 0; times.length < LEAST || (spent < 200 && times.length < MOST); ) {
    const given = prepare();
    const start = performance.now();
    const found = work(given);
    times.push(performance.now() - start);
    spent += times.at(-1);
    // the peers must have been asked the same questions
    if (result.length <= LEAST) result.push(found);
  }
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
    report.push({ task, n, peer, ms, best, ratio: ms / own.ms, ratioOfBest: best / own.best, digest: digest(result) });
  }
};

for (const n of sizes) {
  const rows = deals(n, stages);
  const accounts = companies(n);
  const load = (engine) => engine.load(rows, stages, model, accounts);
  const loaded = engines.map(([name, engine]) => [name, engine, load(engine)]);
  /** `asked` gives each round a question of its own, the same for all engines. */
  const all = (task, work, asked = () => undefined) =>
    compare(
      task,
      n,
      loaded.map(([name, engine, data]) => {
        let turn = 0;
        const next = () => asked((turn += 1));
        return [name, timed((question) => work(engine, data, question), next)];
      }),
    );
  /** A load of its own each round, so that nothing can be remembered from the round before. */
  const cold = (task, work) =>
    compare(
      task,
      n,
      engines.map(([name, engine]) => [
        name,
        timed(
          (data) => work(engine, data),
          () => {
            const data = load(engine);
            // what loading left behind is not counted to the question
            collectGarbage();
            return data;
          },
        ),
      ]),
    );
  cold('dashboard, first time', (engine, data) => engine.dashboard(data));
  all('dashboard, asked again', (engine, data) => engine.dashboard(data));
  // no pair is asked twice: there are 45, and at most so many rounds
  const pairs = SECTORS.flatMap((one, at) => SECTORS.slice(at + 1).map((other) => [one, other]));
  all(
    'dashboard, two other sectors',
    (engine, data, sectors) => engine.dashboard(data, sectors),
    (turn) => pairs[turn],
  );
  all(
    'one edit and the dashboard',
    (engine, data, row) => {
      engine.edit(data, row);
      return engine.dashboard(data);
    },
    (turn) => edited(rows[(turn * 104_729) % n], turn, stages),
  );
  cold('first page by amount, cold', (engine, data) => engine.page(data));
  const scrolled = loaded.map(([name, engine, data]) => [name, engine.pages(data)]);
  compare(
    'second page, order built',
    n,
    scrolled.map(([name, next]) => [name, timed(next)]),
  );
  all(
    'search a text',
    (engine, data, word) => engine.search(data, word),
    (turn) => `ient ${turn + 10}`,
  );
  cold('group by a field of a link', (engine, data) => engine.byLink(data));
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

for (const n of open) {
  const list = whatIf.openDeals(deals(n, stages), stages, n);
  const stage = list.at(-1).stage;
  compare(
    'what-if of open deals',
    n,
    Object.entries(whatIf.engines).map(([name, { load, answer }]) => {
      const data = load(list);
      collectGarbage();
      let turn = 0;
      return [
        name,
        timed(
          (asked) => answer(data, asked),
          () => whatIf.scenarioOf((turn += 1), stage),
        ),
      ];
    }),
  );
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
  for (const { task, n, peer, ms, best, ratio, ratioOfBest } of report)
    console.log(
      `${String(n).padStart(8)}  ${task.padEnd(28)} ${peer.padEnd(24)} ${ms.toFixed(2).padStart(9)} ms  (best ${best.toFixed(2)})  ${ratio.toFixed(2)}× (best ${ratioOfBest.toFixed(2)}×)`,
    );
}
