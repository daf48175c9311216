import { relative } from 'node:path';
import { buildDropIn, placeWorker } from './build-widgets.mjs';
import { BUNDLE } from './bundle.mjs';
import { ROOT, run, tool, workspaceNode } from './run.mjs';

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

// `npm run build`: dist of the three packages, then the browser bundle.
const packages = ['core', 'widgets', 'server'].map((name) => `packages/${name}/tsconfig.build.json`);
const { code } = await run(workspaceNode(), [tool('typescript/bin/tsc'), '-b', ...packages], { seconds: 300 });
if (code !== 0) process.exit(code);
await placeWorker();
const { bytes, brotli } = await buildDropIn();
console.log(`${relative(ROOT, BUNDLE)}: ${kilobytes(bytes)} minified, ${kilobytes(brotli)} brotli`);
