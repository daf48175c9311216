import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  accepting,
  dealFile,
  type KillingGround,
  killingGround,
  killOnce,
  planned,
} from '../../test/killed-imports.ts';

let ground: KillingGround;
beforeAll(async () => {
  ground = await killingGround();
});
afterAll(() => ground.end());

// the same at sixty moments, and with two servers: kill.long.test.ts
it('a server that is killed in the middle of an import leaves nothing of it; the next one does it once', async () => {
  const server = await ground.start();
  const mark = await ground.mark();
  const file = dealFile(1500, 0, 1);
  const { survived, next, entriesAtKill } = await killOnce(ground, server, file, { entries: 600 });
  expect(survived).toBe(false);
  expect(entriesAtKill).toBeGreaterThanOrEqual(600);
  expect(await ground.mark()).not.toBe(mark);
  const other = await planned(next, dealFile(50, 10_000, 1));
  expect((await accepting(next, other.id)).status).toBe(200);
}, 60_000);

it('the same for a file that is too large to be held, which is merged in another process', async () => {
  const server = await ground.start();
  const { survived, entriesAtKill } = await killOnce(ground, server, dealFile(5500, 50_000, 1), { entries: 97 });
  expect(survived).toBe(false);
  expect(entriesAtKill).toBeGreaterThanOrEqual(97);
}, 90_000);
