import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const entry = join(root, 'packages/widgets/src/worker/worker.ts');

/** The module name under which the widgets import the text of their own worker. */
export const WORKER_SOURCE = 'sluice:worker-source';

/**
 * The worker, bundled and minified to one script that a page can run from a Blob: a drop-in served from another
 * origin may not start a worker by its address.
 * @returns {Promise<string>} the script
 */
export async function bundleWorker() {
  if (!existsSync(entry)) return '';
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    conditions: ['sluice-src'],
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    logLevel: 'warning',
  });
  return result.outputFiles[0].text;
}

/** @returns {Promise<string>} the module behind the name, in JavaScript */
export async function workerModule() {
  return `export const workerSource = ${JSON.stringify(await bundleWorker())};\n`;
}

/** For esbuild: the drop-in bundle. */
export function workerSourceForEsbuild() {
  return {
    name: 'sluice-worker-source',
    setup(builder) {
      builder.onResolve({ filter: /^sluice:worker-source$/ }, ({ path }) => ({ path, namespace: 'sluice' }));
      builder.onLoad({ filter: /.*/, namespace: 'sluice' }, async () => ({
        contents: await workerModule(),
        loader: 'js',
      }));
    },
  };
}

/** For vite, rolldown and vitest: stories, story tests and node tests. */
export function workerSourceForVite() {
  const id = `\0${WORKER_SOURCE}`;
  return {
    name: 'sluice-worker-source',
    resolveId: (name) => (name === WORKER_SOURCE ? id : undefined),
    load: (name) => (name === id ? workerModule() : undefined),
  };
}

/** For web-test-runner. */
export function workerSourceForWtr() {
  const address = '/__sluice_worker_source.js';
  return {
    name: 'sluice-worker-source',
    resolveImport: ({ source }) => (source === WORKER_SOURCE ? address : undefined),
    serve: async ({ path }) => (path === address ? { body: await workerModule(), type: 'js' } : undefined),
  };
}
