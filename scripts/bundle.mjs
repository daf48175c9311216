import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run, workspaceNode } from './run.mjs';

export const DIST = join(ROOT, 'packages/widgets/dist');
/** What a page names. */
export const BUNDLE = join(DIST, 'sluice.js');
/** What reads files. */
export const READER = join(DIST, 'sluice-reader.js');
/** The names of all files of the bundle. */
export const PARTS = /^sluice(-[\w-]+)?\.js$/;
const SOURCES = ['packages/core/src', 'packages/widgets/src'];
const OTHERS = [
  'package-lock.json',
  'scripts/build-widgets.mjs',
  'scripts/barrels.mjs',
  'scripts/check-size.mjs',
  'scripts/join-parts.mjs',
  'scripts/languages.mjs',
];

/** Whether the bundle and its reader are there and nothing they are made of was changed since. Tests and stories do not count. */
function fresh() {
  if (![BUNDLE, READER].every((file) => existsSync(file))) return false;
  const made = Math.min(...[BUNDLE, READER].map((file) => statSync(file).mtimeMs));
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
