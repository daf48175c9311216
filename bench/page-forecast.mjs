import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

// What a page reckons when somebody looks at a forecast or moves a lever: run in a browser, by what the elements run.
const WORK = `
import { applyScenario, distribution, effects, forecastAfter, scenarioColumns } from '@sluice/core';
import { numbers } from './gen.mjs';
import { openDeals, scenarioOf } from './what-if.mjs';
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const timed = (rounds, work) => {
  const times = Array.from({ length: rounds }, (_, round) => {
    const start = performance.now();
    work(round);
    return performance.now() - start;
  }).slice(2);
  return { ms: median(times), best: Math.min(...times) };
};
const someDeals = (count, unit) => {
  const next = numbers(5);
  return {
    amount: Float64Array.from({ length: count }, () => Math.ceil((next() * 50_000_00) / unit) * unit),
    probability: Float64Array.from({ length: count }, () => [1000, 3000, 7000, 4500][Math.floor(next() * 4)]),
  };
};
globalThis.forecasts = () =>
  [1, 100, 50_000].map((unit) => {
    const deals = someDeals(500, unit);
    return { unit, ...timed(12, () => [distribution(deals), effects(deals, { quota: 5_000_000_00 })]) };
  });
globalThis.whatIf = (stages, n) => {
  const next = numbers(11);
  const rows = Array.from({ length: n }, (_, at) => ({ id: String(at), amount: Math.floor(next() * 50_000_00) }));
  const list = openDeals(rows, stages, n);
  const columns = scenarioColumns(list);
  return timed(12, (round) => {
    const { value } = applyScenario(columns, scenarioOf(round, list.at(-1).stage), { today: '2025-02-05' });
    return forecastAfter(value.columns, { quota: 1_000_000_00 });
  });
};
`;

/** Writes the script of the page into a folder. */
export const writeForecastScript = (folder) =>
  build({
    stdin: { contents: WORK, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'js' },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['sluice-src'],
    minify: true,
    outfile: join(folder, 'forecasts.js'),
    logLevel: 'error',
  });

/** Measures the distribution and the effect of each of 500 deals, and a what-if over a million; says both. */
export const sayForecasts = async (page, stages) => {
  await page.waitForFunction(() => 'forecasts' in globalThis);
  for (const { unit, ms, best } of await page.evaluate(() => globalThis.forecasts()))
    console.log(
      `500 open deals, amounts to ${(unit / 100).toFixed(2)}: distribution and what losing any one does: ${ms.toFixed(1)} ms (best ${best.toFixed(1)}); goal below 50`,
    );
  const { ms, best } = await page.evaluate((given) => globalThis.whatIf(given, 1_000_000), stages);
  console.log(
    `1000000 open deals, a what-if of two levers: ${ms.toFixed(1)} ms (best ${best.toFixed(1)}); goal below 16`,
  );
};
