import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The workspace's folder, with a separator at its end. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

const windows = process.platform === 'win32';

/** The Node of the workspace (24), wherever these scripts themselves run; the system's own before the installation. */
export function workspaceNode() {
  const path = join(ROOT, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
  return existsSync(path) ? path : process.execPath;
}

/** The environment of what the scripts start: the tools of node_modules first in PATH, Node 24 among them. */
export function workspaceEnv(extra = {}) {
  const separator = windows ? ';' : ':';
  const path = [join(ROOT, 'node_modules', '.bin'), process.env.PATH ?? ''].join(separator);
  return { ...process.env, PATH: path, npm_config_update_notifier: 'false', ...extra };
}

/** The entry of a tool in node_modules, to be run by `workspaceNode()`: no shell, the same on every platform. */
export function tool(path) {
  return join(ROOT, 'node_modules', path);
}

/** npm as a command: the one that runs this script where npm says so. */
export function npmCommand(args) {
  const cli = process.env.npm_execpath;
  if (cli && /npm-cli\.[cm]?js$/.test(cli)) return { command: process.execPath, args: [cli, ...args], shell: false };
  return { command: windows ? 'npm.cmd' : 'npm', args, shell: windows };
}

const running = new Set();

function stop(child, signal) {
  try {
    if (!windows && child.pid) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    child.kill(signal);
  }
}

/** Stops what is still running, with everything it started. */
export function stopAll(signal = 'SIGTERM') {
  for (const child of running) stop(child, signal);
}

/**
 * Runs a command to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {{ seconds?: number, quiet?: boolean, env?: object, cwd?: string, shell?: boolean, onText?: (text: string) => void }} [options]
 *   `seconds`: the process group is ended when they have passed; `quiet`: the output is only collected
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>} never rejects; a command that is not there has code 127
 */
export function run(command, args, { seconds = 600, quiet = false, env, cwd = ROOT, shell = false } = {}) {
  return new Promise((resolve) => {
    let output = '';
    let timedOut = false;
    const child = spawn(command, args, {
      cwd,
      env: env ?? workspaceEnv(),
      shell,
      detached: !windows,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    const timer = setTimeout(() => {
      timedOut = true;
      stop(child, 'SIGTERM');
      setTimeout(() => running.has(child) && stop(child, 'SIGKILL'), 5000).unref();
    }, seconds * 1000);
    const take = (target) => (chunk) => {
      output += chunk;
      if (!quiet) target.write(chunk);
    };
    child.stdout.on('data', take(process.stdout));
    child.stderr.on('data', take(process.stderr));
    const end = (code) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code: timedOut ? 124 : code, output, timedOut });
    };
    child.on('error', (error) => {
      output += error.message;
      end(127);
    });
    child.on('close', (code, signal) => end(code ?? (signal ? 128 : 1)));
  });
}
