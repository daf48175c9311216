import { expect } from 'vitest';
import { createDatabase, type TestDatabase } from './database.ts';
import { type ServerProcess, startServer } from './server-process.ts';

/** What a plan says of itself over HTTP. */
export interface SaidImport {
  readonly id: string;
  readonly status: string;
  readonly digest: string;
  readonly counts: Readonly<Record<'rows' | 'create' | 'update' | 'unchanged' | 'reject', number>>;
}

/** A file of deals, each with a company: `first` moves which clients are in it, `amount` changes those that are there. */
export const dealFile = (rows: number, first: number, amount: number): string => {
  const lines = Array.from(
    { length: rows },
    (_, at) => `Client ${first + at},Company ${(first + at) % 97},${amount + at},prospect`,
  );
  return `client,account,amount,stage\n${lines.join('\n')}\n`;
};

/** Plans a file over HTTP. */
export const planned = async (server: ServerProcess, file: string): Promise<SaidImport> => {
  const answer = await server.ask('/imports?entity=deal&links=create&titles=same', {
    method: 'POST',
    body: file,
    headers: { 'Content-Type': 'text/csv' },
  });
  if (answer.status !== 201) throw new Error(await answer.text());
  return (await answer.json()) as SaidImport;
};

/** Accepts a plan over HTTP. */
export const accepting = (server: ServerProcess, id: string): Promise<Response> =>
  server.ask(`/imports/${id}/accept`, { method: 'POST' });

/** A database that servers are started over and killed. */
export interface KillingGround {
  readonly database: TestDatabase;
  readonly start: () => Promise<ServerProcess>;
  /** Everything a tenant holds, in one mark; the same before and after what left nothing. */
  readonly mark: () => Promise<string>;
  /** How many entries the journal has under a cause. */
  readonly entries: (cause: string) => Promise<number>;
  /** The last number the journal drew: it counts entries of transactions that are not committed, and may never be. */
  readonly drawn: () => Promise<number>;
  readonly end: () => Promise<void>;
}

/** Makes a database; every server that was started over it is gone at the end. */
export const killingGround = async (): Promise<KillingGround> => {
  const database = await createDatabase();
  const servers: ServerProcess[] = [];
  const one = async (text: string, values: readonly string[] = []): Promise<string> => {
    const [row] = await database.admin.unsafe(text, [...values]);
    return String(row?.['one'] ?? '');
  };
  return {
    database,
    start: async () => {
      const server = await startServer(database.connection);
      servers.push(server);
      return server;
    },
    mark: () =>
      one(`select md5(string_agg("line", '' order by "line")) as "one" from (
        select "id" || ' ' || "version" || ' ' || "client" || ' ' || coalesce("amount"::text, '-') || ' ' || coalesce("account_id"::text, '-') as "line" from "sluice"."deal"
        union all select "id" || ' ' || "version" || ' ' || "name" from "sluice"."company"
        union all select 'entries ' || count(*) from "sluice"."journal") as "lines"`),
    entries: async (cause) =>
      Number(await one(`select count(*) as "one" from "sluice"."journal" where "cause" = $1`, [cause])),
    drawn: async () =>
      Number(
        await one(
          `select coalesce(pg_sequence_last_value(pg_get_serial_sequence('sluice.journal', 'seq')::regclass), 0) as "one"`,
        ),
      ),
    end: async () => {
      for (const server of servers) await server.kill();
      await database.drop();
    },
  };
};

/** Where an accept is killed: when so many entries are drawn, when it was answered, or before it has written anything. */
export type KillAt = { readonly entries: number } | 'sent' | 'answered';

/**
 * Plans a file, begins to accept it and kills the server there; then looks at what a new server says and what the database holds:
 * everything or nothing, and the status is the truth. Accepts again, twice: nothing is added. Says which of the two it was.
 */
export const killOnce = async (
  ground: KillingGround,
  server: ServerProcess,
  file: string,
  at: KillAt,
): Promise<{ readonly survived: boolean; readonly next: ServerProcess; readonly entriesAtKill: number }> => {
  const plan = await planned(server, file);
  const cause = `import:${plan.id}`;
  const before = await ground.mark();
  const start = await ground.drawn();
  let over = false;
  const answer = accepting(server, plan.id).then(
    ({ status }) => {
      over = true;
      return status;
    },
    () => {
      over = true;
      return 0;
    },
  );
  if (at === 'answered') await answer;
  else if (at !== 'sent') while (!over && (await ground.drawn()) - start < at.entries);
  const entriesAtKill = (await ground.drawn()) - start;
  await server.kill();
  const status = await answer;

  const next = await ground.start();
  const found = (await (await next.ask(`/imports/${plan.id}`)).json()) as SaidImport;
  // what is there is there before anybody asks again
  const left = [await ground.mark(), await ground.entries(cause)];
  if (found.status === 'planned') expect(left).toEqual([before, 0]);
  else expect(left[1]).toBeGreaterThanOrEqual(plan.counts.create + plan.counts.update);
  // the backend of a killed server ends when it next speaks to its client: until then an accept waits for it
  const first = await accepting(next, plan.id);
  const text = await first.text();
  expect([first.status, text.slice(0, 300)]).toEqual([200, expect.any(String)]);
  const done = JSON.parse(text) as SaidImport;
  const survived = found.status === 'accepted';
  if (status === 200) expect(survived).toBe(true);
  expect(['planned', 'accepted']).toContain(found.status);
  expect(done).toMatchObject({ status: 'accepted', counts: plan.counts });
  const after = await ground.mark();
  if (survived) expect(after).toBe(left[0]);
  const entries = await ground.entries(cause);
  expect(after).not.toBe(before);
  const { create, update } = plan.counts;
  expect(entries).toBeGreaterThanOrEqual(create + update);
  if (survived) expect(found.counts).toEqual(plan.counts);

  const again = (await (await accepting(next, plan.id)).json()) as SaidImport;
  expect(again).toEqual(done);
  const repeated = await planned(next, file);
  expect(repeated.counts).toMatchObject({ create: 0, update: 0, reject: 0 });
  expect((await accepting(next, repeated.id)).status).toBe(200);
  expect([await ground.mark(), await ground.entries(cause)]).toEqual([after, entries]);
  return { survived, next, entriesAtKill };
};
