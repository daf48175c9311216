import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './run.mjs';

// npm leaves out of the lockfile the binaries for other platforms that the registry in use does not offer, and then
// refuses the lockfile in `npm ci`. `node scripts/lockfile.mjs` completes it; `npm test` checks it.
const PATH = join(ROOT, 'package-lock.json');
const OS = ['android', 'darwin', 'freebsd', 'linux', 'openbsd', 'openharmony', 'win32'];
const CPU = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'];

/** Whether npm would find the package that another one asks for: in the nearest node_modules upwards. */
function find(packages, from, name) {
  let place = from;
  while (place !== '') {
    if (packages[`${place}/node_modules/${name}`]) return true;
    place = place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')));
  }
  return packages[`node_modules/${name}`] !== undefined;
}

/** What the name of a binary package says about the machine it is for. */
function machineOf(name) {
  const words = name.split(/[/-]/);
  const os = OS.find((one) => words.includes(one));
  const cpu = CPU.find((one) => words.includes(one));
  const libc = words.includes('musl') ? 'musl' : words.includes('gnu') && os === 'linux' ? 'glibc' : null;
  return os && cpu ? { cpu: [cpu], ...(libc ? { libc: [libc] } : {}), os: [os] } : null;
}

/**
 * The entries that are missing from the lockfile: optional dependencies in an exact version for another machine.
 * @returns {[path: string, entry: object][]}
 */
function missing(packages) {
  return Object.entries(packages).flatMap(([from, { optionalDependencies = {}, dev }]) =>
    Object.entries(optionalDependencies)
      .filter(([name, version]) => /^\d+\.\d+\.\d+/.test(version) && machineOf(name) && !find(packages, from, name))
      .map(([name, version]) => {
        const { cpu, ...rest } = machineOf(name);
        const entry = { version, cpu, ...(dev ? { dev } : {}), ...rest, optional: true };
        return [`node_modules/${name}`, Object.fromEntries(Object.entries(entry).sort(([a], [b]) => rank(a, b)))];
      }),
  );
}

const KEYS = ['version', 'cpu', 'dev', 'libc', 'optional', 'os'];
const rank = (a, b) => KEYS.indexOf(a) - KEYS.indexOf(b);

/** Versions below which a hole is known that would be ours too. */
const FLOORS = {
  hono: '4.13.19',
  '@hono/node-server': '2.1.8',
  jose: '6.0.0',
  papaparse: '5.7.1',
};
/** 1 when the first version is newer, -1 when it is older. */
const compare = (one, other) => {
  const [a, b] = [one, other].map((version) => version.split(/[.-]/).slice(0, 3).map(Number));
  for (let at = 0; at < 3; at += 1) if (a[at] !== b[at]) return a[at] > b[at] ? 1 : -1;
  return 0;
};

/** @returns {string[]} packages older than what is safe, wherever in the tree; `packages` as the lockfile has them */
export function tooOld(packages) {
  return Object.entries(packages).flatMap(([path, { version }]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const floor = path.includes('node_modules/') && Object.hasOwn(FLOORS, name) ? FLOORS[name] : undefined;
    return floor !== undefined && version !== undefined && compare(version, floor) < 0
      ? [`${path} is ${version}; below ${floor} a hole is known: npm install ${name}@latest --save-exact`]
      : [];
  });
}

/** @returns {string[]} what is wrong with the lockfile */
export function lockfileProblems() {
  const { packages } = JSON.parse(readFileSync(PATH, 'utf8'));
  const left = missing(packages).map(([path]) => `package-lock.json lacks ${path}: run node scripts/lockfile.mjs`);
  const named = Object.values(packages).some(({ resolved = '' }) => /^https?:/.test(resolved));
  const addresses = named ? ['package-lock.json holds download addresses: take them out'] : [];
  return [...addresses, ...left, ...tooOld(packages)];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const lock = JSON.parse(readFileSync(PATH, 'utf8'));
  const added = missing(lock.packages);
  const all = Object.entries({ ...lock.packages, ...Object.fromEntries(added) });
  lock.packages = Object.fromEntries(all.sort(([a], [b]) => a.localeCompare(b, 'en')));
  writeFileSync(PATH, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${added.length} entries added`);
}
