import { expect, it } from 'vitest';
import { createDatabase } from '../../test/database.ts';
import { restartUnderLoad } from '../../test/restarts.ts';

it('two servers under load fail no request in 20 restarts', async () => {
  const database = await createDatabase();
  const { failures, requests, busy, written, heard, exits, stops, farewells } = await restartUnderLoad(
    database.connection,
    20,
  );
  const slowest = Math.round(Math.max(...stops));
  console.log(
    `${requests} requests, ${failures.length} failed, ${busy} told to wait; ${written.length} writes, ${heard} heard; ${farewells} farewells; slowest stop ${slowest} ms`,
  );
  expect(failures).toEqual([]);
  expect(exits).toEqual(Array.from({ length: 20 }, () => 0));
  expect(heard).toBe(written.length);
  // a second of draining, and what was under way
  expect(slowest).toBeLessThan(11_000);
  await database.drop();
});
