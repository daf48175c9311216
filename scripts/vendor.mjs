import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from './run.mjs';

const FOLDER = '.wtr-vendor';

/**
 * For web-test-runner, which serves packages as they are: those that are not ES modules are bundled, each to one file,
 * when the server starts.
 * @param {string[]} names packages in UMD or CommonJS
 */
export function vendor(names) {
  const wanted = new Set(names);
  return {
    name: 'sluice-vendor',
    async serverStart() {
      const folder = join(ROOT, FOLDER);
      mkdirSync(folder, { recursive: true });
      await build({
        entryPoints: names.map((name) => ({ in: name, out: name })),
        absWorkingDir: ROOT,
        outdir: folder,
        bundle: true,
        format: 'esm',
        target: 'es2022',
        logLevel: 'warning',
      });
    },
    resolveImport: ({ source }) => (wanted.has(source) ? `/${FOLDER}/${source}.js` : undefined),
  };
}
