import { join } from 'node:path';
import { backupCommand, restoreCommand, resumeCommand } from './cli/backup.ts';
import { exportCommand } from './cli/export.ts';
import { figuresCommand } from './cli/figures.ts';
import { importCommand } from './cli/import.ts';
import { inviteCommand, peopleCommand, revokeCommand } from './cli/people.ts';
import { mailsCommand } from './cli/mails.ts';
import { originsCommand } from './cli/origins.ts';
import { start } from './cli/start.ts';
import { tenantsCommand } from './cli/tenants.ts';
import { link, token } from './cli/token.ts';
import { importsCommand, undoCommand } from './cli/undo.ts';
import { environmentExample } from './config-example.ts';
import { readConfig } from './config.ts';
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
  /** Says something while the command goes on. */
  readonly say?: (line: string) => void;
  /** Ends when a command that goes on should stop; without it, at once. */
  readonly until?: () => Promise<unknown>;
}

const HELP = `sluice start          the server, on http://localhost:8787, until Ctrl-C
sluice link           a link to sign in with, good once and for 15 minutes
sluice token          a token for the API, good for an hour
  --tenant demo                whose data
  --role viewer                viewer reads, sales writes too, admin runs the tenant; or a role of its own
  --actor anna                 whom the journal names
  --operator                   for the tenants themselves: /api/v1/operator/tenants
  HOST, PORT, LOG_LEVEL        127.0.0.1, 8787 and warn when left out
  SLUICE_LIMITS                off, on, or requests a minute: reads=1200 writes=600 imports=60 logins=60 tenant=20
  SLUICE_URL                   where people open it, behind a proxy: https://crm.example.com
sluice tenants        the tenants of this server
  create NAME                  makes one
    --label "Acme Wines" --zone Europe/Paris --currency EUR
    --admin anna@example.com   and says the link for its first admin
  suspend NAME                 lets nobody in any more, at once; resume NAME lets them in again
  rename NAME                  with --label, --zone, --currency or --name
sluice people         who may sign in, where and as what
sluice invite EMAIL   a link that lets somebody in once, to pass on
  --tenant demo                where to
  --role viewer                as above
  --own-records                only the records whose owner they are
sluice revoke EMAIL   shows somebody out; their sessions end at once
  --tenant demo                of one tenant only
sluice outbox         links for new passwords that were asked for, to pass on
  --tenant demo                instead, the mails of a tenant and what became of them
  --state held                 held, queued, sending, sent, refused or unknown
sluice kpi FILE       the figures of a file (CSV or .xlsx), without a server
  --entity deal                what the rows are
  --today 2025-02-05           the day the figures speak of; today when left out
  --map "column=field"         corrects a column; may be repeated
  --with company=accounts.csv  a file the rows link to; may be repeated
  --by account.sector          every figure by a dimension too
  --sheet Ventes               the sheet of a workbook; the first with data when left out
  --json                       for other programs
sluice figures NAME…  figures of the records: metrics (amount.won), expressions (sum(amount)), or one that takes
                      a history: velocity, funnel, waterfall, coverage, slippage, cohorts, timeInStage, idle, calibration
  --by owner,closedOn:month    by dimensions, links allowed; --sort -amount.won --top 5
  --where "amount > 1000"      which records; --filter "stage=won" and --search words too
  --as-of 2024-12-31           as they stood that day
  --compare previous           against the period before, or last-year; of the running --granularity quarter
  --from 2025-01-01 --to 2025-03-31, --due-from, --due-to, --outcome lost, --days 90, --within 60, --enough 10
  --currency EUR --rate USD=0.92       amounts of several currencies in one; --rates-on 2025-01-31
  --entity deal --tenant demo --json
sluice import FILE    reads a file (CSV or .xlsx) into the records, all of it or nothing
  --entity deal                what the rows are
  --tenant demo                whose data
  --map "column=field"         corrects a column; may be repeated
  --column amount=fill         what a field does to a value that is there: overwrite, fill, skip
  --links create               makes what links name and nothing bears; matches only when left out
  --sheet Ventes               the sheet of a workbook
  --rejected mend.csv          writes the rows that are not imported, with the reasons
  --dry-run                    says what would happen and writes nothing
  --json                       for other programs
sluice export         writes records to a file that an import reads back without a change
  --entity deal                which records
  --format csv                 csv, xlsx or json
  --out deals.csv              the file; the terminal when left out
  --columns client,amount      fields in order; all that are kept when left out
  --filter "stage=won"         as in addresses of the API; may be repeated
  --labels fr                  headings and options in a language
  --links id                   links by identifier, not by title
  --delimiter ";" --decimal "," --bom     for spreadsheets that expect it
  --tenant demo                whose data
sluice undo ID        takes an import back, but for what was edited since
  --row ID                     only this record; may be repeated
sluice imports        what was imported, the latest first
sluice origins        the pages of other sites that may read answers
  add https://app.example.com  and remove; effective within five seconds
  --tenant demo                whose answers
sluice backup         everything the server keeps, in one file; also while it runs
  --out sluice.copy            the file; named by the time when left out
  --verify                     reads it back
sluice restore FILE   puts a copy into an empty database, all of it or nothing
  --verify                     writes nothing: says whether it is whole, and the database the same
sluice resume         a restored server lets mails and webhooks out again
sluice env            every variable, as a commented .env
sluice plan           the SQL that would bring the database to the model; changes nothing
sluice migrate        does exactly that, in one transaction
  DATABASE_URL                 a PostgreSQL of your own, 15 or later; without it the embedded one
  SLUICE_DATA                  the folder of the embedded database; .sluice here when left out
`;

/** One command of the terminal: words in, text and exit code out. */
export const command = async ([name, ...rest]: readonly string[], around: Surroundings): Promise<Said> => {
  const { env, folder, now, say = () => undefined, until = () => Promise.resolve() } = around;
  const place = { address: env['DATABASE_URL'], folder: env['SLUICE_DATA'] ?? join(folder, '.sluice') };
  if (name === 'kpi') return kpi(rest, now);
  if (name === 'env') return { code: 0, out: environmentExample(), error: '' };
  if (name === 'plan') return plan(place);
  if (name === 'migrate') return migrateDatabase(place);
  const imports = {
    export: exportCommand,
    figures: figuresCommand,
    import: importCommand,
    undo: undoCommand,
    imports: importsCommand,
    origins: originsCommand,
    tenants: tenantsCommand,
    people: peopleCommand,
    invite: inviteCommand,
    revoke: revokeCommand,
    outbox: mailsCommand,
    backup: backupCommand,
    restore: restoreCommand,
    resume: resumeCommand,
  };
  const withConfig = name !== undefined && Object.hasOwn(imports, name) ? imports[name as keyof typeof imports] : null;
  if (withConfig || name === 'start' || name === 'token' || name === 'link') {
    const read = readConfig(env, folder);
    if (!read.ok) return { code: 1, out: '', error: read.faults.join('\n') };
    const clock = (): number => Date.now();
    if (withConfig) return withConfig(rest, read.config, clock);
    if (name === 'token') return token(rest, read.config, clock);
    if (name === 'link') return link(rest, read.config, clock);
    if (rest.length > 0)
      return { code: 2, out: '', error: `start takes no options; ${rest[0]} is one. See "sluice help".` };
    return start({ config: read.config, warnings: read.warnings, now: clock, say, until: until() });
  }
  if (name === undefined || name === 'help' || name === '--help') return { code: 0, out: HELP, error: '' };
  return { code: 2, out: '', error: `There is no command ${name}.\n\n${HELP}` };
};

if (import.meta.main) {
  const around: Surroundings = {
    env: process.env,
    folder: process.cwd(),
    now: new Date(),
    say: (line) => void process.stdout.write(`${line}\n`),
    // The listeners stay: a second Ctrl-C, or npm's own, does not cut a stop short.
    until: () =>
      new Promise((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, resolve);
        if (process.channel) process.on('disconnect', resolve);
      }),
  };
  const { code, out, error } = await command(process.argv.slice(2), around);
  if (out !== '') process.stdout.write(out);
  if (error !== '') process.stderr.write(`${error.trimEnd()}\n`);
  process.exitCode = code;
  if (process.connected) process.disconnect();
}
