#!/usr/bin/env node
// In the workspace the sources run as they are, on the workspace's own Node; in a published package, the compiled command does.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const source = path('../src/cli.ts');
const published = !existsSync(source);
const own = path('../../../node_modules/.bin/node');
const node = !published && existsSync(own) ? own : process.execPath;
const args = published ? [path('../dist/cli.js')] : ['--conditions=sluice-src', '--no-warnings', source];
const child = spawn(node, [...args, ...process.argv.slice(2)], { stdio: 'inherit' });
// a terminal tells both of Ctrl-C, whoever else stops us tells only this one
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
process.on('SIGINT', () => undefined);
child.on('error', (error) => {
  console.error(`${node} cannot be started: ${error.message}`);
  process.exitCode = 1;
});
child.on('exit', (status, signal) => {
  process.exitCode = status ?? (signal ? 130 : 1);
});
