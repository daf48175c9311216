import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ensureBrowser } from './browser.mjs';
import { bundleIfStale } from './bundle.mjs';
import { film } from './film.mjs';
import { ROOT, workspaceEnv, workspaceNode } from './run.mjs';

// `npm run pictures`: the dashboard of `npm start` as people see it, into docs/pictures.
const FOLDER = join(ROOT, 'docs/pictures');
const data = mkdtempSync(join(tmpdir(), 'sluice-pictures-'));
const problem = await bundleIfStale();
if (problem) throw new Error(problem);
mkdirSync(FOLDER, { recursive: true });

const server = spawn(workspaceNode(), ['--conditions=sluice-src', 'packages/server/src/cli.ts', 'start'], {
  cwd: ROOT,
  env: workspaceEnv({ SLUICE_DATA: data, PORT: '8799' }),
  stdio: ['ignore', 'pipe', 'inherit'],
});
const link = await new Promise((resolve, reject) => {
  let said = '';
  server.stdout.on('data', (chunk) => {
    said += chunk;
    const found = /Sluice is ready: (\S+)/.exec(said);
    if (found) resolve(found[1]);
  });
  server.on('exit', (code) => reject(new Error(`the server ended with code ${code}`)));
});

const { path, args } = await ensureBrowser();
const browser = await chromium.launch({ executablePath: path, args, headless: true });
const state = await (async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(link);
  const kept = await context.storageState();
  await context.close();
  return kept;
})();

const DESKTOP = { width: 1280, height: 1400 };
const PHONE = { width: 390, height: 844 };

/** One picture: how the reader's machine is, and what they did before. */
async function picture(
  name,
  { size, locale, dark = false, at = '/', shows = 'sluice-table', act = async () => undefined },
) {
  const context = await browser.newContext({
    viewport: size,
    locale,
    colorScheme: dark ? 'dark' : 'light',
    deviceScaleFactor: size === PHONE ? 2 : 1,
    reducedMotion: 'reduce',
    storageState: state,
  });
  const page = await context.newPage();
  await page.goto(`http://localhost:8799${at}`);
  if (shows === 'sluice-table') await page.locator(shows).getByRole('row').nth(3).waitFor();
  else await page.locator(shows).first().waitFor();
  // a page that follows the change feed is never idle
  await page.waitForTimeout(1500);
  await act(page);
  await page.waitForTimeout(800); // answers under way, and what they draw
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  await context.close();
  console.log(`docs/pictures/${name}.png`);
}

// A founder's export as exports are: preamble, statuses in words, amounts and dates as people write them, a colleague nobody knows yet.
const EXPORT = [
  'Suivi commercial;;;;;',
  ';;;;;',
  'Nom du client;Statut;Montant HT;Secteur;Échéance;Commercial',
  'Atelier Lumen;Gagné;12 500,00 €;Énergie;14/01/2027;Inès Benali',
  'Brasserie du Quai;Qualifié;8 000,00 €;Restauration;14/03/2027;Hugo Lefevre',
  'Clinique Azur;En négo;21 300,50 €;Santé;28/02/2027;Inès Benali',
  'Domaine Véran;À relancer;4 200,00 €;Vin;31/12/2026;Nadia Roche',
  'Écoles du Lac;Prospect;environ 9000;Formation;15/02/2027;Nadia Roche',
  'Ferme Solaire;Prospect;15 900,00 €;Énergie;31/06/2027;Nadia Roche',
].join('\r\n');

/** The way of that file through the importer, step by step. */
async function importOverServer() {
  const context = await browser.newContext({
    viewport: { width: 1100, height: 820 },
    locale: 'fr-FR',
    reducedMotion: 'reduce',
    storageState: state,
  });
  const page = await context.newPage();
  await page.goto('http://localhost:8799/');
  await page.locator('sluice-table').getByRole('row').nth(3).waitFor();
  await page.getByRole('button', { name: 'Importer' }).click();
  const importer = page.locator('sluice-importer');
  const shot = async (name) => {
    await page.waitForTimeout(1200);
    await page.screenshot({ path: join(FOLDER, `import-${name}.png`) });
    console.log(`docs/pictures/import-${name}.png`);
  };
  await shot('1-drop');
  await importer
    .locator('input[type=file]')
    .setInputFiles({ name: 'suivi.csv', mimeType: 'text/csv', buffer: Buffer.from(EXPORT, 'utf8') });
  await shot('2-understood');
  for (const name of ['3-values', '4-plan', '5-done']) {
    const offered = importer.getByRole('button', { name: 'Prendre Négociation' });
    if (await offered.count()) await offered.click();
    const next = importer.locator('button.primary').first();
    await next.click();
    await shot(name);
    if (await importer.getByRole('button', { name: 'Annuler cet import' }).count()) break;
  }
  await importer.getByRole('button', { name: 'Annuler cet import' }).click();
  await shot('6-undo');
  await context.close();
}

try {
  await picture('dashboard', { size: DESKTOP, locale: 'en-GB' });
  await picture('dashboard-dark-fr', { size: DESKTOP, locale: 'fr-FR', dark: true });
  await picture('dashboard-he', { size: DESKTOP, locale: 'he-IL' });
  await picture('phone-fr', { size: PHONE, locale: 'fr-FR' });
  await picture('phone-dark-he', { size: PHONE, locale: 'he-IL', dark: true });
  await picture('filtered-fr', {
    size: DESKTOP,
    locale: 'fr-FR',
    act: async (page) => {
      await page.locator('sluice-funnel').getByRole('button').first().click();
    },
  });
  await picture('deal', {
    size: DESKTOP,
    locale: 'en-GB',
    act: async (page) => {
      await page.locator('sluice-table').getByRole('row').nth(1).click();
      await page.locator('sluice-record').getByRole('textbox').first().waitFor();
    },
  });
  await picture('explanation', {
    size: DESKTOP,
    locale: 'en-GB',
    act: async (page) => {
      await page.locator('sluice-kpi').first().getByRole('button').first().click();
    },
  });
  for (const [name, at, shows] of [
    ['forecast', '/forecast', 'sluice-forecast'],
    ['board', '/board', 'sluice-board'],
    ['settings', '/settings', 'sluice-settings'],
  ]) {
    await picture(name, { size: DESKTOP, locale: 'en-GB', at, shows });
    await picture(`${name}-phone-dark-fr`, { size: PHONE, locale: 'fr-FR', dark: true, at, shows });
  }
  await importOverServer();
  await film(browser, async (page, name, rest = 900) => {
    if (rest > 0) await page.waitForTimeout(rest); // what is drawn after an answer
    await page.screenshot({ path: join(FOLDER, `export-${name}.png`) });
    console.log(`docs/pictures/export-${name}.png`);
  });
} finally {
  await browser.close();
  server.removeAllListeners('exit');
  const ended = new Promise((resolve) => server.on('exit', resolve));
  server.kill('SIGTERM');
  await ended;
  rmSync(data, { recursive: true, force: true });
}
