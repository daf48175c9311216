import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveModel } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { bundleIfStale } from '../scripts/bundle.mjs';
import { inBrowser, serveFolder } from '../scripts/serve-example.mjs';
import { csv, deals } from './gen.mjs';
import { sayForecasts, writeForecastScript } from './page-forecast.mjs';

// `npm run bench:page [-- --n 100000]`: a CSV as a whole dashboard in a browser: how long until the figures stand, and how long the page
// was not at hand meanwhile (long tasks of the main thread). Then what forecasts and scenarios take there; `--forecasts` only those.
const at = process.argv.indexOf('--n');
const n = at < 0 ? 100_000 : Number(process.argv[at + 1]);
const model = resolveModel(crm);
if (!model.ok) throw new Error('the blueprint is broken');
const { stages } = model.value.find('deal').stage.pipeline;

const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
await writeForecastScript(folder);
writeFileSync(
  join(folder, 'forecasts.html'),
  '<!doctype html><meta charset="utf-8"><title>bench</title><script type="module" src="forecasts.js"></script>',
);
const onlyForecasts = process.argv.includes('--forecasts');
const problem = onlyForecasts ? null : await bundleIfStale();
if (problem) throw new Error(problem);
writeFileSync(join(folder, 'deals.csv'), csv(deals(n, stages)));
writeFileSync(
  join(folder, 'index.html'),
  `<!doctype html><meta charset="utf-8"><title>bench</title><script src="watch.js"></script><script type="module" src="sluice.js"></script>
<sluice-dashboard source="deals.csv" locale="en"></sluice-dashboard>`,
);
writeFileSync(
  join(folder, 'watch.js'),
  `window.tasks = []; new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ startTime, duration }) => [Math.round(startTime), Math.round(duration)]))).observe({ type: 'longtask', buffered: true });`,
);
const { address, close } = await serveFolder(folder);
try {
  await inBrowser(`${address}/forecasts.html`, (page) => sayForecasts(page, stages));
  if (!onlyForecasts)
    await inBrowser(`${address}/index.html`, async (page) => {
      await page
        .locator('sluice-table')
        .getByText(/^Client \d+$/)
        .first()
        .waitFor({ timeout: 120_000 });
      await page.locator('sluice-kpi').first().getByText('€').first().waitFor({ timeout: 120_000 });
      const ready = await page.evaluate(() => Math.round(performance.now()));
      await page.waitForTimeout(1000);
      const opening = await page.evaluate(() => window.tasks.splice(0));
      const longest = (tasks) => Math.max(0, ...tasks.map(([, duration]) => duration));
      console.log(
        `${n} deals: figures and table after ${ready} ms; longest task ${longest(opening)} ms; tasks over 50 ms: ${JSON.stringify(opening)}`,
      );
      await page.locator('sluice-funnel').getByRole('button').first().click();
      await page.waitForTimeout(2000);
      const filtering = await page.evaluate(() => window.tasks.splice(0));
      console.log(
        `a click on a stage: longest task ${longest(filtering)} ms; tasks over 50 ms: ${JSON.stringify(filtering)}`,
      );
      await page.locator('sluice-table').getByRole('columnheader').nth(2).click();
      await page.waitForTimeout(1500);
      const sorting = await page.evaluate(() => window.tasks.splice(0));
      console.log(
        `a click on a heading: longest task ${longest(sorting)} ms; tasks over 50 ms: ${JSON.stringify(sorting)}`,
      );
    });
} finally {
  close();
  rmSync(folder, { recursive: true, force: true });
}
