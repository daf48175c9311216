import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run, workspaceNode } from './run.mjs';

export const BUNDLE = join(ROOT, 'packages/widgets/dist/sluice.js');
const SOURCES = ['packages/core/src', 'packages/widgets/src'];
const OTHERS = ['package-lock.json', 'scripts/build-widgets.mjs', 'scripts/worker-source.mjs'];

/** Whether the bundle is there and nothing it is made of was changed since. Tests and stories do not count. */
function fresh() {
  if (!existsSync(BUNDLE)) return false;
  const made = statSync(BUNDLE).mtimeMs;
  const changed = (path) => statSync(join(ROOT, path)).mtimeMs > made;
  const sources = SOURCES.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true })
      .filter((file) => /(?<!\.test|\.stories)\.ts$/.test(String(file)))
      .map((file) => join(folder, String(file))),
  );
  return ![...sources, ...OTHERS].some(changed);
}

/**
 * Builds the browser bundle when its sources are newer.
 * @returns {Promise<string | null>} what went wrong, with the remedy; null when all is well
 */
export async function bundleIfStale() {
  if (!existsSync(join(ROOT, 'packages/widgets/src/drop-in.ts')) || fresh()) return null;
  console.log('Building the browser bundle …');
  const { code } = await run(workspaceNode(), ['scripts/build-widgets.mjs'], { seconds: 120 });
  return code === 0
    ? null
    : 'The browser bundle could not be built; the lines above say why. "npm run build" repeats it.';
}
