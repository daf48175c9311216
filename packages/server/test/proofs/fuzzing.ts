import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { MODEL } from '../http.ts';
import { describe } from './document.ts';
import { draftOf } from './drafts.ts';
import { type Made, requestsOf } from './fuzz.ts';
import { judgeBy, leakIn } from './judge.ts';
import { ask, type Sent, textOf } from './requests.ts';
import { openWorld, type TenantName, TENANTS, type Who } from './world.ts';

/** Longer than any request may take, in milliseconds; a machine that does other things at the same time is forgiven. */
const PATIENCE = 10_000;

/** What is asked for, in milliseconds: counted, as four requests are under way at once. */
const SLOW = 2000;

const shown = ({ method, address, headers, body }: Sent): string =>
  `${method} ${address.slice(0, 200)} ${JSON.stringify(headers).slice(0, 200)} ${String(body ?? '').slice(0, 300)}`;

/** A world and requests made up from its description, to be sent by anybody. */
export const openFuzz = async () => {
  const world = await openWorld();
  const description = describe(MODEL);
  const judge = judgeBy(description);
  const acme = world.estate('acme');
  // of everybody a few: so that what fits leads to something, and what leads elsewhere shows
  const theirs = [...world.estate('globex').first.values()];
  const known = { ids: [...acme.first.values(), ...acme.others.values(), acme.imports.planned, ...theirs] };
  // an id that was free here may have been taken: it is then the id of a record of both
  const secret = (tenant: TenantName): ReadonlySet<string> =>
    new Set([...world.estate(tenant).ids].filter((id) => !theirs.includes(id)));
  const named = (...names: readonly string[]): readonly Who[] =>
    names.flatMap((name) => world.identities.filter((who) => who.name === name));
  const crowd = named(
    'an admin',
    'an admin',
    'sales',
    'an admin',
    'sales, own records only',
    'an admin',
    'a viewer',
    'sales',
    'a widget',
    'nobody',
  );

  const late = async (sent: Sent): Promise<never> => {
    await new Promise((resolve) => setTimeout(resolve, PATIENCE).unref());
    throw new Error(`no answer after ${PATIENCE} ms: ${shown(sent)}`);
  };

  /** What was measured over all runs, besides what went wrong. */
  const counts = { refusals: 0, slow: 0 };
  const one = async ({ operation, sent: made, fits }: Made, who: Who, faults: string[]): Promise<number> => {
    const sent: Sent = { ...made, headers: { ...made.headers, ...who.headers } };
    const at = performance.now();
    try {
      const answer = await Promise.race([ask(world, sent), late(sent)]);
      if (performance.now() - at > SLOW) counts.slow += 1;
      if (answer.status >= 400) counts.refusals += 1;
      const said = `${textOf(sent)}${JSON.stringify(sent.headers)}`;
      const within = new URL(`https://crm.example.com/api/v1${sent.address}`).pathname.startsWith('/api/v1/');
      // a spoilt address is another one, which answers as it should; outside of the API as pages do
      const wrong =
        fits || answer.status >= 500
          ? judge.answer(operation, answer, said)
          : answer.status >= 400 && within
            ? judge.refusal(answer, said)
            : null;
      if (wrong !== null) faults.push(`${operation.id} by ${who.name}: ${wrong}\n  ${shown(sent)}`);
      for (const tenant of TENANTS) {
        if (tenant === 'acme') continue;
        const leak = leakIn(answer, { marks: world.marksOf(tenant), ids: secret(tenant), tenant }, said);
        if (leak !== null) faults.push(`${operation.id} by ${who.name} tells ${leak}\n  ${shown(sent)}`);
      }
      return answer.status;
    } catch (error) {
      faults.push(
        `${operation.id} by ${who.name}: ${error instanceof Error ? error.message : String(error)}\n  ${shown(sent)}`,
      );
      return 0;
    }
  };

  /** Sends so many requests, of each operation as many; what is found names the request, and the seed makes it again. */
  const run = async (count: number, seed: number) => {
    const faults: string[] = [];
    let sent = 0;
    let accepted = 0;
    const { operations } = description;
    const each = Math.ceil(count / operations.length);
    for (const [at, operation] of operations.entries()) {
      const made = fc.sample(requestsOf(operation, description, known), { numRuns: each, seed: seed + at });
      for (let from = 0; from < made.length; from += 4) {
        const some = made.slice(from, from + 4);
        const statuses = await Promise.all(
          some.map((request, index) => one(request, crowd[(from + index + at) % crowd.length] as Who, faults)),
        );
        sent += some.length;
        accepted += statuses.filter((status) => status >= 200 && status < 300).length;
      }
    }
    if (process.env['FAULTS']) writeFileSync(process.env['FAULTS'], faults.join('\n'));
    return {
      sent,
      accepted,
      operations: operations.length,
      ...counts,
      faults: faults.map((fault) => `SEED=${seed} ${fault}`),
    };
  };

  /** Makes, uses, removes and uses again a record of every entity, in an order that the seed says. */
  const chains = async (seed: number): Promise<readonly string[]> => {
    const faults: string[] = [];
    const [admin] = named('an admin');
    const headers = { ...admin?.headers, 'Content-Type': 'application/json' };
    for (const [at, entity] of MODEL.entities.entries()) {
      const base = `/${entity.path}`;
      const json = (method: string, address: string, value: unknown, more: Readonly<Record<string, string>> = {}) =>
        ask(world, { method, address, headers: { ...headers, ...more }, body: JSON.stringify(value) });
      const made = await json(
        'POST',
        base,
        draftOf(entity, 'acme', 9000 + at, (name) => acme.first.get(name)),
      );
      const { id } = JSON.parse(made.text) as { readonly id: string };
      const version = { 'If-Match': '"1"' };
      const uses: readonly (() => ReturnType<typeof ask>)[] = [
        () => ask(world, { method: 'GET', address: `${base}/${id}`, headers }),
        () => json('PATCH', `${base}/${id}`, {}, version),
        () => json('PUT', `${base}/${id}`, {}, version),
        () => json('POST', `${base}/bulk`, { operations: [{ op: 'remove', id, version: 1 }] }),
        () => ask(world, { method: 'DELETE', address: `${base}/${id}`, headers: { ...headers, ...version } }),
        () => ask(world, { method: 'GET', address: `${base}/${id.toUpperCase()}`, headers }),
      ];
      const found = await ask(world, { method: 'GET', address: `${base}/${id}`, headers });
      const gone = await ask(world, {
        method: 'DELETE',
        address: `${base}/${id}`,
        headers: { ...headers, ...version },
      });
      if (made.status !== 201 || found.status !== 200 || gone.status !== 204)
        faults.push(`${entity.name}: ${made.status}, ${found.status}, ${gone.status}`);
      const order =
        fc.sample(fc.shuffledSubarray([...uses.keys()], { minLength: uses.length }), {
          numRuns: 1,
          seed: seed + at,
        })[0] ?? [];
      for (const index of order) {
        const after = await uses[index]?.();
        if (after?.status !== 404) faults.push(`${entity.name}, use ${index} after the removal: ${after?.status}`);
      }
      const listed = await ask(world, { method: 'GET', address: `${base}?limit=1000`, headers });
      if (listed.text.includes(id)) faults.push(`${entity.name}: still listed`);
    }
    return faults;
  };

  return { world, description, run, chains, close: world.close };
};
