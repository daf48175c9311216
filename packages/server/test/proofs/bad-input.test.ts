import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODEL } from '../http.ts';
import { describe as described } from './document.ts';
import { OLD_CURSOR } from './fuzz.ts';
import { judgeBy } from './judge.ts';
import { ask } from './requests.ts';
import { type Watch, watchTables } from './watch.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let watch: Watch;
beforeAll(async () => {
  world = await openWorld();
  watch = await watchTables(world.watched);
}, 120_000);
afterAll(async () => world.close());

const JSON_TYPE = { 'Content-Type': 'application/json' };

describe('bad input', () => {
  it('gets a problem with a stable code and a remedy, and changes nothing', async () => {
    const judge = judgeBy(described(MODEL));
    const admin = await world.admin('acme');
    const deal = world.estate('acme').first.get('deal') ?? '';
    const foreign = world.estate('globex').first.get('company') ?? '';
    const draft = (more: object) => JSON.stringify({ client: 'X', stage: 'prospect', ...more });
    const cases: readonly (readonly [
      what: string,
      method: string,
      address: string,
      status: number,
      code: string,
      body?: string | undefined,
      headers?: Readonly<Record<string, string>>,
    ])[] = [
      ['a name twice', 'POST', '/deals', 400, 'repeated_name', '{"client":"X","stage":"prospect","stage":"won"}'],
      [
        'a name twice, once escaped',
        'POST',
        '/deals',
        400,
        'repeated_name',
        '{"client":"X","stage":"prospect","st\\u0061ge":"won"}',
      ],
      [
        'a name twice, deep',
        'POST',
        '/query',
        400,
        'repeated_name',
        '{"entity":"deal","measures":["count()"],"filters":[{"field":"client","op":"in","op":"not","values":[]}]}',
      ],
      ['a tenant', 'POST', '/deals', 400, 'unknown_field', draft({ tenant_id: foreign })],
      ['a tenant, otherwise', 'POST', '/deals', 400, 'unknown_field', draft({ tenantId: foreign })],
      [
        'a prototype',
        'POST',
        '/deals',
        400,
        'unknown_field',
        '{"client":"X","stage":"prospect","__proto__":{"amount":1}}',
      ],
      ['a computed field', 'POST', '/deals', 422, 'not_valid', draft({ weighted: 1 })],
      ['a foreign link', 'POST', '/deals', 422, 'not_valid', draft({ account: foreign })],
      ['a link in braces', 'POST', '/deals', 422, 'not_valid', draft({ account: `{${foreign}}` })],
      ['text that is no JSON', 'POST', '/deals', 400, 'bad_json', '{"client":'],
      ['JSON under another name', 'POST', '/deals', 415, 'not_json', draft({}), { 'Content-Type': 'text/plain' }],
      [
        'JSON in another alphabet',
        'POST',
        '/deals',
        415,
        'not_json',
        draft({}),
        { 'Content-Type': 'application/json; charset=utf-16' },
      ],
      ['no body', 'POST', '/deals', 400, 'bad_json', ''],
      ['a list for an object', 'POST', '/deals', 400, 'bad_request', '[]'],
      ['a number with a toString', 'POST', '/deals', 422, 'not_valid', draft({ amount: { toString: 1, valueOf: 1 } })],
      ['no version', 'PATCH', `/deals/${deal}`, 428, 'version_needed', '{}'],
      [
        'a version that is none',
        'PATCH',
        `/deals/${deal}`,
        400,
        'bad_version',
        '{}',
        { ...JSON_TYPE, 'If-Match': '*' },
      ],
      ['a cursor of five years ago', 'GET', `/deals?sort=-amount&cursor=${OLD_CURSOR}`, 400, 'bad_query'],
      ['a cursor that is none', 'GET', '/deals?cursor=%F0%9F%92%A9', 400, 'bad_query'],
      ['a place of the feed that is none', 'GET', '/events?after=1', 400, 'bad_cursor'],
      ['a zone with SQL', 'GET', "/deals?timeZone=UTC'||pg_sleep(9)||'", 400, 'bad_query'],
      [
        'an expression with SQL',
        'GET',
        `/deals?where=${encodeURIComponent("client = '' || pg_sleep(9)")}`,
        400,
        'bad_query',
      ],
      ['a path with an alias', 'GET', '/deals?t0.amount=1', 400, 'bad_query'],
      ['a path to nowhere', 'GET', '/deals?account.password_hash=x', 400, 'bad_query'],
      ['an operator that is none', 'GET', '/deals?amount[sleep]=1', 400, 'bad_query'],
      ['a page of no length', 'GET', '/deals?limit=0', 400, 'bad_query'],
      ['a path of 100 KB', 'GET', `/deals/${'a'.repeat(100_000)}`, 404, 'not_found'],
      ['a path in NUL', 'GET', '/deals/%00', 404, 'not_found'],
      ['a key with a space', 'POST', '/deals', 400, 'bad_key', draft({}), { ...JSON_TYPE, 'Idempotency-Key': 'a b' }],
      ['a method that is none', 'BREW', '/deals', 405, 'no_such_method'],
      ['a method in disguise', 'PUT', '/deals', 405, 'no_such_method', undefined, { 'X-HTTP-Method-Override': 'GET' }],
    ];
    await watch.touched();
    const before = await watch.hash();
    for (const [what, method, address, status, code, body, headers = JSON_TYPE] of cases) {
      const sent = { method, address, headers: { ...headers, ...admin }, ...(body === undefined ? {} : { body }) };
      const answer = await ask(world, sent);
      const json = JSON.parse(answer.text) as { readonly code: string; readonly remedy?: string };
      expect([what, answer.status, json.code]).toEqual([what, status, code]);
      expect([what, judge.refusal(answer, `${address}${body ?? ''}`)]).toEqual([what, null]);
      expect([what, await watch.touched()]).toEqual([what, []]);
    }
    expect(await watch.hash()).toEqual(before);
  }, 60_000);

  it('every method that an address does not have is told which there are', async () => {
    const admin = await world.admin('acme');
    const description = described(MODEL);
    const known = new Map<string, Set<string>>();
    for (const { path, method } of description.operations) known.set(path, (known.get(path) ?? new Set()).add(method));
    const faults: string[] = [];
    for (const [path, methods] of known) {
      const address = path.replace(/\{[^}]+\}/g, () => world.estate('acme').first.get('deal') ?? '');
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND']) {
        if (methods.has(method)) continue;
        const { status, headers } = await ask(world, { method, address, headers: admin });
        const told = headers.get('allow') ?? '';
        if (status !== 405 || ![...methods].every((one) => told.includes(one)))
          faults.push(`${method} ${path}: ${status} ${told}`);
      }
    }
    expect(faults).toEqual([]);
  }, 60_000);
});
