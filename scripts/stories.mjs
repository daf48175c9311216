import { spawn } from 'node:child_process';
import { ROOT, tool, workspaceEnv, workspaceNode } from './run.mjs';

// `npm run stories` serves the catalogue, `npm run stories:build` writes it to storybook-static/.
const build = process.argv[2] === 'build';
const args = build
  ? ['build', '-c', 'stories/.storybook', '-o', 'storybook-static', '--quiet']
  : ['dev', '-c', 'stories/.storybook', '-p', process.env.PORT ?? '6006', '--ci', '--quiet'];

const child = spawn(workspaceNode(), [tool('storybook/dist/bin/dispatcher.js'), ...args, '--disable-telemetry'], {
  cwd: ROOT,
  env: workspaceEnv({ STORYBOOK_DISABLE_TELEMETRY: '1' }),
  stdio: 'inherit',
});
process.on('SIGINT', () => undefined); // the terminal reaches the child itself
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('close', (code, signal) => process.exit(code ?? (signal ? 0 : 1)));
