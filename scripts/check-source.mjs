import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockfileProblems } from './lockfile.mjs';
import { ROOT } from './run.mjs';

// What no linter knows: rules of this house about the text of the files that git tracks.
const SELF = 'scripts/check-source.mjs';
const LONG = 350;
const TEXT = /\.(ts|tsx|mjs|cjs|js|json|md|html|css|yml|yaml|sh)$|^\.ci\/|^\.npmrc$/;
const PRODUCT = /^packages\/[^/]+\/src\/(?!.*(\.test|\.stories|\/testing|\/fixtures)\.ts$).*\.ts$/;
const TESTS = /\.(test|stories)\.ts$/;

const RULES = [
  ['a path of somebody’s machine', /(^|[\s"'`(=:])\/(work|tmp|root|farm|home|Users)\/\w/, TEXT],
  [
    'an address of a package registry',
    /registry\.(npmjs|yarnpkg)|npmmirror|artifactory|codeartifact|"resolved": "http/,
    TEXT,
  ],
  ['work left for later: do it, or write an issue', /\b(TODO|FIXME|XXX)\b/, TEXT],
  [
    'text that becomes markup: use a template',
    /\b(innerHTML|outerHTML|insertAdjacentHTML|unsafeHTML|unsafeSVG|document\.write)\b/,
    PRODUCT,
  ],
  [
    'a style attribute or element: use static styles, styleMap or a custom property',
    /[\s`]style=["'$]|<style\b/,
    PRODUCT,
    /^packages\/widgets\//,
  ],
  ['an inline script or handler', /<script>|\son[a-z]+=["']/, PRODUCT, /^packages\/widgets\//],
  ['code from text', /\beval\(|\bnew Function\(/, PRODUCT],
  ['an escape from the type system', /\bas any\b|@ts-ignore|@ts-nocheck|oxlint-disable(?!-next-line)/, /\.tsx?$/],
  [
    'a test that is left out or alone',
    /\b(it|describe|test)\.(only|skip|todo)\(|\b(xit|fit|fdescribe|xdescribe)\(/,
    TESTS,
  ],
];

const NOT_OURS = /(^|\/)(node_modules|dist|\.git|\.sluice|\.cache|\.wtr-vendor|storybook-static|coverage)(\/|$)/;

/** Tracked files and those about to be, ignored ones left out; without git (an unpacked archive), all that are ours. */
function files() {
  const { status, stdout } = spawnSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const paths = status === 0 ? stdout.split('\n') : walk('');
  return paths.filter((path) => path !== '' && path !== SELF && existsSync(join(ROOT, path)));
}

function walk(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (NOT_OURS.test(path)) return [];
    return entry.isDirectory() ? walk(path) : [path];
  });
}

const lock = lockfileProblems();
for (const problem of lock) console.log(problem);
let found = lock.length;
for (const path of files().filter((one) => TEXT.test(one))) {
  const lines = readFileSync(join(ROOT, path), 'utf8').split('\n');
  for (const [what, pattern, ...where] of RULES) {
    if (!where.every((place) => place.test(path))) continue;
    lines.forEach((line, index) => {
      if (!pattern.test(line)) return;
      found += 1;
      console.log(`${path}:${index + 1}: ${what}: ${line.trim().slice(0, 120)}`);
    });
  }
  if (PRODUCT.test(path) && lines.length > LONG) {
    console.log(`${path}: ${lines.length} lines (a hint, no failure): what in it wants a room of its own?`);
  }
}
console.log(`${found} against the rules of the house`);
process.exit(found === 0 ? 0 : 1);
