import { spawn } from 'node:child_process';
import { bundleIfStale } from './bundle.mjs';
import { ensureInstalled } from './install.mjs';
import { ROOT, stopAll, workspaceEnv, workspaceNode } from './run.mjs';

// `npm start`: installs what is missing, builds the browser bundle when its sources are newer, then is the server.
// Runs on the system's Node with nothing installed: only built-in modules here.
const windows = process.platform === 'win32';
let server = null;
let last = Number.NEGATIVE_INFINITY;

/** A Ctrl-C comes twice, from the terminal and from npm: the server is told once. */
function pass(signal) {
  const now = performance.now();
  if (server && now - last > 1000) server.kill(signal);
  last = now;
  if (!server) {
    stopAll(signal);
    process.exit(signal === 'SIGINT' ? 130 : 143);
  }
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => pass(signal));
process.on('SIGHUP', () => pass('SIGTERM'));

const problem = (await ensureInstalled()) ?? (await bundleIfStale());
if (problem) {
  console.error(problem);
  process.exit(1);
}

// A group of its own, so that a Ctrl-C reaches the server once: by this process, not by the terminal too.
server = spawn(
  workspaceNode(),
  ['--conditions=sluice-src', 'packages/server/src/cli.ts', 'start', ...process.argv.slice(2)],
  // The channel tells the server when this process was killed: it then gets 'disconnect'.
  { cwd: ROOT, env: workspaceEnv(), stdio: ['inherit', 'inherit', 'inherit', 'ipc'], detached: !windows },
);
server.on('error', (error) => {
  console.error(`The server did not start: ${error.message}. Remove node_modules and try again.`);
  process.exit(1);
});
server.on('close', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
