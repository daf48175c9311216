import { instantFromLocal, isDate, isInstant, issue } from '@sluice/core';
import type { Hono } from 'hono';
import type { Pool } from '../database/lease.ts';
import { readCursor, writeCursor } from '../feed/cursor.ts';
import { journalEntities, type JournalQuery, readJournal } from '../tenants/journal.ts';
import type { Models } from '../tenants/models.ts';
import type { Ask, Env } from './context.ts';
import { placedFor } from './place.ts';
import { badQuestion, NOT_FOUND, refuse } from './problem.ts';
import { wireChange } from './records.ts';

/** What the route of the journal needs; without a database there is nothing at its address. */
export interface AuditOptions {
  readonly pool?: Pool | undefined;
  readonly models?: Models | undefined;
}

const WORDS = ['entity', 'actor', 'cause', 'from', 'to', 'limit', 'cursor'];
const MOST = 500;

/** An instant as an address says it: a day of the tenant's zone, or a point in time. */
const instantOf = (name: string, said: string, zone: string): string => {
  if (isDate(said)) return instantFromLocal(said, '00:00:00', zone);
  if (isInstant(said)) return said;
  return refuse(
    badQuestion([issue('not_instant', [name], { received: said.slice(0, 80), expected: 'a day or an instant' })]),
  );
};

const queryOf = (c: Ask, zone: string, known: readonly string[]): JournalQuery => {
  const said = new URL(c.req.url).searchParams;
  for (const name of said.keys())
    if (!WORDS.includes(name))
      refuse(
        badQuestion([
          issue('no_such_field', [name.slice(0, 80)], { received: name.slice(0, 80), expected: WORDS.join(', ') }),
        ]),
      );
  const word = (name: string): string | undefined => said.get(name) || undefined;
  const limit = Number(word('limit') ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
    refuse(
      badQuestion([
        issue('not_a_limit', ['limit'], { received: String(said.get('limit')).slice(0, 80), expected: `1 to ${MOST}` }),
      ]),
    );
  const cursor = word('cursor');
  const after = cursor === undefined ? undefined : readCursor(cursor);
  if (after === null)
    return refuse({
      status: 400,
      code: 'bad_cursor',
      detail: `${String(cursor).slice(0, 80)} is not where a page ended.`,
      remedy: 'Begin again without a cursor.',
    });
  const entities = said.getAll('entity').filter((one) => one !== '');
  for (const entity of entities)
    if (!known.includes(entity))
      refuse(
        badQuestion([
          issue('no_such_entity', ['entity'], { received: entity.slice(0, 80), expected: known.join(', ') }),
        ]),
      );
  const [from, to] = [word('from'), word('to')];
  return {
    limit,
    after,
    entities: entities.length > 0 ? entities : undefined,
    actor: word('actor'),
    cause: word('cause'),
    from: from === undefined ? undefined : instantOf('from', from, zone),
    to: to === undefined ? undefined : instantOf('to', to, zone),
  };
};

/** Everything that was done in a tenant, below the base of the API; for those who may look. */
export const auditRoutes = (app: Hono<Env>, { pool, models }: AuditOptions): void => {
  app.get('/journal', async (c) => {
    const { standing, actor } = placedFor(c, 'audit');
    const { tenant, rights } = standing;
    if (!pool || !models) return refuse(NOT_FOUND);
    const { model } = models.seen(tenant.overlays, rights);
    const query = queryOf(c, tenant.zone, journalEntities(model, rights));
    const { items, next } = await readJournal({ pool, tenant: tenant.id, actor, model, rights }, query);
    return c.json({
      items: items.map(({ entity, change }) => {
        const { at, actor: by, cause, version, before, after } = change;
        const told = entity ? wireChange(entity, change) : { at, actor: by, cause, version, before, after };
        return { entity: change.entity, id: change.id, ...told };
      }),
      next: next && writeCursor(next),
    });
  });
};
