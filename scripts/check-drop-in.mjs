import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { ensureBrowser } from './browser.mjs';
import { bundleIfStale, DIST, PARTS } from './bundle.mjs';
import { tally } from './tally.mjs';

// The drop-in as pages of other people load it: a file that is large enough for a worker, read under each policy that a page may have.
const ROWS = 2000;
const CSV = `client,stage,amount\n${Array.from({ length: ROWS }, (_, at) => `Client ${at},won,${at + 1}.50`).join('\n')}\n`;
const page = (script) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Deals</title>
<script type="module" src="${script}"></script>
<sluice-app source="deals.csv"><sluice-data></sluice-data><sluice-table></sluice-table></sluice-app></html>`;
const BASE = "default-src 'none'; style-src 'self'; connect-src 'self'; img-src 'self' data:";
const TRUSTED = "require-trusted-types-for 'script'; trusted-types lit-html sluice";

/** `workers`: how many the page should have started; `reports`: what the browser reports although all is well. */
const CASES = [
  { name: 'without a policy', workers: 1 },
  { name: 'under a strict policy', policy: `script-src 'self'; worker-src 'self' blob:; ${TRUSTED}`, workers: 1 },
  {
    name: 'where workers are refused',
    policy: `script-src 'self'; worker-src 'none'; ${TRUSTED}`,
    workers: 0,
    reports: /Creating a worker/,
  },
  {
    name: 'where our Trusted Types policy is not allowed',
    policy: "script-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html",
    workers: 0,
    reports: /TrustedTypePolicy|TrustedScriptURL/,
  },
  { name: 'from another origin', elsewhere: true, workers: 1 },
  {
    name: 'from another origin, under a strict policy',
    elsewhere: true,
    policy: `script-src ELSEWHERE; worker-src blob:; ${TRUSTED}`,
    workers: 1,
  },
  {
    name: 'from another origin, where workers are refused',
    elsewhere: true,
    policy: `script-src ELSEWHERE; worker-src 'none'; ${TRUSTED}`,
    workers: 0,
    reports: /Creating a worker/,
  },
];

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const FONT = /^fonts\/[\w-]+\.ttf$/;
const TYPES = { '.js': 'text/javascript', '.csv': 'text/csv', '.html': 'text/html' };

/** Serves the drop-in and, where there is one, a page with its policy. */
async function serve({ html, policy } = {}) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const name = pathname === '/' ? 'index.html' : pathname.slice(1);
    const texts = { 'index.html': html, 'deals.csv': CSV };
    const file = join(DIST, name);
    const body =
      texts[name] ?? ((PARTS.test(name) || FONT.test(name)) && existsSync(file) ? readFileSync(file) : undefined);
    const headers = { 'Content-Type': TYPES[extname(name)] ?? 'text/plain', 'Access-Control-Allow-Origin': '*' };
    if (policy) headers['Content-Security-Policy'] = `${BASE}; ${policy}`;
    // browsers ask for an icon on their own
    response.writeHead(body === undefined ? (name === 'favicon.ico' ? 204 : 404) : 200, headers).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

const problem = await bundleIfStale();
if (problem) throw new Error(problem);
const { path, args } = await ensureBrowser();
const browser = await chromium.launch({ executablePath: path, args, headless: true });
const far = await serve();
const { check, end } = tally();

for (const { name, policy, elsewhere, workers, reports } of CASES) {
  await check(`a file is read ${name}`, async () => {
    const script = elsewhere ? `${far.address}/sluice.js` : 'sluice.js';
    const { address, close } = await serve({
      html: page(script),
      policy: policy?.replaceAll('ELSEWHERE', far.address),
    });
    const tab = await browser.newPage();
    const faults = [];
    let started = 0;
    let read = 0;
    tab.on('worker', () => started++);
    tab.on('request', (request) => (read += request.url().endsWith('/sluice-reader.js') ? 1 : 0));
    tab.on('pageerror', (error) => faults.push(error.message));
    tab.on('console', (message) => {
      if (message.type() === 'error' && !reports?.test(message.text())) faults.push(message.text());
    });
    try {
      await tab.goto(address);
      await tab.locator('sluice-data').getByText('2,000').first().waitFor({ timeout: 15_000 });
    } finally {
      await tab.close();
      close();
    }
    if (started !== workers) faults.push(`${started} workers were started instead of ${workers}`);
    if (read !== 1) faults.push(`the reader was loaded ${read} times`);
    if (faults.length > 0) throw new Error(faults.join('\n'));
  });
}

for (const [where, policy] of [
  ['under a strict policy', `script-src 'self'; worker-src 'self' blob:; ${TRUSTED}`],
  ['where workers are refused', `script-src 'self'; worker-src 'none'; ${TRUSTED}`],
])
  await check(`a workbook of ${ROWS} rows is written, and read again, ${where}`, async () => {
    const { address, close } = await serve({
      html: page('sluice.js').replace(
        '<sluice-data>',
        '<sluice-exporter format="xlsx"></sluice-exporter><sluice-importer></sluice-importer><sluice-data>',
      ),
      policy,
    });
    const tab = await browser.newPage();
    try {
      await tab.goto(address);
      await tab.locator('sluice-data').getByText('2,000').first().waitFor({ timeout: 15_000 });
      const download = tab.waitForEvent('download', { timeout: 20_000 });
      await tab.locator('sluice-exporter').getByRole('button').first().click();
      const start = tab.locator('sluice-exporter [part="export"], sluice-exporter [part="start"]').first();
      if (await start.isVisible()) await start.click();
      const file = readFileSync(await (await download).path());
      await tab
        .locator('sluice-importer input[type=file]')
        .setInputFiles({ name: 'deals.xlsx', mimeType: XLSX, buffer: file });
      await tab.locator('sluice-importer').getByText('2,000').first().waitFor({ timeout: 20_000 });
    } finally {
      await tab.close();
      close();
    }
  });

await check('a record is loaded when somebody opens one', async () => {
  const html = page('sluice.js').replaceAll(/<(\/?)sluice-app[^>]*>/g, (tag, slash) =>
    slash ? '</sluice-dashboard>' : '<sluice-dashboard source="deals.csv">',
  );
  const { address, close } = await serve({ html: html.replace(/<sluice-(data|table)><\/sluice-\1>/g, '') });
  const tab = await browser.newPage();
  const loaded = [];
  tab.on('request', (request) => loaded.push(request.url()));
  const second = () => loaded.some((url) => url.includes('sluice-second-view'));
  try {
    await tab.goto(address);
    await tab.locator('sluice-table').getByText('Client 1999').first().waitFor({ timeout: 15_000 });
    if (second()) throw new Error('it is loaded before anybody opens a record');
    await tab.locator('sluice-dashboard').getByRole('button', { name: 'New' }).first().click();
    await tab.locator('sluice-record').getByRole('textbox').first().waitFor({ timeout: 5000 });
    if (!second()) throw new Error('it is not a part of its own');
  } finally {
    await tab.close();
    close();
  }
});

await check(
  'what opens is loaded then; what cannot be had says so, and is there when it is asked for again',
  async () => {
    const html = page('sluice.js')
      .replace(
        '<sluice-data></sluice-data>',
        '<sluice-filter field="stage"></sluice-filter><sluice-kpi measure="amount.won"></sluice-kpi>',
      )
      .replace('<sluice-table></sluice-table>', '');
    const { address, close } = await serve({ html, policy: `script-src 'self'; worker-src 'self' blob:; ${TRUSTED}` });
    const tab = await browser.newPage();
    const parts = /\/sluice-(panel|explanation|define)-/;
    let asked = 0;
    tab.on('request', (request) => (asked += parts.test(request.url()) ? 1 : 0));
    try {
      await tab.goto(address);
      const filter = tab.locator('sluice-filter');
      const figure = tab.locator('sluice-kpi');
      await figure.getByRole('button').first().waitFor({ timeout: 15_000 });
      if (asked > 0) throw new Error('it is loaded before anybody opens it');
      await tab.route(parts, (route) => route.abort());
      await filter.getByRole('button').first().click();
      await filter.getByRole('alert').waitFor({ timeout: 5000 });
      await tab.keyboard.press('Escape');
      await figure.getByRole('button').first().click();
      await figure.getByRole('alert').waitFor({ timeout: 5000 });
      await tab.unroute(parts);
      await figure.getByRole('alert').getByRole('button').click();
      await figure.getByRole('dialog').getByRole('table').waitFor({ timeout: 5000 });
      await tab.keyboard.press('Escape');
      await filter.getByRole('button').first().click();
      await filter.getByRole('option').first().waitFor({ timeout: 5000 });
    } finally {
      await tab.close();
      close();
    }
  },
);

await check('a report is made as a PDF under a strict policy, and nothing is asked of anybody else', async () => {
  const { address, close } = await serve({
    html: page('sluice.js').replace('<sluice-data>', '<sluice-exporter format="pdf"></sluice-exporter><sluice-data>'),
    policy: `script-src 'self'; worker-src 'self' blob:; ${TRUSTED}`,
  });
  const tab = await browser.newPage();
  const faults = [];
  tab.on('pageerror', (error) => faults.push(error.message));
  tab.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  tab.on('request', (request) => {
    if (!/^(blob:|data:)/.test(request.url()) && !request.url().startsWith(address)) faults.push(request.url());
  });
  try {
    await tab.goto(address);
    await tab.locator('sluice-data').getByText('2,000').first().waitFor({ timeout: 15_000 });
    const [download] = await Promise.all([
      tab.waitForEvent('download', { timeout: 20_000 }),
      tab.locator('sluice-exporter').getByRole('button').first().click(),
    ]);
    const bytes = readFileSync(await download.path());
    if (bytes.subarray(0, 5).toString() !== '%PDF-') faults.push('what was downloaded is no PDF');
  } catch (error) {
    faults.push(error.message);
  } finally {
    await tab.close();
    close();
  }
  if (faults.length > 0) throw new Error(faults.join('\n'));
});

await browser.close();
far.close();
end();
