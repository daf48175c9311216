import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { ROOT, run, tool, workspaceNode } from './run.mjs';

// `npm run test:long`: what takes minutes (files named *.long.test.ts). What each measured is in .cache/reports/long.md and long.json.
const problem = await ensureInstalled();
if (problem) {
  console.error(problem);
  process.exit(1);
}
const reports = join(ROOT, '.cache', 'reports');
const measured = join(reports, 'measured.jsonl');
const results = join(reports, 'long-vitest.json');
mkdirSync(reports, { recursive: true });
for (const file of [measured, results]) rmSync(file, { force: true });
const args = [
  tool('vitest/vitest.mjs'),
  'run',
  '--project=long',
  '--no-file-parallelism',
  '--reporter=verbose',
  '--reporter=json',
  `--outputFile.json=${results}`,
];
const env = { ...process.env, SLUICE_MEASURED: measured };
const { code } = await run(workspaceNode(), [...args, ...process.argv.slice(2)], { seconds: 7200, env });

const notes = existsSync(measured)
  ? readFileSync(measured, 'utf8')
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  : [];
const tests = existsSync(results)
  ? JSON.parse(readFileSync(results, 'utf8')).testResults.flatMap(({ assertionResults }) => assertionResults)
  : [];
const told = (values) =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(', ');
const report = [
  '# What the long tests measured',
  '',
  `${new Date().toISOString()}, Node ${process.versions.node}, ${process.platform} ${process.arch}.`,
  '',
  '| goal | what | measured |',
  '| --- | --- | --- |',
  ...notes.map(({ goal, what, measured: values }) => `| ${goal} | ${what} | ${told(values).replaceAll('|', '\\|')} |`),
  '',
  '| test | outcome | seconds |',
  '| --- | --- | --- |',
  ...tests.map(
    ({ fullName, status, duration }) => `| ${fullName} | ${status} | ${((duration ?? 0) / 1000).toFixed(1)} |`,
  ),
  '',
].join('\n');
writeFileSync(join(reports, 'long.md'), report);
writeFileSync(
  join(reports, 'long.json'),
  JSON.stringify(
    { notes, tests: tests.map(({ fullName, status, duration }) => ({ fullName, status, duration })) },
    null,
    2,
  ),
);
console.log(`\n${report}\nThe report is .cache/reports/long.md.`);
process.exit(code);
