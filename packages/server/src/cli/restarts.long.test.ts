import { expect, it } from 'vitest';
import { createDatabase } from '../../test/database.ts';
import { restartUnderLoad } from '../../test/restarts.ts';

it('two servers under load fail no request in 20 restarts', async () => {
  const database = await createDatabase();
  const { failures, requests, written, heard, exits, stops, farewells } = await restartUnderLoad(
    database.connection,
    20,
  );
  console.log(
    `${requests} requests, ${failures.length} failed; ${written.length} writes, ${heard} heard; ${farewells} farewells; slowest stop ${Math.round(Math.max(...stops))} ms`,
  );
  expect(failures).toEqual([]);
  expect(exits).toEqual(Array.from({ length: 20 }, () => 0));
  expect(heard).toBe(written.length);
  await database.drop();
});
