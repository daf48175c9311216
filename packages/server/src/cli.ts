import { join } from 'node:path';
import { kpi } from './kpi/kpi.ts';
import { migrateDatabase, plan } from './schema/commands.ts';

/** What a command says and how it ends: 0 well, 1 what it met, 2 the words of the command. */
export interface Said {
  readonly code: 0 | 1 | 2;
  readonly out: string;
  readonly error: string;
}

/** What a command takes from the machine: its variables, its folder, its clock. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly now: Date;
}

const HELP = `sluice kpi FILE.csv   the figures of a file, without a server
  --entity deal                what the rows are
  --today 2025-02-05           the day the figures speak of; today when left out
  --map "column=field"         corrects a column; may be repeated
  --with company=accounts.csv  a file the rows link to; may be repeated
  --by account.sector          every figure by a dimension too
  --json                       for other programs
sluice plan           the SQL that would bring the database to the model; changes nothing
sluice migrate        does exactly that, in one transaction
  DATABASE_URL                 a PostgreSQL of your own, 15 or later; without it the embedded one
  SLUICE_DATA                  the folder of the embedded database; .sluice here when left out
`;

const NOT_YET = 'The server cannot be started yet: its routes are being built. Try "npm exec sluice -- kpi FILE.csv".';

/** One command of the terminal: words in, text and exit code out. */
export const command = async ([name, ...rest]: readonly string[], around: Surroundings): Promise<Said> => {
  const { env, folder, now } = around;
  const place = { address: env['DATABASE_URL'], folder: env['SLUICE_DATA'] ?? join(folder, '.sluice') };
  if (name === 'kpi') return kpi(rest, now);
  if (name === 'plan') return plan(place);
  if (name === 'migrate') return migrateDatabase(place);
  if (name === 'start') return { code: 1, out: '', error: NOT_YET };
  if (name === undefined || name === 'help' || name === '--help') return { code: 0, out: HELP, error: '' };
  return { code: 2, out: '', error: `There is no command ${name}.\n\n${HELP}` };
};

if (import.meta.main) {
  const around = { env: process.env, folder: process.cwd(), now: new Date() };
  const { code, out, error } = await command(process.argv.slice(2), around);
  if (out !== '') process.stdout.write(out);
  if (error !== '') process.stderr.write(`${error.trimEnd()}\n`);
  process.exitCode = code;
}
