import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cruise } from 'dependency-cruiser';
import { ROOT } from './run.mjs';

// The import rules of .dependency-cruiser.cjs, by its library: the command advises to install an older TypeScript each time.
process.chdir(ROOT);
const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
const folders = ['packages', 'stories', 'examples', 'scripts', 'bench'].filter((folder) => existsSync(folder));
const { output } = await cruise(folders, { ...options, ruleSet: { forbidden }, validate: true });
const { summary, modules } = output;

for (const { rule, from, to, cycle } of summary.violations) {
  console.log(`${rule.name}: ${from} → ${cycle ? cycle.map((one) => one.name ?? one).join(' → ') : to}`);
}

// Without a parser for TypeScript, every file looks as if it imported nothing: that would be a pass about nothing.
const parsed = modules.some(({ source, dependencies }) => source.endsWith('.ts') && dependencies.length > 0);
if (!parsed) console.log('No import was read from any TypeScript file: is @swc/core installed?');
console.log(
  `${summary.totalCruised} modules, ${summary.totalDependenciesCruised} imports, ${summary.violations.length} against the rules`,
);
process.exit(parsed && summary.violations.length === 0 ? 0 : 1);
