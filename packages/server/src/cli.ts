import { kpi, type Said } from './kpi/kpi.ts';

const HELP = `sluice kpi FILE.csv   the figures of a file, without a server
  --entity deal                what the rows are
  --today 2025-02-05           the day the figures speak of; today when left out
  --map "column=field"         corrects a column; may be repeated
  --with company=accounts.csv  a file the rows link to; may be repeated
  --by account.sector          every figure by a dimension too
  --json                       for other programs
`;

/** One command of the terminal: words in, text and exit code out. */
export const command = ([name, ...rest]: readonly string[], now: Date): Said => {
  if (name === 'kpi') return kpi(rest, now);
  if (name === undefined || name === 'help' || name === '--help') return { code: 0, out: HELP, error: '' };
  return { code: 2, out: '', error: `There is no command ${name}.\n\n${HELP}` };
};

if (import.meta.main) {
  const { code, out, error } = command(process.argv.slice(2), new Date());
  if (out !== '') process.stdout.write(out);
  if (error !== '') process.stderr.write(`${error.trimEnd()}\n`);
  process.exitCode = code;
}
