import type { Hono } from 'hono';
import { required } from '../auth/session.ts';
import { exportFrom } from '../exports/export.ts';
import { exportWishOf } from '../exports/wish.ts';
import type { Ask, Env, Tenants } from './context.ts';
import { badQuestion, refuse } from './problem.ts';
import { entityOf, keptBack, sourceOf } from './records.ts';

const exportRecords = async (c: Ask, tenants: Tenants) => {
  const session = required(c);
  const source = await sourceOf(c, tenants, session);
  const entity = entityOf(c, source, 'export');
  const wish = exportWishOf(new URL(c.req.url).searchParams, entity);
  if (!wish.ok) return refuse(badQuestion(keptBack(entity, wish.issues)));
  const file = await exportFrom(source, entity, wish.value);
  if (!file.ok) {
    if ('issues' in file) return refuse(badQuestion(file.issues));
    return refuse({
      status: 413,
      code: 'too_large',
      detail: `A workbook is made of ${file.most.toLocaleString('en')} rows at most; there are ${file.rows.toLocaleString('en')}.`,
      remedy: 'Filter the rows, or export them as CSV (format=csv), which has no limit.',
    });
  }
  const today = (await tenants.tenancyOf(session))?.today ?? '';
  const name = `${entity.path}${today === '' ? '' : `-${today}`}.${wish.value.format}`;
  return c.body(ReadableStream.from<Uint8Array>(file.chunks), 200, {
    'Content-Type': file.type,
    'Content-Disposition': `attachment; filename="${name}"`,
    'Sluice-Rows': String(file.rows),
  });
};

/** The records of every entity as files, below the base of the API. Must stand before the routes of single records. */
export const exportRoutes = (app: Hono<Env>, tenants: Tenants): void => {
  app.get('/:path/export', (c) => exportRecords(c, tenants));
};
