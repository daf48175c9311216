import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { said } from '../../test/http.ts';
import { relay, type Relay } from '../../test/relay.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { openTestPeople, serverOver } from './testing.ts';

let opened: Awaited<ReturnType<typeof openTestPeople>>;
let wire: Relay;
let pool: Pool;
beforeAll(async () => {
  opened = await openTestPeople();
  wire = await relay(opened.connection);
  pool = openPool(wire.connection, { size: 2, connectTimeout: 1000, wait: 1000 });
});
afterAll(async () => {
  await pool.close();
  await wire.close();
  await opened.close();
});

describe('a refresh while the database is away', () => {
  it('is refused for the moment and no cookie goes; the session is there when the database is', async () => {
    const server = serverOver(pool);
    await server.letIn('anna@acme.example', 'editor');
    const answer = await server.login('anna@acme.example', { cookies: true }, server.OWN);
    const Cookie = /__Host-sluice_refresh=[^;]+/.exec(answer.headers.getSetCookie().join('\n'))?.[0] ?? '';
    const refresh = () => server.send('POST', '/auth/refresh', undefined, { Cookie, ...server.OWN });
    await wire.cut();
    const away = await refresh();
    expect([away.status, away.headers.get('set-cookie'), away.headers.get('retry-after')]).toEqual([503, null, '2']);
    await wire.mend();
    expect((await refresh()).status).toBe(200);
  });

  it('whose answer was lost after the commit gives the same successor when it is asked for again', async () => {
    const server = serverOver(pool);
    const { refresh: token } = await server.signedIn('anna@acme.example');
    for (let round = 0, live = token; round < 5; round++) {
      wire.cutAfter('commit');
      const lost = await server.refresh(live);
      expect([round, lost.status]).toEqual([round, 503]);
      const again = await server.refresh(live);
      expect([round, again.status]).toEqual([round, 200]);
      const third = await server.refresh(live);
      const { refresh } = await said(again);
      expect((await said(third)).refresh).toBe(refresh);
      live = refresh;
    }
  });
});
