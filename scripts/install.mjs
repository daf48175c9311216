import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmCommand, ROOT, run, workspaceNode } from './run.mjs';

const OLDEST_NODE = 20;

/**
 * Whether node_modules is what the lockfile says. npm leaves a lockfile of its own in node_modules when it has finished:
 * each package that is not optional must stand there in the same version.
 */
function installed() {
  const done = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(done)) return false;
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(done, 'utf8')).packages;
  const missing = Object.entries(wanted).some(
    ([path, entry]) => path.startsWith('node_modules/') && !entry.optional && present[path]?.version !== entry.version,
  );
  return !missing && nodeRuns();
}

/** The workspace's Node: copied from another platform, or cut off while it was written, it does not start. */
function nodeRuns() {
  const { status, stdout } = spawnSync(workspaceNode(), ['--version'], { encoding: 'utf8' });
  return status === 0 && Number(/^v(\d+)/.exec(stdout)?.[1]) >= 24;
}

/** @returns {string | null} why this Node cannot go on, with the remedy */
export function unsupported({ version = process.versions.node, platform = process.platform } = {}) {
  if (Number(version.split('.')[0]) < OLDEST_NODE) {
    return `Sluice needs Node ${OLDEST_NODE} or later to install itself; this is ${version}. Install a current Node: https://nodejs.org`;
  }
  if (!['linux', 'darwin', 'win32'].includes(platform)) {
    return `Sluice runs on Linux, macOS and Windows; this is ${platform}. Use one of them, a container or a virtual machine.`;
  }
  return null;
}

/**
 * Installs exactly what the lockfile says, when it is not there yet.
 * @returns {Promise<string | null>} what went wrong, with the remedy; null when all is well
 */
export async function ensureInstalled() {
  const problem = unsupported();
  if (problem) return problem;
  if (installed()) return null;
  console.log('Installing the packages of the lockfile (npm ci) …');
  const { command, args, shell } = npmCommand(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  const { code, output, timedOut } = await run(command, args, { seconds: 900, shell, env: process.env });
  if (code === 127) return 'npm was not found. Install Node with npm, then try again.';
  if (code !== 0) {
    const why = timedOut ? 'it took longer than 15 minutes' : `it ended with code ${code}`;
    const offline = /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|network/.test(output);
    const remedy = offline
      ? 'The package registry was not reached: check the network or the proxy (npm config get registry), then try again.'
      : 'The lines above say why; "npm ci" repeats it.';
    return `The installation failed (${why}). ${remedy}`;
  }
  return null;
}
