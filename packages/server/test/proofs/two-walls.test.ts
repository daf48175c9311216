import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODEL } from '../http.ts';
import { describe as described } from './document.ts';
import { leakIn } from './judge.ts';
import { ask, recipesFor, textOf } from './requests.ts';
import { openWorld, type World } from './world.ts';

// Two walls stand between tenants: row-level security, and a predicate in every statement. Here the first one is torn down: the second must
// hold alone. That the first holds alone is shown in schema/migrate.test.ts and database/as-tenant.test.ts.

let world: World;
beforeAll(async () => {
  world = await openWorld();
  const tables = await world.watched`
    select quote_ident(c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'sluice' and c.relkind = 'r'`;
  for (const { name } of tables)
    await world.watched.unsafe(
      `alter table sluice.${String(name)} disable row level security, no force row level security`,
    );
}, 120_000);
afterAll(async () => world.close());

describe('without row-level security', () => {
  it('every question shows the rows of the tenant that asks, and finds nothing by the id of another', async () => {
    const description = described(MODEL);
    const admin = world.identities.find(({ standing }) => standing === 'admin');
    const faults: string[] = [];
    let asked = 0;
    for (const operation of description.operations) {
      const reads = operation.method === 'GET' || operation.id === 'query' || operation.id === 'explain';
      if (!reads || operation.id === 'events' || operation.path.startsWith('/operator')) continue;
      const recipe = await recipesFor(world, description, 'acme')(operation, false);
      const named = recipe.places.find(({ does }) => does === 'name');
      const foreign = named && world.estate('globex').first.get(named.of);
      const removed = named && world.estate('globex').removed.get(named.of);
      for (const ids of [
        {},
        ...[foreign, removed].flatMap((id) => (named && id !== undefined ? [{ [named.name]: id }] : [])),
      ]) {
        const { headers = {}, ...rest } = recipe.request(ids);
        const sent = { ...rest, headers: { ...headers, ...admin?.headers } };
        const answer = await ask(world, sent);
        asked += 1;
        const leak = leakIn(
          answer,
          { marks: world.marksOf('globex'), ids: world.estate('globex').ids, tenant: 'globex' },
          textOf(sent),
        );
        if (leak !== null) faults.push(`${operation.id} tells ${leak}`);
        if (Object.keys(ids).length > 0 && answer.status !== 404)
          faults.push(`${operation.id} of another tenant: ${answer.status}`);
      }
    }
    expect(faults).toEqual([]);
    expect(asked).toBeGreaterThan(100);
  }, 120_000);

  it('nothing of another tenant is changed, linked to or removed', async () => {
    const headers = { ...(await world.admin('acme')), 'Content-Type': 'application/json', 'If-Match': '"1"' };
    for (const entity of MODEL.entities) {
      const id = world.estate('globex').first.get(entity.name) ?? '';
      const table = entity.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      const rows = async () =>
        JSON.stringify(await world.watched.unsafe(`select t::text from sluice.${table} t where id = $1`, [id]));
      const before = await rows();
      for (const [method, body] of [
        ['PATCH', '{}'],
        ['PUT', '{}'],
        ['DELETE', undefined],
      ] as const) {
        const answer = await ask(world, {
          method,
          address: `/${entity.path}/${id}`,
          headers,
          ...(body === undefined ? {} : { body }),
        });
        expect([entity.name, method, answer.status]).toEqual([entity.name, method, 404]);
      }
      expect(await rows()).toBe(before);
      expect(before).not.toBe('[]');
      const link = entity.stored.find(({ kind, many }) => kind === 'link' && !many);
      if (!link) continue;
      const mine = world.estate('acme').first.get(entity.name) ?? '';
      const theirs = world.estate('globex').first.get(link.to ?? '') ?? '';
      const answer = await ask(world, {
        method: 'PATCH',
        address: `/${entity.path}/${mine}`,
        headers,
        body: JSON.stringify({ [link.name]: theirs }),
      });
      expect([entity.name, link.name, answer.status]).toEqual([entity.name, link.name, 422]);
    }
  }, 60_000);
});
