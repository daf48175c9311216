import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildDropIn } from './build-widgets.mjs';
import { PARTS } from './bundle.mjs';
import { ROOT, run, tool, workspaceNode } from './run.mjs';

/** The compiler leaves behind what it once made from a source that is gone; it would be published. */
function removeOrphans(folder) {
  const dist = join(folder, 'dist');
  for (const file of readdirSync(dist, { recursive: true }).map(String)) {
    const source = /^(.+?)(?:\.d\.ts|\.js)$/.exec(file)?.[1];
    if (source && !PARTS.test(file) && !existsSync(join(folder, 'src', `${source}.ts`))) rmSync(join(dist, file));
  }
}

// `npm run build`: dist of the three packages, then the browser bundle.
const packages = ['core', 'widgets', 'server'].map((name) => `packages/${name}/tsconfig.build.json`);
const { code } = await run(workspaceNode(), [tool('typescript/bin/tsc'), '-b', '--pretty', 'false', ...packages], {
  seconds: 300,
});
if (code !== 0) process.exit(code);
for (const name of ['core', 'widgets', 'server']) removeOrphans(join(ROOT, 'packages', name));
console.log((await buildDropIn()).join('\n'));
