import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './run.mjs';

// A file that only hands on what others export (`index.ts`) is good to read and bad to split: whoever imports one name of it is
// taken to need everything behind it, so that all parts of a bundle would share nearly all of core. Here such imports are led to the
// files that have what they name.
const CORE = join(ROOT, 'packages/core/src');
const ENTRIES = {
  '@sluice/core': join(CORE, 'index.ts'),
  '@sluice/core/blueprints': join(CORE, 'blueprints/index.ts'),
};
const HANDED_ON = /export\s+(type\s+)?\{([^}]*)\}\s*from\s*'([^']+)';/g;
const IMPORT = /import\s*\{([^}]*)\}\s*from\s*'([^']+)';/g;

/** The names in braces, types left out: `a as b` is `{ name: 'a', as: 'b' }`. */
const namesIn = (text) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '' && !one.startsWith('type '))
    .map((one) => {
      const [name, as = name] = one.split(/\s+as\s+/);
      return { name, as };
    });

const read = new Map();
/** What a file hands on, by name; null when it has something of its own. */
function barrel(file) {
  if (read.has(file)) return read.get(file);
  const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const alone = text.replace(HANDED_ON, '').trim() === '';
  const names = new Map();
  for (const [, type, list, from] of alone ? text.matchAll(HANDED_ON) : [])
    if (!type) for (const { name, as } of namesIn(list)) names.set(as, { name, file: join(dirname(file), from) });
  read.set(file, alone ? names : null);
  return read.get(file);
}

/** The file that has what a name of a barrel stands for, and what it is called there. */
function origin(file, name) {
  const found = barrel(file)?.get(name);
  return found ? origin(found.file, found.name) : { file, name };
}

/** A source with its imports from barrels led on. */
function ledOn(text, folder) {
  return text.replace(IMPORT, (whole, list, from) => {
    const file = ENTRIES[from] ?? (from.startsWith('.') ? join(folder, from) : '');
    if (!file.endsWith('.ts') || !existsSync(file) || !barrel(file)) return whole;
    const lines = namesIn(list).map(({ name, as }) => {
      const { file: at, name: there } = origin(file, name);
      return `import { ${there} as ${as} } from ${JSON.stringify(at.replaceAll('\\', '/'))};`;
    });
    // as many lines as before, so that faults are found where they are
    return lines.join(' ') + '\n'.repeat(whole.split('\n').length - 1);
  });
}

/** For esbuild: see above. */
export function pastBarrels() {
  return {
    name: 'past-barrels',
    setup(builder) {
      read.clear();
      builder.onLoad({ filter: /packages[/\\](core|widgets)[/\\]src[/\\].*\.ts$/ }, ({ path }) => ({
        contents: ledOn(readFileSync(path, 'utf8'), dirname(path)),
        loader: 'ts',
      }));
    },
  };
}
