#!/usr/bin/env node
// In the workspace the sources run as they are, on the workspace's own Node; in a published package, the compiled command does.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const source = path('../src/cli.ts');
const published = !existsSync(source);
const own = path('../../../node_modules/.bin/node');
const node = !published && existsSync(own) ? own : process.execPath;
const args = published ? [path('../dist/cli.js')] : ['--conditions=sluice-src', '--no-warnings', source];
const { status, signal } = spawnSync(node, [...args, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? (signal ? 130 : 1);
