import { spawn } from 'node:child_process';
import { bundleIfStale } from './bundle.mjs';
import { ensureInstalled } from './install.mjs';
import { ROOT, stopAll, workspaceEnv, workspaceNode } from './run.mjs';

// `npm start`: installs what is missing, builds the browser bundle when its sources are newer, then is the server.
// Runs on the system's Node with nothing installed: only built-in modules here.
const windows = process.platform === 'win32';
let server;

/** Ctrl-C comes from the terminal to the whole group; what another process sends comes to this one alone. */
function pass(signal) {
  if (server) server.kill(signal);
  else {
    stopAll(signal);
    process.exit(signal === 'SIGINT' ? 130 : 143);
  }
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => pass(signal));

const problem = (await ensureInstalled()) ?? (await bundleIfStale());
if (problem) {
  console.error(problem);
  process.exit(1);
}

// A group of its own, so that a Ctrl-C reaches the server once: by this process, not by the terminal too.
server = spawn(
  workspaceNode(),
  ['--conditions=sluice-src', 'packages/server/src/cli.ts', 'start', ...process.argv.slice(2)],
  { cwd: ROOT, env: workspaceEnv(), stdio: 'inherit', detached: !windows },
);
server.on('error', (error) => {
  console.error(`The server did not start: ${error.message}. Remove node_modules and try again.`);
  process.exit(1);
});
server.on('close', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
