import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { transform } from 'esbuild';
import { ROOT } from './run.mjs';

const LOCALES = join(ROOT, 'packages/widgets/src/locales');
const FOLDER = join(LOCALES, 'messages');
/** What the metrics are called and mean: data too, with labels in every language. */
const METRICS = join(ROOT, 'packages/core/src/metrics/definitions.ts');
const LANGUAGES = ['en', 'fr', 'ru', 'he'];

/** The catalogues of a file by their names: they are data and import nothing. */
async function cataloguesIn(path) {
  const { code } = await transform(readFileSync(path, 'utf8'), { loader: 'ts', format: 'esm' });
  return Object.entries(await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`));
}

/** What a catalogue is called in the files of the languages: two files may have one of the same name. */
const called = (path, name) => `${basename(path, '.ts')}.${name}`;

const mapped = (object, change) => Object.fromEntries(Object.entries(object).map(([key, one]) => [key, change(one)]));

/** A file of catalogues with nothing but their English. */
async function inEnglish(path) {
  const lines = (await cataloguesIn(path)).map(([name, catalogue]) => {
    const english = mapped(catalogue, ({ en }) => ({ en }));
    return `export const ${name} = /* @__PURE__ */ known(${JSON.stringify(called(path, name))}, ${JSON.stringify(english)});`;
  });
  return [`import { known } from '../languages.drop-in.ts';`, ...lines].join('\n');
}

const isLabel = (one) => typeof one === 'object' && one !== null && LANGUAGES.every((language) => language in one);

/** The labels of the metrics as a catalogue, each once, and the metrics with `here(place)` for each. */
async function metricsWith(here) {
  const [[name, metrics]] = await cataloguesIn(METRICS);
  const places = new Map();
  const labels = {};
  const replaced = JSON.stringify(metrics, (_, one) => {
    if (!isLabel(one)) return one;
    const text = JSON.stringify(one);
    if (!places.has(text)) places.set(text, places.size);
    labels[places.get(text)] = one;
    return `\0${places.get(text)}`;
  });
  return { name, labels, text: replaced.replace(/"\\u0000(\d+)"/g, (_, place) => here(place)) };
}

/** The metrics with nothing but their English. */
async function metricsInEnglish() {
  const { name, labels, text } = await metricsWith((place) => `labels[${place}]`);
  return [
    `import { known } from ${JSON.stringify(join(LOCALES, 'languages.drop-in.ts'))};`,
    `const labels = /* @__PURE__ */ known('metrics', ${JSON.stringify(mapped(labels, ({ en }) => ({ en })))});`,
    `export const ${name} = ${text};`,
  ].join('\n');
}

/** The sentences of one language from all catalogues. */
async function sentencesIn(language) {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const all = await Promise.all(
    files.sort().map(async (file) => {
      const found = await cataloguesIn(join(FOLDER, file));
      return found.map(([name, catalogue]) => [called(file, name), mapped(catalogue, (message) => message[language])]);
    }),
  );
  const { labels } = await metricsWith((place) => place);
  const metrics = ['metrics', mapped(labels, (label) => label[language])];
  return `export const sentences = ${JSON.stringify(Object.fromEntries([...all.flat(), metrics]))};`;
}

/** For esbuild: English stays in the catalogues, every other language becomes a module of its own. */
export function languagesApart() {
  return {
    name: 'languages-apart',
    setup(builder) {
      builder.onLoad({ filter: /[/\\]src[/\\]locales[/\\]messages[/\\][\w-]+\.ts$/ }, async ({ path }) => ({
        contents: await inEnglish(path),
        loader: 'js',
      }));
      builder.onLoad({ filter: /[/\\]core[/\\]src[/\\]metrics[/\\]definitions\.ts$/ }, async () => ({
        contents: await metricsInEnglish(),
        loader: 'js',
        resolveDir: LOCALES,
      }));
      builder.onResolve({ filter: /^sluice:language\// }, ({ path }) => ({
        path: path.slice('sluice:language/'.length),
        namespace: 'language',
      }));
      builder.onLoad({ filter: /.*/, namespace: 'language' }, async ({ path }) => ({
        contents: await sentencesIn(path),
        loader: 'js',
      }));
    },
  };
}
