import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { ROOT, run, tool, workspaceNode } from '../../scripts/run.mjs';
import { inBrowser, serveFolder } from '../../scripts/serve-example.mjs';

// The app is type-checked, built from the packages' sources, and used.
const root = fileURLToPath(new URL('.', import.meta.url));
const { code } = await run(workspaceNode(), [tool('typescript/bin/tsc'), '-p', root], { cwd: ROOT, seconds: 60 });
if (code !== 0) throw new Error('the example does not compile');

const outDir = mkdtempSync(join(tmpdir(), 'sluice-react-'));
try {
  await build({
    root,
    configFile: join(root, 'vite.config.mjs'),
    logLevel: 'warn',
    resolve: { conditions: ['sluice-src', 'module', 'browser', 'production', 'default'] },
    build: { outDir, emptyOutDir: true },
  });
  const { address, close } = await serveFolder(outDir);
  try {
    await inBrowser(`${address}/index.html`, async (page) => {
      const table = page.locator('sluice-table');
      await table.getByText('Brasserie du Quai').first().waitFor();
      await page.getByRole('combobox').first().selectOption('won');
      await table.getByText('Brasserie du Quai').first().waitFor({ state: 'detached' });
      await table.getByText('Atelier Lumen').first().waitFor();
    });
  } finally {
    close();
  }
} finally {
  rmSync(outDir, { recursive: true, force: true });
}
