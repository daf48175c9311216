import { strict as assert } from 'node:assert';
import { fileURLToPath } from 'node:url';
import { inBrowser, serveFolder } from '../../scripts/serve-example.mjs';

// Both pages as a visitor opens them, under a strict content-security policy; figures as a pocket calculator gives them.
const { address, close } = await serveFolder(fileURLToPath(new URL('.', import.meta.url)));
const digits = (text) => text.replace(/[^\d,]/g, '');
try {
  await inBrowser(`${address}/index.html`, async (page) => {
    const weighted = page.locator('sluice-kpi[measure="weighted.open"]');
    await weighted
      .getByText(/19[\s,.]?3/)
      .first()
      .waitFor();
    assert.match(await weighted.textContent(), /Pipeline pondéré|19/);
    await page.locator('sluice-table').getByText('Brasserie du Quai').first().waitFor();
    // a click on a stage filters everything else
    await page.locator('sluice-funnel').getByRole('button').first().click();
    await page.locator('sluice-filter-bar').getByRole('button', { name: /Étape/ }).first().waitFor();
  });
  await inBrowser(`${address}/by-hand.html`, async (page) => {
    const table = page.locator('sluice-table');
    await table.getByText('Atelier Lumen').first().waitFor();
    assert.equal(await table.getByText('Brasserie du Quai').count(), 0);
    assert.ok(digits(await table.innerText()).includes('12500,00'));
  });
} finally {
  close();
}
