import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { restartUnderLoad } from '../../test/restarts.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

describe('two servers that are restarted in turn', () => {
  it('fail no request, lose no write and no event, and end in order, 3 times', async () => {
    const { failures, requests, written, heard, exits, farewells } = await restartUnderLoad(database.connection, 3);
    expect(failures).toEqual([]);
    expect(requests).toBeGreaterThan(100);
    expect(exits).toEqual([0, 0, 0]);
    expect(farewells).toBeGreaterThan(0);
    const ids = `{${written.join(',')}}`;
    const [kept] = await database.admin`select count(*)::int as count from sluice.deal where id = any(${ids}::uuid[])`;
    expect([kept?.['count'], heard]).toEqual([written.length, written.length]);
  }, 180_000);
});
