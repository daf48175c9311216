import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { ensureInstalled } from './install.mjs';
import { ROOT, run, stopAll, tool, workspaceEnv, workspaceNode } from './run.mjs';

// `npm test`: everything, in the order in which a mistake is cheapest to see; `npm test -- --only lint,vitest` for a part.
// Every step runs to its end, whatever the ones before it said, and within its own time. Two steps run beside the ones that
// wait for the database; what they print comes in one piece. The last line is the sum.
const REPORTS = join(ROOT, '.cache', 'reports');

/** A step that is right or wrong as a whole counts as one. */
const whole = ({ code }) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 });

/** What a runner wrote about its tests; a runner that ended badly with every test passed still failed once. */
function counted(report, read) {
  return ({ code }) => {
    const { passed, failed } = read(JSON.parse(readFileSync(report, 'utf8')));
    const silent = failed === 0 && (code !== 0 || passed === 0);
    return { passed, failed: failed + (silent ? 1 : 0) };
  };
}

/** Vitest's JSON: a file that did not load has no tests of its own and fails once. */
function fromVitest({ numPassedTests, numFailedTests, testResults }) {
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
  );
  return { passed: numPassedTests, failed: numFailedTests + broken.length };
}

const node = (script, ...args) => [script, ...args];
const report = (name) => join(REPORTS, `${name}.json`);
const vitest = (name, ...args) => [
  tool('vitest/vitest.mjs'),
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report(name)}`,
  ...args,
];
const own = (name, script) => ({
  args: node(script),
  env: { SLUICE_REPORT: report(name) },
  count: counted(report(name), (sum) => sum),
});

// A PostgreSQL of somebody's own: the server's tests run on it too, in databases of their own. Nothing else hears of it, as what is
// started by a test would otherwise write there.
const postgres = process.env.TEST_DATABASE_URL || process.env.DATABASE_URL;
delete process.env.DATABASE_URL;
delete process.env.TEST_DATABASE_URL;
const WITH_POSTGRES = {
  name: 'postgres',
  title: 'The server on a PostgreSQL of your own (DATABASE_URL)',
  args: vitest('postgres', '--project=server'),
  env: { TEST_DATABASE_URL: postgres },
  seconds: 480,
  count: counted(report('postgres'), fromVitest),
};

const STEPS = [
  { name: 'format', title: 'Format (biome)', args: node(tool('@biomejs/biome/bin/biome'), 'format'), seconds: 60 },
  {
    name: 'lint',
    title: 'Lint (oxlint, with types)',
    args: node(tool('oxlint/bin/oxlint'), '--type-aware'),
    seconds: 120,
  },
  {
    name: 'types',
    title: 'Types (tsc)',
    args: node(tool('typescript/bin/tsc'), '-b', '--pretty', 'false'),
    seconds: 180,
  },
  { name: 'imports', title: 'Import rules (dependency-cruiser)', args: node('scripts/imports.mjs'), seconds: 120 },
  { name: 'source', title: 'Rules of the house', args: node('scripts/check-source.mjs'), seconds: 60 },
  { name: 'generated', title: 'What is generated is current', args: node('scripts/gen.mjs', '--check'), seconds: 120 },
  {
    name: 'exports',
    title: 'Exports of the packed packages (publint, attw)',
    args: node('scripts/check-exports.mjs'),
    seconds: 300,
  },
  {
    name: 'vitest',
    title: 'Unit, property and database tests (vitest)',
    args: vitest('vitest', '--project=core', '--project=server', '--project=widgets'),
    seconds: 900,
    count: counted(report('vitest'), fromVitest),
  },
  ...(postgres ? [WITH_POSTGRES] : []),
  {
    name: 'browser',
    title: 'Elements in a browser (web-test-runner)',
    args: node(tool('@web/test-runner/dist/bin.js')),
    env: { SLUICE_WTR_REPORT: report('browser') },
    seconds: 300,
    browser: true,
    beside: true,
    count: counted(report('browser'), (sum) => sum),
  },
  {
    name: 'stories',
    title: 'Stories under axe (storybook)',
    args: vitest('stories', '--config', 'stories/vitest.config.ts'),
    seconds: 300,
    browser: true,
    beside: true,
    count: counted(report('stories'), fromVitest),
  },
  {
    name: 'examples',
    title: 'Examples',
    ...own('examples', 'scripts/examples.mjs'),
    seconds: 240,
    browser: true,
  },
  {
    name: 'drop-in',
    title: 'The drop-in under the policies of pages',
    ...own('drop-in', 'scripts/check-drop-in.mjs'),
    seconds: 240,
    browser: true,
  },
  {
    name: 'install',
    title: 'The packed packages in an empty project',
    ...own('install', 'scripts/check-packed.mjs'),
    seconds: 300,
  },
];

const { argv } = process;
const named = argv.includes('--only')
  ? (argv[argv.indexOf('--only') + 1] ?? '').split(',')
  : STEPS.map(({ name }) => name);
const unknown = named.filter((name) => !STEPS.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(`No step ${unknown.join(', ')}; there are ${STEPS.map(({ name }) => name).join(' ')}.`);
  if (unknown.includes('postgres'))
    console.error('postgres needs DATABASE_URL: a superuser of a PostgreSQL, 15 or later.');
  process.exit(2);
}
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    stopAll();
    process.exit(130);
  });
}

/** @returns {Promise<string | null>} why no browser test can run */
async function browserProblem() {
  try {
    await ensureBrowser();
    return null;
  } catch (error) {
    return error.message;
  }
}

async function take({ args, env, seconds, browser, name, count = whole }, quiet) {
  const missing = browser ? await browserProblem() : null;
  if (missing) return { passed: 0, failed: 1, output: missing };
  rmSync(report(name), { force: true });
  const result = await run(workspaceNode(), args, {
    seconds,
    quiet,
    env: workspaceEnv({ ...env, CI: 'true', NO_COLOR: '1' }),
  });
  const output = `${quiet ? result.output : ''}${result.timedOut ? `Stopped after ${seconds} seconds.` : ''}`;
  try {
    return { ...count(result), output };
  } catch {
    return { passed: 0, failed: 1, output }; // it ended before it could write its report
  }
}

const total = { passed: 0, failed: 0 };
const lines = [];

async function go(step, quiet = false) {
  const heading = `\n── ${step.title} ──`;
  if (!quiet) console.log(heading);
  const start = performance.now();
  const { passed, failed, output } = await take(step, quiet);
  if (quiet) console.log(`${heading}\n${output}`);
  else if (output) console.log(output);
  total.passed += passed;
  total.failed += failed;
  const time = `${((performance.now() - start) / 1000).toFixed(1)} s`;
  lines.push(
    `${failed === 0 ? 'ok    ' : 'FAILED'}  ${step.name.padEnd(10)} ${passed} passed, ${failed} failed  (${time})`,
  );
}

/** Steps one after the other; those that may stand beside one run while it does. */
async function inOrder(steps) {
  const groups = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (step.beside && last) last.beside.push(step);
    else groups.push({ step, beside: [] });
  }
  for (const { step, beside } of groups) await Promise.all([go(step), quietly(beside)]);
}

async function quietly(steps) {
  for (const step of steps) await go(step, true);
}

const problem = await ensureInstalled();
if (problem) {
  console.log(`${problem}\n\n0 passed, 1 failed`);
  process.exit(1);
}
mkdirSync(REPORTS, { recursive: true });
await inOrder(STEPS.filter(({ name }) => named.includes(name)));
console.log(`\n── Summary ──\n${lines.join('\n')}\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
