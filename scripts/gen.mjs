import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { cli as analyze } from '@custom-elements-manifest/analyzer/cli.js';
import { ROOT } from './run.mjs';

// `npm run gen` writes what follows from the sources; `npm run gen -- --check` only says what is out of date.
const check = process.argv.includes('--check');
const WIDGETS = join(ROOT, 'packages/widgets');
const stale = [];

function settle(path, text) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  if (check) stale.push(relative(ROOT, path));
  else {
    writeFileSync(path, text);
    console.log(`wrote ${relative(ROOT, path)}`);
  }
}

/** The elements that can be imported on their own: each folder with a class and a define module. */
function elements() {
  const folder = join(WIDGETS, 'src/elements');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter((name) => existsSync(join(folder, name, 'define.ts'))).sort();
}

/** The exports map of the widgets: the entries written by hand, then one class and one define module per element. */
function exportsOf(manifest) {
  const byHand = Object.entries(manifest.exports).filter(
    ([, target]) => !JSON.stringify(target).includes('/elements/'),
  );
  const entry = (file) => ({
    'sluice-src': `./src/${file}.ts`,
    types: `./dist/${file}.d.ts`,
    default: `./dist/${file}.js`,
  });
  const generated = elements().flatMap((name) => [
    [`./${name}`, entry(`elements/${name}/${name}`)],
    [`./${name}/define`, entry(`elements/${name}/define`)],
  ]);
  const isFile = ([key]) => ['./drop-in', './custom-elements.json', './package.json'].includes(key);
  return Object.fromEntries([...byHand.filter((one) => !isFile(one)), ...generated, ...byHand.filter(isFile)]);
}

/** What of a module people write: the elements, without what is inside them, and where they get their tags. */
function publicPart(module) {
  const declarations = (module.declarations ?? []).filter(({ customElement }) => customElement);
  const names = new Set(declarations.map(({ name }) => name));
  const isPublic = ({ privacy }) => privacy === undefined || privacy === 'public';
  return {
    ...module,
    declarations: declarations.map((one) => ({ ...one, members: (one.members ?? []).filter(isPublic) })),
    exports: (module.exports ?? []).filter(
      ({ kind, declaration }) => kind === 'custom-element-definition' || names.has(declaration?.name),
    ),
  };
}

/** The manifest that editors and catalogues read, from the classes' JSDoc; its paths are those of the published package. */
async function customElements() {
  const manifest = await analyze({ argv: ['analyze'], cwd: WIDGETS, noWrite: true });
  // The analyzer takes files as the file system gives them, which differs from one checkout to the next.
  manifest.modules.sort((a, b) => (a.path < b.path ? -1 : 1));
  manifest.modules = manifest.modules
    .map(publicPart)
    .filter(({ declarations, exports }) => declarations.length + exports.length > 0);
  const published = (key, value) =>
    typeof value === 'string' && (key === 'path' || key === 'module')
      ? value.replace(/^(\/?)src\/(.+)\.ts$/, '$1dist/$2.js')
      : value;
  return `${JSON.stringify(manifest, published, 2)}\n`;
}

const path = join(WIDGETS, 'package.json');
const manifest = JSON.parse(readFileSync(path, 'utf8'));
settle(path, `${JSON.stringify({ ...manifest, exports: exportsOf(manifest) }, null, 2)}\n`);
settle(join(WIDGETS, 'custom-elements.json'), await customElements());

if (stale.length > 0) {
  console.error(`Out of date: ${stale.join(', ')}. Run "npm run gen" and commit the result.`);
  process.exit(1);
}
