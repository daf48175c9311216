import { readFileSync } from 'node:fs';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { packAll } from './pack.mjs';
import { run, tool, workspaceNode } from './run.mjs';

// The packages as a stranger gets them: publint reads the exports maps, attw resolves their types as TypeScript would.
let problems = 0;
const packed = await packAll();

for (const { tarball, manifest } of packed) {
  const { messages } = await publint({ pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer }, strict: true });
  for (const message of messages) {
    if (message.type !== 'suggestion') problems += 1;
    console.log(`${manifest.name}: publint ${message.type}: ${formatMessage(message, manifest)}`);
  }
  if (JSON.stringify(manifest).includes('sluice-src')) {
    problems += 1;
    console.log(`${manifest.name}: the manifest leads to sources that are not published`);
  }

  const notTyped = Object.keys(manifest.exports ?? {}).filter((path) => path.endsWith('.json'));
  const exclude = notTyped.length > 0 ? ['--exclude-entrypoints', ...notTyped] : [];
  const args = [
    tarball,
    '--profile',
    'esm-only',
    '--format',
    'ascii',
    '--no-emoji',
    '--no-color',
    '--no-definitely-typed',
  ];
  const cli = tool('@arethetypeswrong/cli/dist/index.js');
  const { code, output } = await run(workspaceNode(), [cli, ...args, ...exclude], { quiet: true, seconds: 120 });
  if (code !== 0) {
    problems += 1;
    console.log(output);
  }
  console.log(`${manifest.name}: ${Object.keys(manifest.exports ?? {}).length} entries checked`);
}
process.exit(problems === 0 ? 0 : 1);
