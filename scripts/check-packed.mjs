import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { packAll } from './pack.mjs';
import { npmCommand, run, tool, workspaceEnv, workspaceNode } from './run.mjs';
import { tally } from './tally.mjs';

// The packed packages in an empty project, by nothing but their names.
const folder = mkdtempSync(join(tmpdir(), 'sluice-packed-'));
const { check, end } = tally();

/** Runs in the empty project, without this workspace's tools in PATH. */
async function expectSuccess(command, args, options = {}) {
  const { code, output } = await run(command, args, {
    cwd: folder,
    quiet: true,
    seconds: 180,
    env: process.env,
    ...options,
  });
  if (code !== 0) throw new Error(output.trim() || `ended with code ${code}`);
  return output;
}

const digestOf = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');

const write = (name, text) => writeFileSync(join(folder, name), text);

let packed = [];
await check('pack and install', async () => {
  packed = await packAll();
  const dependencies = Object.fromEntries(packed.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]));
  write('package.json', JSON.stringify({ private: true, type: 'module', dependencies }));
  const { command, args, shell } = npmCommand(['install', '--prefer-offline', '--no-audit', '--no-fund']);
  await expectSuccess(command, args, { shell });
});

await check(
  'the tarballs hold what is published and nothing else, byte for byte the same whenever they are made',
  async () => {
    const again = mkdtempSync(join(tmpdir(), 'sluice-again-'));
    for (const { folder: from, tarball, manifest } of packed) {
      for (const file of readdirSync(from, { recursive: true }).map(String)) {
        if (/(^|[/\\])\.env|\.(test|stories)\.|\.tsbuildinfo$|(^|[/\\])(src|test|fixtures)[/\\]/.test(file))
          throw new Error(`${manifest.name} would publish ${file}`);
        if (file.endsWith('.map') && readFileSync(join(from, file), 'utf8').includes('"sourcesContent"'))
          throw new Error(`${manifest.name} would publish sources in ${file}`);
      }
      const { command, args, shell } = npmCommand(['pack', '--pack-destination', again, '--ignore-scripts']);
      await expectSuccess(command, args, { cwd: from, shell });
      const [one, other] = [tarball, join(again, basename(tarball))].map((path) => digestOf(path));
      if (one !== other) throw new Error(`${manifest.name} is packed differently the second time`);
    }
    rmSync(again, { recursive: true, force: true });
  },
);

await check('core, its blueprints and the conformance suite are imported in Node', async () => {
  write(
    'core.mjs',
    `import * as core from '@sluice/core';
import { deal, deals } from '@sluice/core/blueprints';
import * as conformance from '@sluice/core/conformance';
if (typeof core.resolveModel !== 'function' || !deal.fields.amount || !deals || Object.keys(conformance).length === 0) process.exit(1);
`,
  );
  await expectSuccess(workspaceNode(), ['core.mjs']);
});

await check('classes of the widgets are imported in Node without a side effect', async () => {
  write(
    'widgets.mjs',
    `import '@sluice/widgets';\nif (globalThis.customElements?.get('sluice-app')) process.exit(1);\n`,
  );
  await expectSuccess(workspaceNode(), ['widgets.mjs']);
});

for (const [module, moduleResolution] of [
  ['NodeNext', 'NodeNext'],
  ['ESNext', 'Bundler'],
]) {
  await check(`the types say what a stage is (${moduleResolution})`, async () => {
    write(
      'types.ts',
      `import type { Row } from '@sluice/core';
import type { deal } from '@sluice/core/blueprints';
type Stage = Row<typeof deal>['stage'];
export const stage: Stage = 'won';
// @ts-expect-error no such stage
export const nonsense: Stage = 'nonsense';
import '@sluice/widgets/define';
`,
    );
    const compilerOptions = {
      strict: true,
      noEmit: true,
      target: 'ES2023',
      module,
      moduleResolution,
      skipLibCheck: false,
      types: [],
    };
    const lib = ['ES2024', 'DOM', 'DOM.Iterable'];
    write('tsconfig.json', JSON.stringify({ compilerOptions: { ...compilerOptions, lib }, files: ['types.ts'] }));
    await expectSuccess(workspaceNode(), [tool('typescript/bin/tsc'), '-p', '.']);
  });
}

await check('a bundler takes the elements that are defined, and nothing of those that are not used', async () => {
  write('defined.js', `import '@sluice/widgets/define';\n`);
  write('unused.js', `import '@sluice/widgets';\nimport '@sluice/core';\n`);
  const bundle = (name) =>
    build({
      absWorkingDir: folder,
      entryPoints: [`${name}.js`],
      outfile: `${name}.out.js`,
      bundle: true,
      minify: true,
      format: 'esm',
      logLevel: 'silent',
    });
  await bundle('defined');
  await bundle('unused');
  const size = (name) => statSync(join(folder, `${name}.out.js`)).size;
  if (size('defined') < 10_000)
    throw new Error(`the defined elements are ${size('defined')} bytes: they were shaken off`);
  if (size('unused') > 1000) throw new Error(`an unused import leaves ${size('unused')} bytes`);
});

await check('the command of the server answers', async () => {
  const env = { ...workspaceEnv(), PATH: [join(folder, 'node_modules/.bin'), workspaceEnv().PATH].join(':') };
  await expectSuccess(join(folder, 'node_modules/.bin/sluice'), ['help'], { env });
});

rmSync(folder, { recursive: true, force: true });
end();
