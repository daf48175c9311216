import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTable } from '@sluice/core';

// How well the reader of packages/core/src/intake reads hard files: `node --conditions=sluice-src scripts/score-intake.mjs`. Pollock's
// polluted files by the scorer beside the repository, against PapaParse's measured baseline; then csv-spectrum. Neither encoding nor
// dialect is told to the reader. Without that data there is nothing to score, and it says so. `--worst N` lists the N lowest files
// (20 when left out), `--json` prints everything as JSON, `--keep DIR` leaves the converted files.

const root = join(import.meta.dirname, '..');
const shared = join(root, '../shared');
const pollock = join(shared, 'data/pollock');
const scorer = join(shared, 'tools/pollock_score.py');
const MEASURES = ['success', 'header_f1', 'record_f1', 'cell_f1'];
const GOAL = 0.95;

const option = (name, other) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? other : process.argv[at + 1];
};

const quoted = (cells) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`;

/** A table as the scorer wants it: the header the file has, not the one we give a file without. */
function converted(table) {
  const named = !table.issues.some(({ code }) => code === 'no_header');
  return [...(named && table.header.length > 0 ? [table.header] : []), ...table.rows].map(quoted).join('');
}

function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** Pollock's files: the unpacked folder when it is there, else the archive, unpacked for the while. */
function dataset(scratch) {
  const unpacked = join(pollock, 'polluted_files');
  if (existsSync(unpacked)) return unpacked;
  run('tar', ['-xzf', join(pollock, 'polluted_files.tar.gz'), '-C', scratch]);
  return join(scratch, 'polluted_files');
}

function mean(rows, at) {
  return rows.reduce((sum, row) => sum + row[at], 0) / rows.length;
}

function scorePollock() {
  const scratch = mkdtempSync(join(tmpdir(), 'sluice-score-'));
  try {
    const data = dataset(scratch);
    const out = option('keep', join(scratch, 'out'));
    mkdirSync(out, { recursive: true });
    for (const name of readdirSync(join(data, 'csv'))) {
      const table = readTable(readFileSync(join(data, 'csv', name)), { name });
      writeFileSync(join(out, `${name}_converted.csv`), converted(table));
    }
    const each = join(scratch, 'each.json');
    const groups = JSON.parse(run('python3', [scorer, data, out, each]));
    const files = Object.entries(JSON.parse(readFileSync(each, 'utf8')));
    return { groups, files };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * The rows of csv-spectrum's expected answer against ours, by the names of the columns; line ends inside cells count as one. `unfounded`
 * are expected values that stand nowhere in the file: nobody can read them.
 */
function scoreSpectrum() {
  const folder = join(shared, 'data/csv_spectrum');
  const plain = (text) => text.replaceAll('\r\n', '\n');
  return readdirSync(join(folder, 'csvs')).map((file) => {
    const bytes = readFileSync(join(folder, 'csvs', file));
    const expected = [JSON.parse(readFileSync(join(folder, 'json', file.replace('.csv', '.json')), 'utf8'))].flat();
    const { header, rows } = readTable(bytes);
    const text = plain(bytes.toString('utf8')).replaceAll('""', '"');
    const unfounded = expected.flatMap((row) => Object.values(row)).filter((value) => !text.includes(plain(value)));
    const alike =
      rows.length === expected.length &&
      expected.every(
        (row, at) =>
          Object.keys(row).length === header.length &&
          header.every((name, column) => {
            const value = plain(String(row[name]));
            return value === rows[at][column] || unfounded.includes(value);
          }),
      );
    return { file, right: alike, unfounded };
  });
}

function main() {
  if (!existsSync(scorer) || !existsSync(pollock)) {
    console.log('score-intake: the reference data is not beside the repository; nothing scored');
    return;
  }
  const { groups, files } = scorePollock();
  const spectrum = scoreSpectrum();
  const { polluted_files: baselines } = JSON.parse(readFileSync(join(pollock, 'baselines.json'), 'utf8'));
  const [, papa] = Object.entries(baselines).find(([name]) => name.startsWith('papaparse')) ?? [];
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify({ groups, files: Object.fromEntries(files), spectrum, papaparse: papa }));
    return;
  }
  const row = (name, cells) =>
    console.log(`${name.padEnd(24)}${cells.map((cell) => String(cell).padStart(11)).join('')}`);
  const figures = (of) => MEASURES.map((measure) => (of[measure] === undefined ? '' : of[measure].toFixed(4)));
  row('pollock', ['files', ...MEASURES]);
  for (const [name, of] of Object.entries(groups)) row(name, [of.n, ...figures(of)]);
  row('papaparse, all', [papa.n, ...figures(papa)]);
  row('papaparse, whole files', [21, ...figures(papa['file_level_only(21)'])]);
  const all = groups.ALL;
  const whole = groups.file;
  const short = [
    ...MEASURES.filter((measure) => all[measure] < (papa[measure] ?? 0)).map((measure) => `${measure} below papaparse`),
    ...MEASURES.filter((measure) => whole[measure] < GOAL).map((measure) => `${measure} of whole files below ${GOAL}`),
  ];
  const low = files.map(([name, scores]) => ({
    name,
    scores,
    sum: mean([scores], 1) + mean([scores], 2) + mean([scores], 3),
  }));
  low.sort((a, b) => a.sum - b.sum || a.name.localeCompare(b.name));
  const fallen = low.filter(({ scores }) => scores.some((score) => score < 1));
  console.log(`\n${fallen.length} of ${files.length} files fall short of 1; the lowest:`);
  for (const { name, scores } of fallen.slice(0, Number(option('worst', 20))))
    row(
      `  ${name}`.padEnd(40),
      scores.map((score) => score.toFixed(4)),
    );
  const right = spectrum.filter((one) => one.right).length;
  console.log(`\ncsv-spectrum: ${right} of ${spectrum.length}`);
  for (const { file } of spectrum.filter((one) => !one.right)) console.log(`  wrong: ${file}`);
  for (const { file, unfounded } of spectrum)
    if (unfounded.length > 0) console.log(`  ${file}: the answer has ${JSON.stringify(unfounded)}, the file does not`);
  if (right < spectrum.length) short.push('csv-spectrum');
  for (const one of short) console.error(`score-intake: ${one}`);
  process.exitCode = short.length > 0 ? 1 : 0;
}

main();
