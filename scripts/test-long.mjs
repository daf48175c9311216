import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { goalsMet, longReport } from './long-report.mjs';
import { ROOT, run, tool, workspaceEnv, workspaceNode } from './run.mjs';

// `npm run test:long`: what takes minutes: the files named *.long.test.ts, and those of the usual suite that measure a goal. `-- -t G17` for one
// goal, `-- path` for some files. With DATABASE_URL (a superuser of a PostgreSQL, 15 or later) the server's whole suite runs on it, too. What was
// asked and measured is in .cache/reports/long.md and long.json; the process fails when a test does or a goal is not met.
const FILES = [
  '.long.test.ts',
  'proofs/matrix.test.ts',
  'proofs/twins.test.ts',
  'proofs/auth-list.test.ts',
  'schema/lint.test.ts',
  'cli/secrets.test.ts',
];
/** So many planted faults take turns every day; all of them are planted by `npm run test:sabotage`. */
const FAULTS = '8';

const words = process.argv.slice(2);
const at = words.indexOf('-t');
const named = at < 0 ? null : (words[at + 1] ?? '');
const files = words.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
/** One goal by its number, and not those that begin with it. */
const only = named !== null && /^[FG]\d+$/.test(named) ? named : null;

const problem = await ensureInstalled();
if (problem) {
  console.error(problem);
  process.exit(1);
}
const postgres = process.env.TEST_DATABASE_URL || process.env.DATABASE_URL;
delete process.env.DATABASE_URL;
delete process.env.TEST_DATABASE_URL;
const reports = join(ROOT, '.cache', 'reports');
const measured = join(reports, 'measured.jsonl');
mkdirSync(reports, { recursive: true });
rmSync(measured, { force: true });

/** Runs vitest; gives its tests. One that ended before it could write its report is told as a test that failed. */
async function tests(name, args, env = {}) {
  const results = join(reports, `${name}.json`);
  rmSync(results, { force: true });
  const usual = ['--no-file-parallelism', '--reporter=verbose', '--reporter=json', `--outputFile.json=${results}`];
  const pattern = named === null ? [] : ['-t', only === null ? named : `\\b${only}\\b`];
  const { code } = await run(workspaceNode(), [tool('vitest/vitest.mjs'), 'run', ...usual, ...pattern, ...args], {
    seconds: 7200,
    env: workspaceEnv({ SLUICE_MEASURED: measured, ...env }),
  });
  const broken = [{ fullName: `${name} did not end`, status: 'failed', duration: 0 }];
  if (!existsSync(results)) return broken;
  const { testResults } = JSON.parse(readFileSync(results, 'utf8'));
  const found = testResults.flatMap(({ name: file, status, assertionResults }) =>
    status === 'failed' && !assertionResults.some((one) => one.status === 'failed')
      ? [{ fullName: `${file} did not load`, status, duration: 0 }]
      : assertionResults,
  );
  return code !== 0 && found.every(({ status }) => status !== 'failed') ? [...found, ...broken] : found;
}

/** Plants some faults; gives what became of them, as a figure of a goal. */
async function faults() {
  const kept = join(reports, 'sabotage.json');
  rmSync(kept, { force: true });
  await run(workspaceNode(), ['scripts/sabotage.mjs', '--some', FAULTS], { seconds: 1800 });
  if (!existsSync(kept)) return [];
  const { listed, caught, rows } = JSON.parse(readFileSync(kept, 'utf8'));
  const figures = [
    { what: 'faults in the list', is: listed, least: 40 },
    { what: 'planted today', is: rows.length, least: Number(FAULTS) },
    { what: 'not caught', is: rows.length - caught, most: 0 },
  ];
  return [{ goal: 'G24', what: 'planted faults', engine: '', figures }];
}

const start = performance.now();
const all =
  only === 'G24'
    ? []
    : await tests('long-vitest', ['--project=long', '--project=server', ...(files.length > 0 ? files : FILES)]);
if (postgres && only !== 'G24')
  all.push(...(await tests('long-postgres', ['--project=server', ...files], { TEST_DATABASE_URL: postgres })));
const planted = named === null && files.length === 0 ? true : only === 'G24';
const extra = planted ? await faults() : [];
const notes = existsSync(measured)
  ? readFileSync(measured, 'utf8')
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  : [];
const wanted = only === null ? (named === null && files.length === 0 ? null : []) : [only];
const measurement = { notes: [...notes, ...extra], tests: all, wanted, minutes: (performance.now() - start) / 60_000 };
const report = longReport(measurement);
writeFileSync(join(reports, 'long.md'), report);
writeFileSync(join(reports, 'long.json'), JSON.stringify(measurement, null, 2));
console.log(`\n${report}\nThe report is .cache/reports/long.md.`);
process.exitCode = all.some(({ status }) => status === 'failed') || !goalsMet(measurement) ? 1 : 0;
