import { ensureInstalled } from './install.mjs';
import { run, tool, workspaceNode } from './run.mjs';

// `npm run test:long`: what takes minutes (files named *.long.test.ts). Each prints what it measured.
const problem = await ensureInstalled();
if (problem) {
  console.error(problem);
  process.exit(1);
}
const args = [tool('vitest/vitest.mjs'), 'run', '--project=long', '--reporter=verbose', '--no-file-parallelism'];
const { code } = await run(workspaceNode(), [...args, ...process.argv.slice(2)], { seconds: 7200 });
process.exit(code);
