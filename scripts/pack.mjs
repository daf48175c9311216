import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { npmCommand, ROOT, run, workspaceNode } from './run.mjs';

/** Where the packages are put together and packed. */
export const PACKED = join(ROOT, '.cache', 'packed');
export const PACKAGES = ['core', 'widgets', 'server'];
const SOURCE = 'sluice-src';

/** Sources are not published: the condition that leads to them goes, in every depth of the exports map. */
function withoutSource(value) {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== SOURCE)
      .map(([key, inner]) => [key, withoutSource(inner)]),
  );
}

/** The manifest as it is published: no private condition, nothing that only the workspace needs. */
export function publishedManifest(manifest) {
  const { scripts: _scripts, devDependencies: _dev, sideEffects, ...rest } = manifest;
  return {
    ...rest,
    ...(manifest.exports ? { exports: withoutSource(manifest.exports) } : {}),
    ...(sideEffects === undefined
      ? {}
      : {
          sideEffects: Array.isArray(sideEffects)
            ? sideEffects.filter((one) => !one.startsWith('./src/'))
            : sideEffects,
        }),
  };
}

/**
 * Packs one package as it is published, from a folder of its own.
 * @returns {Promise<{ folder: string, tarball: string, manifest: object }>}
 */
async function packOne(name) {
  const source = join(ROOT, 'packages', name);
  const folder = join(PACKED, name);
  const manifest = publishedManifest(JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')));
  mkdirSync(folder, { recursive: true });
  for (const file of manifest.files) {
    const from = file === 'LICENSE' ? join(ROOT, file) : join(source, file);
    if (!existsSync(from)) throw new Error(`packages/${name}: ${file} is listed in "files" and does not exist`);
    cpSync(from, join(folder, file), { recursive: true, filter: (path) => !path.endsWith('.tsbuildinfo') });
  }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const { command, args, shell } = npmCommand(['pack', '--json', '--pack-destination', PACKED, '--ignore-scripts']);
  const { code, output } = await run(command, args, { cwd: folder, shell, quiet: true, seconds: 120 });
  if (code !== 0) throw new Error(`npm pack of ${manifest.name} failed:\n${output}`);
  const tarball = `${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`;
  return { folder, tarball: join(PACKED, tarball), manifest };
}

/** Builds and packs the three packages. */
export async function packAll() {
  rmSync(PACKED, { recursive: true, force: true });
  const { code } = await run(workspaceNode(), ['scripts/build.mjs'], { seconds: 300 });
  if (code !== 0) throw new Error('the build failed');
  return Promise.all(PACKAGES.map(packOne));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const { tarball } of await packAll()) console.log(tarball);
}
