import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { transform } from 'esbuild';
import { ROOT } from './run.mjs';

const LOCALES = join(ROOT, 'packages/widgets/src/locales');
const FOLDER = join(LOCALES, 'messages');

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

/** The sentences of one language from all catalogues. */
async function sentencesIn(language) {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const all = await Promise.all(
    files.sort().map(async (file) => {
      const found = await cataloguesIn(join(FOLDER, file));
      return found.map(([name, catalogue]) => [called(file, name), mapped(catalogue, (message) => message[language])]);
    }),
  );
  return `export const sentences = ${JSON.stringify(Object.fromEntries(all.flat()))};`;
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
