import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messyExport } from './messy-export.mjs';
import { serveFolder } from './serve-example.mjs';

const ROWS = 1240;
const PAGE = `<!doctype html>
<html lang="fr">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Notre suivi</title>
<link rel="stylesheet" href="page.css">
<script type="module" src="sluice.js"></script>
<sluice-dashboard source="idb:suivi" locale="fr"></sluice-dashboard>
</html>
`;

/** How many rows an import has written. */
const written = (importer) => importer.evaluate((element) => element.shadowRoot?.querySelector('progress')?.value ?? 0);

/**
 * A founder's way from a messy export to the dashboard, and back: a page without a server, under a strict policy, whose records the
 * browser keeps.
 * @param {import('playwright-core').Browser} browser
 * @param {(page: import('playwright-core').Page, name: string) => Promise<void>} shot
 */
export async function film(browser, shot) {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-film-'));
  writeFileSync(join(folder, 'index.html'), PAGE);
  writeFileSync(join(folder, 'page.css'), 'body { margin: 1.5rem; }');
  const { address, close } = await serveFolder(folder);
  const context = await browser.newContext({
    viewport: { width: 1120, height: 860 },
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    reducedMotion: 'reduce',
  });
  try {
    const page = await context.newPage();
    await page.goto(address);
    await page.getByRole('button', { name: 'Importer', exact: true }).click();
    const importer = page.locator('sluice-importer');
    const next = importer.locator('button.primary').first();
    await importer.locator('button.drop').waitFor();
    await shot(page, '1-drop');

    await importer.locator('input[type=file]').setInputFiles({
      name: 'suivi commercial 2026.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(messyExport(ROWS, new Date())),
    });
    await importer.locator('[part="understood"]').waitFor();
    await shot(page, '2-understood');

    await next.click();
    await importer.locator('[part="mapping"]').waitFor();
    await importer.locator('select[data-column="Humeur"]').selectOption('notes');
    await shot(page, '3-columns');

    await next.click();
    await importer.getByRole('button', { name: 'Prendre Négociation' }).click();
    await importer.locator('[data-all="owner"]').click();
    await shot(page, '4-values');

    await next.click();
    await importer.locator('[part="begin"]').waitFor();
    await shot(page, '5-plan');

    // its clock stands still, so that the import is seen half-way
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 1000);
    await importer.locator('[part="begin"]').click();
    for (let step = 0; step < 40 && (await written(importer)) < ROWS / 3; step += 1) await page.clock.runFor(1);
    await shot(page, '6-progress', 0);
    await page.clock.resume();

    await importer.locator('[part="undo"]').waitFor();
    await shot(page, '7-done');

    const shut = page.locator('sluice-dialog').getByRole('button', { name: 'Fermer' }).first();
    await shut.click();
    await page.locator('sluice-table').getByRole('row').nth(3).waitFor();
    await shot(page, '8-dashboard');

    await page.getByRole('button', { name: 'Importer', exact: true }).click();
    await importer.locator('[part="back"]').click();
    await importer.locator('[part="undo"]').click();
    await importer.locator('.conflict, [part="counts"]').first().waitFor();
    await shot(page, '9-undo');
    await importer.locator('[part="undo"]').click();
    await importer.getByRole('heading', { name: 'annulé' }).waitFor();
    await shot(page, '10-undone');
  } finally {
    await context.close();
    close();
    rmSync(folder, { recursive: true, force: true });
  }
}
