import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { pastBarrels } from './barrels.mjs';
import { BUNDLE, DIST, PARTS, READER } from './bundle.mjs';
import { sizes } from './check-size.mjs';
import { FONTS, fontsFolder } from './fonts.mjs';
import { joinParts } from './join-parts.mjs';
import { languagesApart } from './languages.mjs';
import { ROOT } from './run.mjs';

const SOURCE = join(ROOT, 'packages/widgets/src');
const ENTRY = join(SOURCE, 'drop-in.ts');
const OUTPUT = { format: 'esm', target: 'es2022', minify: true, charset: 'utf8', legalComments: 'none' };
const LIT = ['lit', 'lit-html', 'lit-element', '@lit/reactive-element'];

/** Two copies of Lit in one bundle crash under a Trusted Types allow-list. */
function refuseSecondLit(inputs) {
  for (const name of LIT) {
    const copies = new Set(
      Object.keys(inputs).flatMap((path) => path.match(new RegExp(`^.*node_modules/${name}(?=/)`))?.[0] ?? []),
    );
    if (copies.size > 1) throw new Error(`${copies.size} copies of ${name} in the bundle: ${[...copies].join(', ')}`);
  }
}

/** A drop-in is a few files in one folder and has no bundler after it: what that changes is said in `x.drop-in.ts` beside `x.ts`. */
const dropInVariants = {
  name: 'drop-in-variants',
  setup(builder) {
    builder.onResolve({ filter: /^\..*\.ts$/ }, ({ path, resolveDir }) => {
      const variant = join(resolveDir, path.replace(/(\.drop-in)?\.ts$/, '.drop-in.ts'));
      return existsSync(variant) ? { path: variant } : undefined;
    });
  },
};

/** Workbooks are packed in the page: the workers that they would be packed in come from addresses that strict policies forbid. */
const packedInPage = {
  name: 'packed-in-page',
  setup(builder) {
    builder.onLoad({ filter: /write-excel-file[/\\]modules[/\\]zip[/\\]zipToArrayBuffer\.js$/ }, () => ({
      contents: "import pack from './zipToArrayBufferSync.js'; export default (files) => Promise.resolve(pack(files));",
      loader: 'js',
    }));
  },
};

/**
 * The drop-in: `sluice.js` is what a page names, `sluice-reader.js` reads files (as the script of a worker, or in the page), and
 * `sluice-….js` are the parts that they share or load when they need them. All lie in one folder.
 * @returns {Promise<string[]>} lines about the sizes; throws when a budget is exceeded
 */
export async function buildDropIn() {
  const { metafile, outputFiles } = await build({
    entryPoints: [
      { in: ENTRY, out: basename(BUNDLE, '.js') },
      { in: join(SOURCE, 'worker/worker.ts'), out: basename(READER, '.js') },
    ],
    outdir: DIST,
    chunkNames: 'sluice-[name]-[hash]',
    absWorkingDir: ROOT,
    bundle: true,
    splitting: true,
    write: false,
    ...OUTPUT,
    conditions: ['sluice-src'],
    alias: Object.fromEntries(LIT.map((name) => [name, join(ROOT, 'node_modules', name)])),
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [dropInVariants, packedInPage, languagesApart(), pastBarrels()],
    metafile: true,
    logLevel: 'warning',
  });
  refuseSecondLit(metafile.inputs);
  const named = outputFiles.map(({ path, text }) => ({ path: relative(ROOT, path).replaceAll('\\', '/'), text }));
  const { files, outputs } = await joinParts(named, metafile.outputs, OUTPUT);
  place(files);
  mkdirSync(join(DIST, 'fonts'), { recursive: true });
  for (const name of FONTS) copyFileSync(join(fontsFolder, name), join(DIST, 'fonts', name));
  const { lines, tooLarge } = sizes(files, outputs);
  if (tooLarge.length > 0)
    throw new Error(`${lines.join('\n')}\nAbove the budget of scripts/check-size.mjs:\n${tooLarge.join('\n')}`);
  return lines;
}

/** Parts first, what names them last: whoever loads the drop-in meanwhile gets either the old one or the new one. */
function place(files) {
  mkdirSync(DIST, { recursive: true });
  const lastly = [READER, BUNDLE];
  const sorted = files
    .map(({ path, contents }) => ({ path: join(ROOT, path), contents }))
    .sort((a, b) => lastly.indexOf(a.path) - lastly.indexOf(b.path));
  for (const { path, contents } of sorted) {
    writeFileSync(`${path}.new`, contents);
    renameSync(`${path}.new`, path);
  }
  const made = new Set(files.map(({ path }) => basename(path)));
  for (const name of readdirSync(DIST)) if (PARTS.test(name) && !made.has(name)) rmSync(join(DIST, name));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (!existsSync(ENTRY))
    throw new Error(`${relative(ROOT, ENTRY)} is missing: it is what the browser bundle is made from.`);
  console.log((await buildDropIn()).join('\n'));
}
