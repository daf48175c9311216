import { existsSync } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join, sep } from 'node:path';
import type { Hono } from 'hono';
import type { Env } from '../routes/context.ts';
import { NOT_FOUND, refuse } from '../routes/problem.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
};

const NAME = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/;

/** The folder of the widgets' drop-in file, where the package is installed and built; undefined where it is not. */
export const findAssets = (): string | undefined => {
  try {
    const home = dirname(createRequire(import.meta.url).resolve('@sluice/widgets/package.json'));
    const folder = join(home, 'dist');
    return existsSync(join(folder, 'sluice.js')) ? folder : undefined;
  } catch {
    return undefined;
  }
};

/** Where a file of a folder is; undefined when it is not there or not below the folder. */
const placeOf = async (folder: string, name: string): Promise<string | undefined> => {
  if (!NAME.test(name) || !Object.hasOwn(TYPES, extname(name))) return undefined;
  try {
    const home = await realpath(folder);
    const place = await realpath(join(home, name));
    return place.startsWith(home + sep) ? place : undefined;
  } catch {
    return undefined;
  }
};

/** `/assets/*`: the built elements, from one folder and nowhere else. */
export const assetRoutes = (app: Hono<Env>, folder: string | undefined): void => {
  app.get('/assets/*', async (c) => {
    const name = c.req.path.slice('/assets/'.length);
    const place = folder === undefined ? undefined : await placeOf(folder, name);
    const about = place === undefined ? undefined : await stat(place);
    if (place === undefined || !about?.isFile())
      return refuse({
        ...NOT_FOUND,
        remedy: 'Build the elements of the page with "npm run build", then load the page again.',
      });
    const etag = `"${about.size.toString(36)}-${Math.round(about.mtimeMs).toString(36)}"`;
    const headers = { ETag: etag, 'Cache-Control': 'no-cache' };
    if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers);
    const type = TYPES[extname(place)] ?? 'application/octet-stream';
    return c.body(new Uint8Array(await readFile(place)), 200, { ...headers, 'Content-Type': type });
  });
};
