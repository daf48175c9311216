import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { BUNDLE } from './bundle.mjs';
import { ROOT } from './run.mjs';
import { WORKER_SOURCE, workerModule, workerSourceForEsbuild } from './worker-source.mjs';

const DIST = join(ROOT, 'packages/widgets/dist');
const ENTRY = join(ROOT, 'packages/widgets/src/drop-in.ts');
const LIT = ['lit', 'lit-html', 'lit-element', '@lit/reactive-element'];

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** Two copies of Lit in one bundle crash under a Trusted Types allow-list. */
function refuseSecondLit(inputs) {
  for (const name of LIT) {
    const copies = new Set(
      Object.keys(inputs).flatMap((path) => path.match(new RegExp(`^.*node_modules/${name}(?=/)`))?.[0] ?? []),
    );
    if (copies.size > 1) throw new Error(`${copies.size} copies of ${name} in the bundle: ${[...copies].join(', ')}`);
  }
}

/**
 * The drop-in: everything a page needs in one script, its worker included.
 * @returns {Promise<{ bytes: number, brotli: number }>} the sizes of packages/widgets/dist/sluice.js
 */
export async function buildDropIn() {
  const { metafile } = await build({
    entryPoints: [ENTRY],
    outfile: BUNDLE,
    absWorkingDir: ROOT,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['sluice-src'],
    alias: Object.fromEntries(LIT.map((name) => [name, join(ROOT, 'node_modules', name)])),
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [workerSourceForEsbuild()],
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  refuseSecondLit(metafile.inputs);
  const text = readFileSync(BUNDLE);
  return { bytes: text.length, brotli: brotliCompressSync(text).length };
}

/** In dist, which is built file by file, the worker is a module of its own instead of a name that only bundlers know. */
export async function placeWorker() {
  const target = join(DIST, 'worker/worker-source.js');
  const users = readdirSync(DIST, { recursive: true })
    .map((file) => join(DIST, String(file)))
    .filter((file) => file.endsWith('.js') && file !== BUNDLE && file !== target);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, await workerModule());
  for (const file of users) {
    const text = readFileSync(file, 'utf8');
    if (!text.includes(`'${WORKER_SOURCE}'`)) continue;
    const path = relative(dirname(file), target).replaceAll('\\', '/');
    writeFileSync(file, text.replaceAll(`'${WORKER_SOURCE}'`, `'${path.startsWith('.') ? path : `./${path}`}'`));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (!existsSync(ENTRY))
    throw new Error(`${relative(ROOT, ENTRY)} is missing: it is what the browser bundle is made from.`);
  const { bytes, brotli } = await buildDropIn();
  console.log(`${relative(ROOT, BUNDLE)}: ${kilobytes(bytes)} minified, ${kilobytes(brotli)} brotli`);
}
