import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The widgets' tests by where they run: what imports vitest runs in Node, everything else in a browser.
 * @param {string} root the workspace's folder
 * @returns {{ node: string[], browser: string[] }} paths relative to it, with forward slashes
 */
export function widgetTests(root) {
  const folder = 'packages/widgets/src';
  const files = (existsSync(join(root, folder)) ? readdirSync(join(root, folder), { recursive: true }) : [])
    .map((file) => `${folder}/${String(file).replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.test.ts'));
  const inNode = (file) => /from 'vitest'/.test(readFileSync(join(root, file), 'utf8'));
  return { node: files.filter(inNode).sort(), browser: files.filter((file) => !inNode(file)).sort() };
}
