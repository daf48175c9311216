import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODEL } from '../http.ts';
import { describe as described, type Description, type Operation } from './document.ts';
import { entityOperation, expectationOf, turnedAway } from './expectations.ts';
import { type Answer, type Judge, judgeBy, leakIn, seen } from './judge.ts';
import { atLeast, none, note, plainly } from './report.ts';
import { ask, type Place, type Recipe, recipesFor, type Sent, textOf } from './requests.ts';
import { type Watch, watchTables } from './watch.ts';
import { openWorld, type TenantName, TENANTS, type Who, type World } from './world.ts';

// Every operation of the document × everybody who may come × everything that may stand where an id stands. Nothing is written here of a
// route that the document does not say, but who may call it (expectations.ts): an operation that is new is probed, or refused as unknown.

const LEAST = 10_000;
const MINUTES = 60_000;

let world: World;
let watch: Watch;
let description: Description;
let judge: Judge;
const faults: string[] = [];
const counts = { probes: 0, refused: 0, leaks: 0, written: 0 };

beforeAll(async () => {
  world = await openWorld();
  watch = await watchTables(world.watched);
  description = described(MODEL);
  judge = judgeBy(description);
}, 2 * MINUTES);
afterAll(async () => world.close());

const homeOf = ({ standing }: Who): TenantName => (standing === 'other admin' ? 'globex' : 'acme');
const awayFrom = (home: TenantName): readonly TenantName[] => TENANTS.filter((one) => one !== home);
/** The tenants of which somebody must hear nothing: whoever belongs nowhere, of none. */
const kept = (who: Who): readonly TenantName[] =>
  ['stranger', 'operator', 'asleep'].includes(who.standing) ? TENANTS : awayFrom(homeOf(who));

/** Whether those who see their own records only see only some of an entity's as the target of a link. */
const isOwned = (entity: string): boolean => entity === 'user' || MODEL.find(entity)?.field('owner') !== undefined;

/** Spellings take turns: each comes up many times, in other places. All of them everywhere with FULL=1. */
let turn = 0;
const some = (count: number, all: Readonly<Record<string, string>>): Readonly<Record<string, string>> => {
  const entries = Object.entries(all);
  if (process.env['FULL']) return all;
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => entries[(turn * count + at) % entries.length] ?? ['', '']),
  );
};

/** What may stand where an id stands, none of it right. `away`: whoever asks is turned away at the door, so that a few will do. */
const disguises = async (place: Place, who: Who, away: boolean): Promise<Readonly<Record<string, string>>> => {
  const home = homeOf(who);
  const [near = 'globex', far = 'initech'] = awayFrom(home);
  const { first, removed, others } = world.estate(home);
  if (place.does === 'new') {
    // taken here, it is an id of both from then on: made for this alone
    const taken = away ? randomUUID() : await world.make(near, place.of, (one) => world.estate(near).first.get(one));
    return { random: randomUUID(), near: taken, null: 'null', sql: `${taken}' or '1'='1` };
  }
  const theirs = (tenant: TenantName): string => {
    const { first: records, imports, session, webhook } = world.estate(tenant);
    if (place.of === 'webhooks') return webhook;
    if (place.of === 'import') return imports.accepted;
    return place.of === 'session' ? session : (records.get(place.of) ?? randomUUID());
  };
  const other = [...first].find(([entity]) => entity !== place.of)?.[1] ?? '';
  turn += 1;
  if (place.does === 'narrow' && !away)
    return {
      random: randomUUID(),
      near: theirs(near),
      ...some(1, {
        removed: removed.get(place.of) ?? randomUUID(),
        far: theirs(far),
        null: 'null',
        sql: `${theirs(near)}' or '1'='1`,
        nul: `${theirs(near)}\0`,
      }),
    };
  // who is nobody is told so before an id is looked at: once per operation will do, with the request as it should be
  if (away) return who.standing === 'stranger' ? {} : { random: randomUUID(), near: theirs(near) };
  const colleague = who.standing === 'own' && place.of !== 'session' && (place.does === 'name' || isOwned(place.of));
  return {
    random: randomUUID(),
    near: theirs(near),
    far: theirs(far),
    another: place.of === 'session' ? randomUUID() : other,
    removed: removed.get(place.of) ?? randomUUID(),
    ...(colleague ? { colleague: others.get(place.of) ?? randomUUID() } : {}),
    ...some(3, {
      null: 'null',
      brackets: '[]',
      up: '%2e%2e%2f',
      braces: `{${theirs(near)}}`,
      urn: `urn:uuid:${theirs(near)}`,
      plain: theirs(near).replaceAll('-', ''),
      sql: `${theirs(near)}' or '1'='1`,
      long: 'a'.repeat(10_000),
      blank: ' ',
      nul: `${theirs(near)}\0`,
    }),
  };
};

const fault = (operation: Operation, who: Who, what: string, why: string): void => {
  faults.push(`${operation.id} by ${who.name}, ${what}: ${why}`);
};

const send = async (
  operation: Operation,
  who: Who,
  recipe: Recipe,
  ids: Readonly<Record<string, string>>,
  what: string,
) => {
  counts.probes += 1;
  const { headers = {}, ...rest } = recipe.request(ids);
  const sent: Sent = { ...rest, headers: { ...headers, ...who.headers } };
  const answer = await ask(world, sent);
  const said = textOf(sent);
  const wrong = judge.answer(operation, answer, said);
  // a disguise in a path may lead to another address, which answers for itself
  if (
    wrong !== null &&
    !(what.startsWith('id') && [404, 405].includes(answer.status) && judge.refusal(answer, said) === null)
  )
    fault(operation, who, what, wrong);
  for (const tenant of kept(who)) {
    const leak = leakIn(answer, { marks: world.marksOf(tenant), ids: world.estate(tenant).ids, tenant }, said);
    if (leak === null) continue;
    counts.leaks += 1;
    fault(operation, who, what, `tells ${leak}`);
  }
  if (answer.status >= 400) counts.refused += 1;
  return answer;
};

const pathed = (place: Place, value: string): string => (place.does === 'name' ? encodeURIComponent(value) : value);

/** What is wrong with how an id that is not right was answered. */
const judged = (place: Place, kind: string, verb: string, { status }: Answer): string | null => {
  if (place.does === 'narrow')
    return status === 200 || status === 400 || status === 404 ? null : `${status}, not 200 or 400`;
  if (place.does === 'new')
    return status === 201 || status === 409 || status === 422 ? null : `${status}, not 201, 409 or 422`;
  if (place.does === 'refer') return status === 422 || status === 409 || status === 404 ? null : `${status}, not 422`;
  // what was removed has a past
  if (kind === 'removed' && verb === 'journal') return status === 200 || status === 404 ? null : `${status}, not 200`;
  if (verb === 'bulk') return [400, 404].includes(status) ? null : `${status}, not 404`;
  return status === 404 || (status === 405 && kind === 'up') ? null : `${status}, not 404`;
};

/** Where two answers begin to differ. */
const differing = (one: string, other: string): string => {
  const at = [...one].findIndex((letter, index) => letter !== other[index]);
  return `${one.slice(Math.max(at - 40, 0), at + 120)} | ${other.slice(Math.max(at - 40, 0), at + 120)}`;
};

const MUST_LOOK_MISSING = new Set(['near', 'far', 'colleague', 'another', 'plain', 'braces', 'urn']);
const SAME = new Set(['near', 'far', 'colleague', 'another']);

const probe = async (operation: Operation, who: Who): Promise<void> => {
  const away = turnedAway(expectationOf(operation, MODEL), who);
  const safe = operation.method === 'GET' || ['query', 'explain', 'figures'].includes(operation.id);
  const recipe = await recipesFor(world, description, homeOf(who))(operation, away === null && !safe);
  const verb = entityOperation(operation, MODEL)?.verb ?? '';
  await watch.touched();
  const written: string[] = [];
  for (const place of recipe.places) {
    const answers = new Map<string, Answer>();
    const tried = await disguises(place, who, away !== null);
    // an id that is free may be taken: what is written then is right
    const quiet = place.does !== 'new' || away !== null;
    for (const [kind, value] of Object.entries(tried)) {
      const answer = await send(
        operation,
        who,
        recipe,
        { [place.name]: pathed(place, value) },
        `${place.name} ${kind}`,
      );
      answers.set(kind, answer);
      const wrong =
        away === null
          ? judged(place, kind, verb, answer)
          : answer.status === away || (place.does === 'name' && kind === 'up')
            ? null
            : `${answer.status}, not ${away}`;
      if (wrong !== null) fault(operation, who, `${place.name} ${kind}`, `${wrong}: ${answer.text.slice(0, 200)}`);
      if (MUST_LOOK_MISSING.has(kind) && place.does === 'name' && answer.status < 300)
        fault(operation, who, `${place.name} ${kind}`, `found something`);
    }
    const random = answers.get('random');
    for (const kind of SAME) {
      const answer = answers.get(kind);
      if (!answer || !random || (place.does === 'new' && answer.status !== random.status) || place.does === 'new')
        continue;
      const [one, other] = [seen(answer, tried[kind] ?? ''), seen(random, tried['random'] ?? '')];
      if (one !== other)
        fault(operation, who, `${place.name} ${kind}`, `differs from a random one: ${differing(one, other)}`);
    }
    if (quiet) written.push(...(await watch.touched()));
    else await watch.touched();
  }
  if (away === null) {
    const answer = await send(operation, who, recipe, {}, 'as it should be');
    // somebody with own records may have none of an entity
    const fine =
      recipe.status === 0
        ? answer.status < 500
        : recipe.status === undefined
          ? answer.status < 300
          : answer.status === recipe.status;
    if (!fine && !(who.standing === 'own' || who.standing === 'widget'))
      fault(operation, who, 'as it should be', `${answer.status}: ${answer.text.slice(0, 300)}`);
    if (answer.status >= 400 || safe) written.push(...(await watch.touched()));
    // what ends sessions may have ended this one
    if (who.again && answer.status < 300 && operation.path.startsWith('/auth/') && !safe)
      who.headers = await who.again();
  } else {
    const answer = await send(operation, who, recipe, {}, 'as it should be');
    if (answer.status !== away) fault(operation, who, 'as it should be', `${answer.status}, not ${away}`);
    written.push(...(await watch.touched()));
  }
  counts.written += written.length;
  if (written.length > 0)
    fault(operation, who, 'refused or only read', `and yet written: ${[...new Set(written)].join(', ')}`);
};

describe('every operation, everybody, every id', () => {
  it('says of each operation who may call it', () => {
    for (const operation of description.operations) expect(() => expectationOf(operation, MODEL)).not.toThrow();
  });

  it(
    `answers at least ${LEAST} probes as it should: nothing leaks, foreign is missing, refused is unchanged, answers are as described (G1, G2, G30)`,
    async () => {
      const before = await watch.hash();
      expect(Object.keys(before).length).toBe(watch.tables.length);
      for (const operation of description.operations) for (const who of world.identities) await probe(operation, who);
      if (process.env['FAULTS']) writeFileSync(process.env['FAULTS'], faults.join('\n'));
      const { probes, refused, leaks, written } = counts;
      const { operations } = description;
      const missed = [
        ...note('G1', 'every operation × everybody × every place of an id', [
          atLeast('probes', probes, LEAST),
          plainly('operations, all that are described', operations.length),
          atLeast('by identities', world.identities.length, 14),
          none('leaks', leaks),
          none('answers that should be others', faults.length),
        ]),
        ...note('G2', 'refused or only read', [
          plainly('refused probes', refused),
          plainly('tables and queues watched', watch.tables.length),
          none('rows written all the same', written),
        ]),
        ...note('G30', 'refusals of the matrix', [
          plainly('refusals with code, title and request id', refused),
          none('that lack one, or tell of the inside', faults.length),
        ]),
      ];
      expect(faults.slice(0, 20)).toEqual([]);
      expect(missed).toEqual([]);
    },
    10 * MINUTES,
  );
});
