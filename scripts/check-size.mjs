import { brotliCompressSync } from 'node:zlib';
import { fileOf, loadedWith } from './join-parts.mjs';

/** What a page may take over the wire, in kB of brotli: parts by the names of their sources, each with all that it imports at once. */
const BUDGETS = [
  { what: 'first view over a server', parts: ['drop-in', 'remote'], budget: 93 },
  { what: 'first view over JSON in the page', parts: ['drop-in', 'local', 'worker'], budget: 133 },
  { what: 'reader of files', parts: ['worker', 'text-table'], budget: 79 },
];

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/**
 * The sizes of what the build made, and what is above its budget.
 * @param {{ path: string, contents: Uint8Array }[]} files
 * @param {import('esbuild').Metafile['outputs']} outputs keyed by the same paths
 * @returns {{ lines: string[], tooLarge: string[] }}
 */
export function sizes(files, outputs) {
  const brotli = new Map(files.map(({ path, contents }) => [path, brotliCompressSync(contents).length]));
  const lines = files.map(
    ({ path, contents }) => `${path}: ${kilobytes(contents.length)} minified, ${kilobytes(brotli.get(path))} brotli`,
  );
  const tooLarge = [];
  for (const { what, parts, budget } of BUDGETS) {
    const all = new Set(parts.flatMap((part) => [...loadedWith(fileOf(part, outputs), outputs)]));
    const sum = [...all].reduce((bytes, path) => bytes + brotli.get(path), 0);
    const line = `${what}: ${kilobytes(sum)} of ${budget} kB brotli in ${all.size} files`;
    lines.push(line);
    if (sum > budget * 1000) tooLarge.push(line);
  }
  return { lines, tooLarge };
}
