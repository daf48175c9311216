import { type Entity, type Field, type Json, queryFromAddress } from '@sluice/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODEL } from '../http.ts';
import { draftOf } from './drafts.ts';
import { wordOf } from './least.ts';
import { atLeast, none, note, plainly } from './report.ts';
import { ask, type Sent } from './requests.ts';
import { openWorld, ORIGIN, type World } from './world.ts';

// Two questions that are alike, letter by letter, while what must not be seen is one thing and then another: the answers are alike, letter
// by letter, too. Whatever a question can say (filter, sort, group, measure, search, export, explain, expression, path over links) is tried on
// every field of every record that somebody may not see.

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 120_000);
afterAll(async () => world.close());

const acme = () => world.estate('acme');

/** What no two records may have twice is other in each comparison. */
let turn = 7001;

/** What a hidden record says, once and the other time: every field another value. */
const hidden = (entity: Entity, which: 0 | 1): Readonly<Record<string, Json>> => {
  const links = (name: string): string | undefined => acme().first.get(name);
  const draft = draftOf(entity, 'acme', turn + which * 13, links);
  const said = entity.stored.flatMap((field): readonly (readonly [string, Json])[] => {
    const { name, kind, options } = field;
    if (kind === 'stage') return [[name, options[0]?.key ?? null]];
    if (kind === 'choice') return [[name, options[which % options.length]?.key ?? null]];
    if (kind === 'flag') return [[name, which === 0]];
    if (kind === 'date')
      return name in draft && !field.unique && !entity.key.includes(name)
        ? [[name, which === 0 ? '2025-01-15' : '2025-01-20']]
        : [];
    return [];
  });
  const kept = Object.entries(draft).filter(([name]) => name !== 'owner' && entity.field(name)?.kind !== 'link');
  return Object.fromEntries([...kept, ...said]);
};

const words = (value: Json | undefined): string => wordOf(Array.isArray(value) ? (value[0] as Json) : value);

const literal = ({ unit }: Field, value: Json | undefined): string =>
  unit === 'number' || unit === 'money' ? words(value) : `'${words(value).replaceAll("'", '')}'`;

type Question = Omit<Sent, 'headers'>;

const post = (address: string, value: unknown): Question => ({ method: 'POST', address, body: JSON.stringify(value) });

/** Everything that can be asked with a field, or with a path over links that ends in one. `value`: what it is the first time. */
const questions = (entity: Entity, path: string, field: Field, value: Json | undefined): readonly Question[] => {
  const base = `/${entity.path}`;
  const get = (rest: string): Question => ({ method: 'GET', address: `${base}${rest}` });
  const said = encodeURIComponent(words(value));
  const filters = [{ field: path, op: 'in', values: [words(value)] }];
  const numeric = ['number', 'money', 'percent'].includes(field.unit);
  const selection = { entity: entity.name, measures: ['count()'] };
  return [
    get(`?${path}=${said}`),
    get(`?${path}[not]=${said}`),
    get(`?${path}[empty]=`),
    get(`?sort=${path}&limit=1`),
    get(`?sort=-${path}&limit=1`),
    get(`?where=${encodeURIComponent(`${path} = ${literal(field, value)}`)}`),
    get(`/export?${path}=${said}`),
    ...(path === field.name ? [get(`/export?columns=${path}`), get(`?q=${said}`)] : []),
    ...(numeric || field.unit === 'date'
      ? [get(`?${path}[gte]=${said}`), get(`?${path}[lt]=${said}`)]
      : [get(`?${path}[contains]=${said}`)]),
    post('/query', { ...selection, by: [path] }),
    post('/query', { ...selection, filters }),
    post('/query', {
      ...selection,
      measures: [`${numeric ? 'sum' : 'count'}(${path})`, `max(${path})`, `min(${path})`],
    }),
    post('/explain', { query: { ...selection, filters }, measure: 'count()' }),
  ];
};

/** Every question about an entity's fields, its own and those one link away. */
const about = (secrets: ReadonlyMap<string, unknown>): readonly Question[] =>
  MODEL.entities.flatMap((entity) => {
    const own = secrets.has(entity.name)
      ? entity.fields
          .filter(({ unit }) => unit !== 'json')
          .flatMap((field) => questions(entity, field.name, field, hidden(entity, 0)[field.name]))
      : [];
    const over = entity.stored
      .filter(({ kind, many }) => kind === 'link' && !many)
      .slice(0, 2)
      .flatMap((link) => {
        const to = MODEL.find(link.to ?? '');
        if (!to || !secrets.has(to.name)) return [];
        return to.stored
          .filter(({ unit }) => ['text', 'number', 'money', 'date'].includes(unit))
          .slice(0, 4)
          .flatMap((field) =>
            questions(entity, `${link.name}.${field.name}`, field, hidden(to, 0)[field.name]).slice(0, 8),
          );
      });
    return [...own, ...over];
  });

const seen = async (question: Question, headers: Readonly<Record<string, string>>): Promise<string> => {
  const {
    status,
    headers: told,
    text,
  } = await ask(world, {
    ...question,
    headers: { ...headers, ...(question.body === undefined ? {} : { 'Content-Type': 'application/json' }) },
  });
  const kept = [...told].filter(([name]) => name !== 'x-request-id');
  return JSON.stringify([status, kept, text.replace(/"requestId":"[^"]*"/, '')]);
};

/** Asks everything twice, with other secrets in between; gives how many pairs there were and those that differ. */
const compare = async (
  headers: Readonly<Record<string, string>>,
  secrets: ReadonlyMap<string, string>,
): Promise<{ readonly pairs: number; readonly accepted: number; readonly differing: readonly string[] }> => {
  const admin = { ...(await world.admin('acme')), 'Content-Type': 'application/json' };
  const versions = new Map<string, string>();
  const keep = async (which: 0 | 1): Promise<void> => {
    for (const [name, id] of secrets) {
      const entity = MODEL.find(name);
      if (!entity) continue;
      const address = `/${entity.path}/${id}`;
      const now = await ask(world, { method: 'GET', address, headers: admin });
      const version = now.headers.get('etag') ?? '';
      const answer = await ask(world, {
        method: 'PATCH',
        address,
        headers: { ...admin, 'If-Match': version },
        body: JSON.stringify(hidden(entity, which)),
      });
      expect([name, answer.status, answer.status === 200 ? '' : answer.text]).toEqual([name, 200, '']);
      expect(answer.headers.get('etag')).not.toBe(versions.get(name));
      versions.set(name, answer.headers.get('etag') ?? '');
    }
  };
  turn += 100;
  // questions take turns: each comes up of many fields. All of them of every field with FULL=1.
  const asked = about(secrets).filter((_, at) => process.env['FULL'] !== undefined || (at + turn / 100) % 3 < 1);
  const round = async (): Promise<readonly string[]> => {
    const answers: string[] = [];
    for (let from = 0; from < asked.length; from += 4)
      answers.push(...(await Promise.all(asked.slice(from, from + 4).map((one) => seen(one, headers)))));
    return answers;
  };
  await keep(0);
  const first = await round();
  await keep(1);
  const second = await round();
  const differing = asked.flatMap(({ method, address, body }, at) =>
    first[at] === second[at]
      ? []
      : [
          `${method} ${address} ${String(body ?? '')}\n  ${String(first[at]).slice(-400)}\n  ${String(second[at]).slice(-400)}`,
        ],
  );
  return { pairs: asked.length, accepted: first.filter((one) => one.startsWith('[200')).length, differing };
};

const noted = (who: string, pairs: number, accepted: number, differing: readonly string[]) =>
  note('G4', `pairs ${who}`, [
    atLeast('pairs', pairs, 1000),
    plainly('answered', accepted),
    none('that differ', differing.length),
  ]);

describe('what must not be seen makes no difference', () => {
  it('to somebody who sees their own records only: the records of others (G4)', async () => {
    const who = world.identities.find(({ standing }) => standing === 'own');
    const { pairs, accepted, differing } = await compare(who?.headers ?? {}, acme().others);
    expect(differing.slice(0, 5)).toEqual([]);
    expect(noted('of somebody with own records', pairs, accepted, differing)).toEqual([]);
    expect(accepted).toBeGreaterThan(pairs / 2);
  }, 240_000);

  it('to a widget with a filter: the rows beside it, and what its rows link to (G4)', async () => {
    const deal = await ask(world, {
      method: 'GET',
      address: `/deals/${acme().first.get('deal')}`,
      headers: await world.admin('acme'),
    });
    const { client } = JSON.parse(deal.text) as { readonly client: string };
    expect(client).toContain('CANARY-acme-deal-client');
    const filters = `client=${encodeURIComponent(client)}`;
    expect(queryFromAddress(new URLSearchParams(filters), 'deal').ok).toBe(true);
    const minted = await world.server.send(
      'POST',
      '/auth/embed',
      { origin: ORIGIN, filters },
      await world.admin('acme'),
    );
    const { token } = (await minted.json()) as { readonly token: string };
    const widget = { Authorization: `Bearer ${token}`, Origin: ORIGIN };
    const listed = await ask(world, { method: 'GET', address: '/deals', headers: widget });
    expect((JSON.parse(listed.text) as { readonly total: number }).total).toBe(1);
    const secrets = new Map(acme().first);
    secrets.set('deal', acme().others.get('deal') ?? '');
    const { pairs, accepted, differing } = await compare(widget, secrets);
    expect(differing.slice(0, 5)).toEqual([]);
    expect(noted('of a widget', pairs, accepted, differing)).toEqual([]);
    expect(accepted).toBeGreaterThan(pairs / 2);
  }, 240_000);

  it('to a role that may not read some fields: what stands in them, and what is computed from it (G4)', async () => {
    const fields = {
      deal: { amount: 'none', notes: 'none', sector: 'none', reference: 'none' },
      company: { sector: 'none', phone: 'none', notes: 'none' },
    };
    const rights = { tenant: [], entities: { '*': ['read', 'export'] }, fields, ownRecords: false };
    const admin = await world.admin('acme');
    const kept = await ask(world, { method: 'GET', address: '/roles', headers: admin });
    const made = await ask(world, {
      method: 'PUT',
      address: '/roles/blind',
      headers: { ...admin, 'Content-Type': 'application/json', 'If-Match': kept.headers.get('etag') ?? '' },
      body: JSON.stringify({ rights }),
    });
    expect([made.status, made.status === 200 ? '' : made.text]).toEqual([200, '']);
    const headers = await world.server.token({ role: 'blind', actor: 'blind' });
    const [deal = '', company = ''] = ['deal', 'company'].map((name) => acme().first.get(name));
    // not as anybody else would write it: version and time of the records stay, which this role may see
    const keep = async (which: 0 | 1): Promise<void> => {
      const word = `secret ${'ab'[which] ?? ''}`;
      await world.watched`update sluice.deal set amount = ${4_200 + which * 99_000}, notes = ${word}, sector = ${word}, reference = ${word} where id = ${deal}`;
      await world.watched`update sluice.company set sector = ${word}, phone = ${`+33 1 0${which} 00 00 00`}, notes = ${word} where id = ${company}`;
    };
    const value = (name: string): Json => (name === 'amount' || name === 'weighted' ? 42 : 'secret a');
    const direct = MODEL.entities.flatMap((entity) =>
      [
        ...Object.keys(fields[entity.name as keyof typeof fields] ?? {}),
        ...(entity.name === 'deal' ? ['weighted'] : []),
      ].flatMap((name) => {
        const field = entity.field(name);
        return field ? questions(entity, name, field, value(name)) : [];
      }),
    );
    const over = MODEL.entities.flatMap((entity) =>
      entity.stored
        .filter(({ kind, many, to }) => kind === 'link' && !many && (to === 'company' || to === 'deal'))
        .flatMap((link) => {
          const to = MODEL.find(link.to ?? '');
          const names = Object.keys(fields[(link.to ?? '') as keyof typeof fields] ?? {});
          return names.flatMap((name) => {
            const field = to?.field(name);
            return field ? questions(entity, `${link.name}.${name}`, field, value(name)) : [];
          });
        }),
    );
    const whole: readonly Question[] = [
      ...['deals', 'companies'].flatMap((path) =>
        ['', '/export', '/export?format=json', '/stats', '?q=secret', '?q=a', '?limit=1'].map((rest) => ({
          method: 'GET',
          address: `/${path}${rest}`,
        })),
      ),
      { method: 'GET', address: `/deals/${deal}` },
      { method: 'GET', address: `/companies/${company}` },
      { method: 'GET', address: `/deals/${deal}/journal` },
      { method: 'GET', address: '/search?q=secret' },
      { method: 'GET', address: '/model' },
      ...(MODEL.find('deal')?.metrics ?? []).map(({ id }) => post('/query', { entity: 'deal', measures: [id] })),
    ];
    const asked = [...direct, ...over, ...whole];
    const round = async (): Promise<readonly string[]> => {
      const answers: string[] = [];
      for (const one of asked) answers.push(await seen(one, headers));
      return answers;
    };
    await keep(0);
    const first = await round();
    await keep(1);
    const second = await round();
    const differing = asked.flatMap(({ method, address, body }, at) =>
      first[at] === second[at] ? [] : [`${method} ${address} ${String(body ?? '')} ${String(first[at]).slice(-300)}`],
    );
    // who names a field that is not theirs is told so, whatever it holds
    const told = first
      .slice(0, direct.length)
      .filter((one) => one.startsWith('[400') && one.includes('field_not_allowed'));
    note('G4', 'pairs of a role without some fields', [
      atLeast('pairs', asked.length, 150),
      plainly('refused by name', told.length),
      none('that differ', differing.length),
    ]);
    expect(differing.slice(0, 5)).toEqual([]);
    expect(asked.length).toBeGreaterThan(150);
    expect(told.length).toBeGreaterThan(direct.length / 2);
  }, 240_000);
});
