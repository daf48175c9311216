import { strict as assert } from 'node:assert';
import { fileURLToPath } from 'node:url';
import { inBrowser, serveFolder } from '../../scripts/serve-example.mjs';

// Both pages as a visitor opens them, under a strict content-security policy; figures as a pocket calculator gives them.
const { address, close } = await serveFolder(fileURLToPath(new URL('.', import.meta.url)));
try {
  await inBrowser(`${address}/index.html`, async (page) => {
    const weighted = page.locator('sluice-kpi').first();
    await weighted.getByText('Pipeline pondéré').first().waitFor();
    await weighted.getByText(/^19,3/).first().waitFor();
    await page.locator('sluice-table').getByText('Brasserie du Quai').first().waitFor();
    // a click on a stage filters everything else
    await page.locator('sluice-funnel').getByRole('button').first().click();
    await page.locator('sluice-filter-bar').getByRole('button', { name: /Étape/ }).first().waitFor();
  });
  await inBrowser(`${address}/by-hand.html`, async (page) => {
    const table = page.locator('sluice-table');
    await table.getByText('Atelier Lumen').first().waitFor();
    assert.equal(await table.getByText('Brasserie du Quai').count(), 0);
    await table
      .getByText(/^12\s500,00/)
      .first()
      .waitFor();
  });
} finally {
  close();
}
