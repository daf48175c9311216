import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  accepting,
  dealFile,
  type KillAt,
  type KillingGround,
  killingGround,
  killOnce,
  planned,
  type SaidImport,
} from '../../test/killed-imports.ts';
import { atLeast, note, plainly } from '../../test/proofs/report.ts';
import type { ServerProcess } from '../../test/server-process.ts';
import { chanceOf } from '../demo/chance.ts';

const SEED = 20250205;
/** Enough for the file to be kept and merged in pieces. */
const ROWS = 6000;
const KILLS = 60;

let ground: KillingGround;
let server: ServerProcess;
beforeAll(async () => {
  ground = await killingGround();
  server = await ground.start();
});
afterAll(() => ground.end());

it('an import is killed at 60 seeded moments: everything or nothing, and nothing twice (G6)', async () => {
  const chance = chanceOf(SEED);
  const moments: readonly KillAt[] = [
    'sent',
    'answered',
    { entries: 1 },
    { entries: ROWS },
    ...Array.from({ length: KILLS - 4 }, () => ({ entries: 1 + (chance.words()[0] % (ROWS + 60)) })),
  ];
  const seen: string[] = [];
  for (const [at, moment] of moments.entries()) {
    // half of the clients of the file before are in the next one with other amounts: it creates and changes
    const file = dealFile(ROWS, (at * ROWS) / 2, at + 1);
    const { survived, next, entriesAtKill } = await killOnce(ground, server, file, moment);
    seen.push(
      `${typeof moment === 'string' ? moment : moment.entries}: ${entriesAtKill}${survived ? ' all' : ' none'}`,
    );
    server = next;
  }
  // each was looked at after its kill (killOnce): half of it, lost or twice, it would not have come here
  const missed = note('G6', `imports of ${ROWS} rows, killed`, [
    atLeast('kills', seen.length, KILLS),
    atLeast('that left nothing', seen.filter((one) => one.endsWith('none')).length, (KILLS * 5) / 6),
    plainly('that left everything', seen.filter((one) => one.endsWith('all')).length),
  ]);
  expect(missed).toEqual([]);
  expect(seen[1]).toMatch(/ all$/);
});

it('two servers accept one import at once: it is done once; two plans of one file: the second is shown what it would do', async () => {
  const other = await ground.start();
  const file = dealFile(ROWS, 1_000_000, 1);
  const [one, two] = [await planned(server, file), await planned(other, file)];
  const [a, b] = await Promise.all([accepting(server, one.id), accepting(other, one.id)]);
  expect([a.status, b.status]).toEqual([200, 200]);
  const [first, second] = [(await a.json()) as SaidImport, (await b.json()) as SaidImport];
  expect(second).toEqual(first);
  const entries = await ground.entries(`import:${one.id}`);
  const mark = await ground.mark();
  const late = await accepting(other, two.id);
  expect(late.status).toBe(409);
  expect(await late.json()).toMatchObject({ code: 'plan_changed', import: { counts: { create: 0, unchanged: ROWS } } });
  expect((await accepting(other, two.id)).status).toBe(200);
  expect([await ground.entries(`import:${one.id}`), await ground.mark()]).toEqual([entries, mark]);

  const next = dealFile(ROWS, 2_000_000, 1);
  const plans = [await planned(server, next), await planned(other, next)] as const;
  const answers = await Promise.all([accepting(server, plans[0].id), accepting(other, plans[1].id)]);
  expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
  const counts = await ground.database.admin.unsafe(
    `select count(*)::integer as "deals", count(distinct "client")::integer as "clients" from "sluice"."deal"`,
  );
  expect(counts[0]?.['deals']).toBeGreaterThanOrEqual(Number(counts[0]?.['clients']));
  const [made] = await ground.database.admin.unsafe(
    `select count(*)::integer as "count" from "sluice"."deal" where "client" like 'Client 200____'`,
  );
  expect(made?.['count']).toBe(ROWS);
});
