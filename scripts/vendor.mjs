import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from './run.mjs';

const FOLDER = '.wtr-vendor';
const require = createRequire(join(ROOT, 'package.json'));

/**
 * For web-test-runner, which serves packages as they are: those that are not ES modules are bundled, each to one file
 * with its default and its named exports, when the server starts.
 * @param {string[]} names packages in UMD or CommonJS
 */
export function vendor(names) {
  const wanted = new Set(names);
  return {
    name: 'sluice-vendor',
    async serverStart() {
      const folder = join(ROOT, FOLDER);
      mkdirSync(folder, { recursive: true });
      await Promise.all(
        names.map((name) =>
          build({
            stdin: { contents: moduleOf(name), resolveDir: ROOT, sourcefile: `${name}.js` },
            absWorkingDir: ROOT,
            outfile: join(folder, `${name}.js`),
            bundle: true,
            format: 'esm',
            target: 'es2022',
            logLevel: 'warning',
          }),
        ),
      );
    },
    resolveImport: ({ source }) => (wanted.has(source) ? `/${FOLDER}/${source}.js` : undefined),
  };
}

/** An ES module that hands on what a CommonJS one exports. */
function moduleOf(name) {
  const named = Object.keys(require(name)).filter(
    (key) => /^[A-Za-z_$][\w$]*$/.test(key) && !/^(default|__esModule)$/.test(key),
  );
  const lines = [`import * as all from '${name}';`, 'export default all.default ?? all;'];
  return [...lines, `export const { ${named.join(', ')} } = all;`].join('\n');
}
