import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FAULTS } from './sabotage-faults.mjs';
import { ROOT, workspaceNode } from './run.mjs';

// `npm run test:sabotage`: plants one fault after the other in a copy of the sources and runs the tests that must notice. A fault that
// nobody notices is a hole in the tests; one whose place is gone has to be planted anew. `-- policies READ` for some of them, by name;
// `-- --some 8` for so many, others every day. What was caught is in .cache/reports/sabotage.json.

const COPIED = [
  'packages/core',
  'packages/server',
  'scripts',
  'package.json',
  'tsconfig.json',
  'tsconfig.base.json',
  'vitest.config.ts',
];
const LEFT_OUT = /[/\\](node_modules|dist|\.cache)$/;

/** A copy of what the tests of the server need, beside the real one: its packages are its own, the libraries are linked. */
function copy() {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-sabotage-'));
  for (const one of COPIED)
    cpSync(join(ROOT, one), join(folder, one), { recursive: true, filter: (source) => !LEFT_OUT.test(source) });
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@sluice'), { recursive: true });
  for (const name of readdirSync(join(ROOT, 'node_modules')))
    if (name !== '@sluice') symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  for (const name of ['core', 'server']) symlinkSync(join(folder, 'packages', name), join(modules, '@sluice', name));
  const own = join(ROOT, 'packages/server/node_modules');
  if (existsSync(own)) {
    mkdirSync(join(folder, 'packages/server/node_modules'));
    for (const name of readdirSync(own).filter((one) => !one.startsWith('.')))
      symlinkSync(join(own, name), join(folder, 'packages/server/node_modules', name));
  }
  return folder;
}

/** Runs test files in the copy; gives whether all of them passed, and whether there was anything to pass. */
function test(folder, files) {
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  const args = [join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--project=core', '--project=server', '--bail=1'];
  spawnSync(workspaceNode(), [...args, '--reporter=json', `--outputFile=${report}`, ...files], {
    cwd: folder,
    timeout: 300_000,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  if (!existsSync(report)) return { passed: false, ran: 0, first: 'no report' };
  const { success, numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const failed = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .find(({ status }) => status === 'failed');
  return {
    passed: success,
    ran: numPassedTests + numFailedTests,
    first: failed?.title ?? testResults.find((one) => one.message)?.message ?? '',
  };
}

const words = process.argv.slice(2);
const some = words[0] === '--some' ? Number(words[1]) : FAULTS.length;
const wanted = words[0] === '--some' ? words.slice(2) : words;
const named = FAULTS.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
// others every day, so that all of them take turns
const first = Math.floor(Date.now() / 86_400_000) * some;
const chosen = Array.from({ length: Math.min(some, named.length) }, (_, at) => named[(first + at) % named.length]);
const folder = copy();
const rows = [];
try {
  const needed = [...new Set(chosen.flatMap(({ tests }) => tests))];
  const sound = test(folder, needed);
  if (!sound.passed) throw new Error(`Without a fault the tests must pass: ${sound.first}`);
  for (const { name, file, find, put, tests } of chosen) {
    const place = join(folder, file);
    const text = readFileSync(place, 'utf8');
    const times = text.split(find).length - 1;
    if (times !== 1) {
      rows.push({ name, verdict: 'misplaced', by: `${file} has its place ${times} times` });
    } else {
      writeFileSync(
        place,
        text.replace(find, () => put),
      );
      const { passed, ran, first } = test(folder, tests);
      writeFileSync(place, text);
      const verdict = passed ? 'NOT CAUGHT' : ran === 0 && first === 'no report' ? 'did not run' : 'caught';
      rows.push({ name, verdict, by: passed ? tests.join(' ') : first.split('\n')[0].slice(0, 110) });
    }
    const last = rows.at(-1);
    console.log(`${last.verdict.padEnd(11)} ${last.name} — ${last.by}`);
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const caught = rows.filter(({ verdict }) => verdict === 'caught').length;
console.log(`\n${caught} of ${rows.length} planted faults were caught.`);
if (caught < rows.length) process.exitCode = 1;
const reports = join(ROOT, '.cache', 'reports');
mkdirSync(reports, { recursive: true });
writeFileSync(join(reports, 'sabotage.json'), JSON.stringify({ listed: FAULTS.length, caught, rows }, null, 2));
