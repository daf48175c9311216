import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { build } from 'esbuild';

/** Where a page begins, and what is the script of a worker. */
const PAGE = 'drop-in';
const READER = 'worker';

const HASH = /[A-Z0-9]{8}(?=\.js$)/;
const here = (path) => `./${basename(path)}`;

/** All that a file imports at once, itself included. */
export function loadedWith(path, outputs) {
  const found = new Set();
  const take = (one) => {
    if (found.has(one)) return;
    found.add(one);
    for (const { kind, path: next, external } of outputs[one].imports)
      if (kind === 'import-statement' && !external) take(next);
  };
  take(path);
  return found;
}

/** The file that a source is the entry of. */
export function fileOf(part, outputs) {
  const entry = Object.keys(outputs).find((path) => outputs[path].entryPoint?.endsWith(`/${part}.ts`));
  if (!entry) throw new Error(`The bundle has no part made of ${part}.ts.`);
  return entry;
}

/** Which files belong together: what every page loads, apart by whether the worker loads it too. */
function groupsOf(outputs) {
  const page = [...loadedWith(fileOf(PAGE, outputs), outputs)];
  const reader = loadedWith(fileOf(READER, outputs), outputs);
  return new Map([
    ['first-view', page.filter((path) => !reader.has(path))],
    ['ground', page.filter((path) => reader.has(path))],
  ]);
}

/**
 * Loads a part, once. What could not be loaded is asked for again, at once and whenever it is wanted: under another address, because
 * browsers (Chromium before 156, Firefox before 154) keep the failure of an address for as long as the page lives.
 */
const LOADER = `const parts = new Map();
let again = 0;
export const $part = (file) => {
  if (!parts.has(file)) {
    const coming = import(file).catch(() => import(file + '?again=' + (again += 1)));
    coming.catch(() => parts.delete(file));
    parts.set(file, coming);
  }
  return parts.get(file);
};`;

/** As esbuild writes them: `import{a as b}from"./x.js"`, `import"./x.js"` and `import("./x.js")`. */
const IMPORTS = /\bimport(?:\{([^{}]*)\}from|(\()?)"\.\/([\w-]+\.js)"/g;
const namesIn = (list) =>
  list.split(',').map((one) => {
    const [name, as = name] = one.split(' as ');
    return { name, as };
  });

/**
 * Splitting makes a file of every set of modules that the same parts need: dozens, most of them small, which a page asks for one by
 * one and which pack badly. This joins those that every page loads. Nothing is loaded that was not before; every name but those that
 * a page or a worker is given changes with whatever changes in the bundle.
 * @param {{ path: string, text: string }[]} files of a build with splitting, paths as in `outputs`
 * @param {import('esbuild').Metafile['outputs']} outputs
 * @param {import('esbuild').BuildOptions} options for what is made of them
 * @returns {Promise<{ files: { path: string, contents: Uint8Array }[], outputs: import('esbuild').Metafile['outputs'] }>}
 */
export async function joinParts(files, outputs, options) {
  const folder = dirname(files[0].path);
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const loader = `${folder}/sluice-part.js`;
  const version = createHash('sha256');
  for (const path of [...texts.keys()].sort()) version.update(texts.get(path));
  const all = version.digest('hex');
  const hash = (text) => createHash('sha256').update(`${all} ${text}`).digest('hex').slice(0, 8).toUpperCase();

  const page = fileOf(PAGE, outputs);
  const groups = groupsOf(outputs);
  texts.set(loader, LOADER);
  groups.get('ground').push(loader);
  const groupOf = new Map([...groups].flatMap(([name, members]) => members.map((path) => [path, name])));
  const groupFile = (name) => `${folder}/sluice-${name}-${hash(name)}.js`;
  const renamed = (path) => path.replace(HASH, hash);

  /** What is asked of a group from elsewhere: a name of one of its members, by the name that the group gives it. */
  const asked = new Map([...groups.keys()].map((name) => [name, new Map()]));
  const given = (path, name) => {
    const names = asked.get(groupOf.get(path));
    const key = `${path} ${name}`;
    if (!names.has(key)) names.set(key, { path, name, as: path === page ? name : `_${names.size.toString(36)}` });
    return names.get(key).as;
  };
  /** Leads imports to where things are now; those within a group are joined below. */
  const led = (text, group) =>
    text.replace(IMPORTS, (whole, names, later, name) => {
      const target = `${folder}/${name}`;
      const to = groupOf.get(target);
      if (!texts.has(target) || (to !== undefined && to === group)) return whole;
      if (later) return `$part("${here(renamed(target))}"`;
      if (to === undefined) return whole.replace(name, basename(renamed(target)));
      const file = JSON.stringify(here(groupFile(to)));
      if (names === undefined) return `import${file}`;
      const list = namesIn(names).map(({ name: one, as }) => `${given(target, one)} as ${as}`);
      return `import{${list}}from${file}`;
    });
  const loading = (text) => (/\bimport\("\.\//.test(text) ? `import{$part}from"${here(loader)}";${text}` : text);
  const ledTexts = new Map([...texts].map(([path, text]) => [path, led(loading(text), groupOf.get(path))]));

  const join = async (name, members) => {
    const names = [...asked.get(name).values()];
    const lines = members.map((path) => `import${JSON.stringify(here(path))};`);
    for (const { path, name: one, as } of names)
      lines.push(`export{${one} as ${as}}from${JSON.stringify(here(path))};`);
    const { outputFiles } = await build({
      ...options,
      stdin: { contents: lines.join('\n'), loader: 'js' },
      bundle: true,
      write: false,
      plugins: [within(members, ledTexts)],
    });
    return { path: groupFile(name), text: outputFiles[0].text };
  };
  const facade = () => {
    const names = outputs[page].exports.map((name) => given(page, name));
    return `export{${names}}from${JSON.stringify(here(groupFile(groupOf.get(page))))};`;
  };
  const alone = [...ledTexts].flatMap(([path, text]) => {
    if (path === page) return [{ path, text: facade(), entryPoint: outputs[path].entryPoint }];
    return groupOf.has(path) ? [] : [{ path: renamed(path), text, entryPoint: outputs[path].entryPoint }];
  });
  const joined = await Promise.all([...groups].map(([name, members]) => join(name, members)));
  const made = [...joined, ...alone];
  return {
    files: made.map(({ path, text }) => ({ path, contents: Buffer.from(text) })),
    outputs: Object.fromEntries(
      made.map(({ path, text, entryPoint }) => [path, { entryPoint, imports: importsOf(text) }]),
    ),
  };

  function importsOf(text) {
    const heads = [...text.matchAll(IMPORTS)].filter(([, , later]) => !later);
    const handedOn = [...text.matchAll(/\}from"\.\/([\w-]+\.js)"/g)];
    const names = [...heads.map(([, , , name]) => name), ...handedOn.map(([, name]) => name)];
    return names.map((name) => ({ kind: 'import-statement', path: `${folder}/${name}` }));
  }
}

/** For esbuild: the members of a group are files, everything else stays where it is. */
function within(members, texts) {
  const files = new Map(members.map((path) => [here(path), path]));
  return {
    name: 'within',
    setup(builder) {
      builder.onResolve({ filter: /^\.\// }, ({ path }) =>
        files.has(path) ? { path: files.get(path), namespace: 'member' } : { path, external: true },
      );
      builder.onLoad({ filter: /.*/, namespace: 'member' }, ({ path }) => ({
        contents: texts.get(path),
        loader: 'js',
      }));
    },
  };
}
