import { brotliCompressSync } from 'node:zlib';

/** What a page may take over the wire, in kB of brotli: parts by the names of their sources, each with all that it imports at once. */
const BUDGETS = [
  { what: 'first view over a server', parts: ['drop-in', 'remote'], budget: 111 },
  { what: 'first view over JSON in the page', parts: ['drop-in', 'local', 'worker'], budget: 148 },
  { what: 'reader of files', parts: ['worker', 'text-table'], budget: 80 },
];

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** The file that a source is the entry of, and all that it imports at once. */
function filesOf(part, outputs) {
  const found = new Set();
  const take = (path) => {
    if (found.has(path)) return;
    found.add(path);
    for (const { kind, path: next, external } of outputs[path].imports)
      if (kind === 'import-statement' && !external) take(next);
  };
  const entry = Object.keys(outputs).find((path) => outputs[path].entryPoint?.endsWith(`/${part}.ts`));
  if (!entry) throw new Error(`The bundle has no part made of ${part}.ts.`);
  take(entry);
  return found;
}

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
    const all = new Set(parts.flatMap((part) => [...filesOf(part, outputs)]));
    const sum = [...all].reduce((bytes, path) => bytes + brotli.get(path), 0);
    const line = `${what}: ${kilobytes(sum)} of ${budget} kB brotli in ${all.size} files`;
    lines.push(line);
    if (sum > budget * 1000) tooLarge.push(line);
  }
  return { lines, tooLarge };
}
