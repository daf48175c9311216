import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundleIfStale } from './bundle.mjs';
import { ROOT, run, workspaceNode } from './run.mjs';
import { tally } from './tally.mjs';

// Every folder of examples/ has a check.mjs that does what a stranger would do with it and fails when it does not work.
const folder = join(ROOT, 'examples');
const names = existsSync(folder)
  ? readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
  : [];
const { check, end } = tally();

await check('the browser bundle is built', async () => {
  const problem = await bundleIfStale();
  if (problem) throw new Error(problem);
});
if (names.length === 0) {
  await check('there are examples', () => {
    throw new Error('examples/ is empty');
  });
}
for (const name of names) {
  await check(`examples/${name}`, async () => {
    const script = join('examples', name, 'check.mjs');
    if (!existsSync(join(ROOT, script)))
      throw new Error(`${script} is missing: an example that nothing runs goes stale`);
    const { code, timedOut } = await run(workspaceNode(), ['--conditions=sluice-src', script], { seconds: 100 });
    if (code !== 0) throw new Error(timedOut ? 'stopped after 100 seconds' : `ended with code ${code}`);
  });
}
end();
