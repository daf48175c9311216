import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';
import { ensureBrowser } from './browser.mjs';
import { DIST, PARTS } from './bundle.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

// The strictest policy a page can have: nothing inline, no eval, no foreign origin, Trusted Types required.
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; worker-src 'self' blob:; " +
  "require-trusted-types-for 'script'; trusted-types lit-html sluice";

/**
 * Serves a folder, with the files of the drop-in, under a strict content-security policy.
 * @param {string} folder
 * @returns {Promise<{ address: string, close: () => void }>}
 */
export async function serveFolder(folder) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/favicon.ico') {
      response.writeHead(204).end(); // browsers ask on their own, and report its absence as a fault
      return;
    }
    const name = normalize(pathname === '/' ? '/index.html' : pathname).replace(/^[/\\]+/, '');
    const path = join(PARTS.test(name) ? DIST : folder, name);
    if (name.startsWith('..') || !existsSync(path)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream',
      'Content-Security-Policy': POLICY,
    });
    createReadStream(path).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/**
 * Opens a page in a browser and gives it to `work`; fails on anything the page says is wrong.
 * @param {string} address
 * @param {(page: import('playwright-core').Page) => Promise<void>} work
 */
export async function inBrowser(address, work) {
  const { path, args } = await ensureBrowser();
  const browser = await chromium.launch({ executablePath: path, args, headless: true });
  const faults = [];
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(address);
    await work(page);
  } finally {
    await browser.close();
  }
  if (faults.length > 0) throw new Error(faults.join('\n'));
}
