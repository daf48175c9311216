import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { said } from '../../test/http.ts';
import { openTestPeople, serverOver } from './testing.ts';

type Headers = Readonly<Record<string, string>>;

let opened: Awaited<ReturnType<typeof openTestPeople>>;
let server: ReturnType<typeof serverOver>;
let operator: Headers;
const who: Record<string, Headers> = {};
const ids: Record<string, string> = {};

const get = (path: string, as: Headers = {}) => server.send('GET', path, undefined, as);
const body = async (answer: Promise<Response> | Response) => said(await answer);
const told = async (answer: Promise<Response> | Response) => {
  const one = await answer;
  return [one.status, one.status === 204 ? '' : (await said(one)).code];
};
const people = async (as: Headers) => (await body(get('/people', as))).items as readonly Record<string, unknown>[];
const patch = (email: string, change: object, as: Headers) => server.send('PATCH', `/people/${ids[email]}`, change, as);

beforeAll(async () => {
  opened = await openTestPeople();
  server = serverOver(opened.pool);
  operator = {
    Authorization: `Bearer ${await server.keeper.sign('operator', { tenant: 'all', role: 'admin', actor: 'ops' })}`,
  };
  for (const [name, role] of [
    ['ada', 'admin'],
    ['bob', 'admin'],
    ['sam', 'sales'],
    ['vic', 'viewer'],
  ] as const) {
    await server.letIn(`${name}@acme.example`, role);
    who[name] = (await server.signedIn(`${name}@acme.example`)).bearer;
  }
  for (const one of await people(who['ada'] ?? {})) ids[String(one['email']).split('@')[0] ?? ''] = String(one['id']);
});
afterAll(() => opened.close());

describe('the people of a tenant', () => {
  it('are listed with their roles and invitations, to those who let people in', async () => {
    const made = await server.send(
      'POST',
      '/people',
      { email: 'new@acme.example', role: 'sales', ownRecords: true },
      who['ada'],
    );
    expect([made.status, (await said(made)).link.startsWith('https://crm.example.com/')]).toEqual([201, true]);
    const list = await people(who['ada'] ?? {});
    expect(list.map((one) => [one['email'], one['role'], one['ownRecords'], one['invited'], one['you']])).toEqual([
      ['ada@acme.example', 'admin', false, false, true],
      ['bob@acme.example', 'admin', false, false, false],
      ['sam@acme.example', 'sales', false, false, false],
      ['vic@acme.example', 'viewer', false, false, false],
      ['new@acme.example', 'sales', true, true, false],
    ]);
    expect(list[0]?.['sessions']).toBe(1);
    for (const name of ['sam', 'vic']) expect([name, (await get('/people', who[name])).status]).toEqual([name, 403]);
    expect((await get('/people')).status).toBe(401);
    expect(await people(await server.token({ tenant: 'globex' }))).toEqual([]);
    const invited = String(list.find((one) => one['invited'])?.['id']);
    expect((await server.send('DELETE', `/people/${invited}`, undefined, who['ada'])).status).toBe(204);
    expect((await people(who['ada'] ?? {})).length).toBe(4);
  });

  it('may do something else with the next request', async () => {
    const draft = { client: 'X', stage: 'prospect' };
    expect((await server.send('POST', '/deals', draft, who['vic'])).status).toBe(403);
    expect((await patch('vic', { role: 'sales' }, who['ada'] ?? {})).status).toBe(200);
    expect((await server.send('POST', '/deals', draft, who['vic'])).status).toBe(201);
    expect((await patch('vic', { ownRecords: true }, who['ada'] ?? {})).status).toBe(200);
    expect((await body(get('/deals', who['vic']))).total).toBe(0);
    expect((await patch('vic', { role: 'viewer', ownRecords: false }, who['ada'] ?? {})).status).toBe(200);
    expect((await body(get('/deals', who['vic']))).total).toBe(1);
  });

  it('are kept out at once, and come back when they are let in', async () => {
    expect((await body(patch('sam', { disabled: true }, who['ada'] ?? {}))).disabled).toBe(true);
    expect((await get('/deals', who['sam'])).status).toBe(401);
    expect(await told(server.login('sam@acme.example'))).toEqual([401, 'wrong_sign_in']);
    expect((await patch('sam', { disabled: false }, who['ada'] ?? {})).status).toBe(200);
    expect((await get('/deals', who['sam'])).status).toBe(401);
    who['sam'] = (await server.signedIn('sam@acme.example')).bearer;
    expect((await get('/deals', who['sam'])).status).toBe(200);
  });

  it('never change what they may do themselves, nor what those may who have more', async () => {
    expect(await told(patch('ada', { role: 'viewer' }, who['ada'] ?? {}))).toEqual([403, 'own_membership']);
    expect(await told(server.send('DELETE', `/people/${ids['ada']}`, undefined, who['ada']))).toEqual([
      403,
      'own_membership',
    ]);
    const version = (await body(get('/roles', who['ada']))).version;
    const rights = { tenant: ['people'], entities: { '*': ['read'] } };
    const lead = await server.send('PUT', '/roles/lead', { rights }, { ...who['ada'], 'If-Match': `"${version}"` });
    expect(lead.status).toBe(200);
    await patch('vic', { role: 'lead' }, who['ada'] ?? {});
    expect(await told(patch('vic', { role: 'admin' }, who['vic'] ?? {}))).toEqual([403, 'own_membership']);
    expect(await told(patch('sam', { role: 'admin' }, who['vic'] ?? {}))).toEqual([403, 'not_yours_to_give']);
    expect(await told(patch('sam', { role: 'lead' }, who['vic'] ?? {}))).toEqual([403, 'not_yours_to_give']);
    expect(await told(patch('ada', { disabled: true }, who['vic'] ?? {}))).toEqual([403, 'not_yours_to_give']);
    expect(await told(server.send('DELETE', `/people/${ids['bob']}`, undefined, who['vic']))).toEqual([
      403,
      'not_yours_to_give',
    ]);
    // nor give anybody, there or invited, what is not theirs
    await patch('sam', { role: 'lead' }, who['ada'] ?? {});
    expect(await told(patch('sam', { role: 'admin' }, who['vic'] ?? {}))).toEqual([403, 'not_yours_to_give']);
    const guest = { email: 'guest@acme.example', role: 'admin' };
    expect(await told(server.send('POST', '/people', guest, who['vic']))).toEqual([403, 'not_yours_to_give']);
    await patch('sam', { role: 'sales' }, who['ada'] ?? {});
    expect(await told(patch('sam', { role: 'ghost' }, who['ada'] ?? {}))).toEqual([422, 'no_such_role']);
    expect(
      await told(server.send('PATCH', '/people/018f2f6e-0000-7000-8000-0000000000ff', { role: 'sales' }, who['ada'])),
    ).toEqual([404, 'not_found']);
    expect(await told(patch('sam', { role: 'sales' }, await server.token({ tenant: 'globex' })))).toEqual([
      404,
      'not_found',
    ]);
    expect(await told(patch('sam', { tenant: 'globex' }, who['ada'] ?? {}))).toEqual([400, 'unknown_field']);
    const list = await people(who['ada'] ?? {});
    expect(list.map((one) => one['role'])).toEqual(['admin', 'admin', 'sales', 'lead']);
    await patch('vic', { role: 'viewer' }, who['ada'] ?? {});
  });

  it('always have an admin, also when two are shown out at the same moment', async () => {
    const token = await server.token();
    for (let round = 0; round < 5; round++) {
      const answers = await Promise.all([
        patch('ada', { role: 'sales' }, token),
        server.send('PATCH', `/people/${ids['bob']}`, { disabled: true }, token),
      ]);
      expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
      const left = (await people(token)).filter((one) => one['role'] === 'admin' && one['disabled'] === false);
      expect(left.length).toBe(1);
      await patch('ada', { role: 'admin' }, token);
      await patch('bob', { disabled: false }, token);
    }
    for (const change of [{ role: 'viewer' }, { disabled: true }, { ownRecords: true }]) {
      await patch('bob', { role: 'sales' }, token);
      expect([change, await told(patch('ada', change, token))]).toEqual([change, [409, 'last_admin']]);
      await patch('bob', { role: 'admin' }, token);
    }
    await patch('bob', { role: 'sales' }, token);
    expect(await told(server.send('DELETE', `/people/${ids['ada']}`, undefined, token))).toEqual([409, 'last_admin']);
    await patch('bob', { role: 'admin' }, token);
  });

  it('are told of in the journal of the tenant, to those who may look', async () => {
    const page = await body(get('/journal?entity=tenant.people&limit=500', who['ada']));
    const last = page.items[0];
    expect([last.entity, last.actor, last.before.role, last.after.role, last.after.email]).toEqual([
      'tenant.people',
      'boss',
      'sales',
      'admin',
      'bob@acme.example',
    ]);
    expect(page.items.some((one: { after: { invited?: boolean } | null }) => one.after?.invited === true)).toBe(true);
    expect((await get('/journal', who['sam'])).status).toBe(403);
    await server.letIn('gone@acme.example', 'viewer');
    expect(await server.people.revoke('gone@acme.example', 'acme')).toBe(true);
    const [revoked] = (await body(get('/journal?entity=tenant.people&limit=1', who['ada']))).items;
    expect([revoked.actor, revoked.before.email, revoked.after]).toEqual(['operator', 'gone@acme.example', null]);
  });
});

describe('somebody of several tenants', () => {
  it('chooses where to go, and goes on to another', async () => {
    await server.letIn('both@example.com', 'sales', { tenant: 'acme' });
    await server.letIn('both@example.com', 'viewer', { tenant: 'globex' });
    const asked = await body(server.login('both@example.com'));
    expect([asked.code, asked.tenants]).toEqual([
      'tenant_needed',
      [
        { name: 'acme', label: 'acme' },
        { name: 'globex', label: 'globex' },
      ],
    ]);
    const here = (await server.signedIn('both@example.com', { tenant: 'acme' })).bearer;
    const me = await body(get('/auth/me', here));
    expect(me.tenants).toEqual([
      { name: 'acme', label: 'acme', role: 'sales', suspended: false, current: true },
      { name: 'globex', label: 'globex', role: 'viewer', suspended: false, current: false },
    ]);
    expect(await told(server.send('POST', '/auth/switch', { tenant: 'initech' }, here))).toEqual([404, 'not_found']);
    const gone = await server.send('POST', '/auth/switch', { tenant: 'globex' }, here);
    const granted = await said(gone);
    expect([gone.status, granted.tenant, granted.role, typeof granted.refresh]).toEqual([
      200,
      'globex',
      'viewer',
      'string',
    ]);
    expect((await get('/deals', here)).status).toBe(401);
    const there = { Authorization: `Bearer ${granted.token}` };
    expect([(await body(get('/auth/me', there))).tenant, (await body(get('/deals', there))).total]).toEqual([
      'globex',
      0,
    ]);
    expect((await server.refresh(granted.refresh)).status).toBe(200);
  });
});

describe('whoever runs the server', () => {
  const tenants = async () =>
    (await body(get('/operator/tenants', operator))).items as readonly Record<string, unknown>[];

  it('is known by a token of their own, and by no other', async () => {
    for (const as of [{}, who['ada'] ?? {}, await server.token(), { Authorization: 'Bearer x.y.z' }])
      expect((await get('/operator/tenants', as)).status).toBe(401);
    expect((await tenants()).map((one) => [one['name'], one['suspended'], one['admins']])).toEqual([
      ['acme', false, 2],
      ['globex', false, 0],
    ]);
    for (const path of ['/deals', '/model', '/people', '/auth/me'])
      expect([path, (await get(path, operator)).status]).toEqual([path, 401]);
  });

  it('makes a tenant with a link for its first admin, renames it, and refuses what cannot be', async () => {
    const wish = {
      name: 'initech',
      label: 'Initech',
      zone: 'Europe/Paris',
      currency: 'CHF',
      admin: 'peter@initech.example',
    };
    const made = await server.send('POST', '/operator/tenants', wish, operator);
    const answer = await said(made);
    expect([made.status, answer.tenant]).toMatchObject([
      201,
      { name: 'initech', label: 'Initech', zone: 'Europe/Paris', currency: 'CHF', members: 0 },
    ]);
    const accepted = await server.send('POST', '/auth/accept', {
      token: server.linked(answer.link),
      password: 'vintage otter climbs ladder',
      name: 'Peter',
    });
    expect(accepted.status).toBe(201);
    const peter = (await server.signedIn('peter@initech.example')).bearer;
    expect((await body(get('/people', peter))).items.length).toBe(1);
    expect(await told(server.send('POST', '/operator/tenants', { name: 'initech' }, operator))).toEqual([
      409,
      'name_taken',
    ]);
    for (const wrong of [
      { name: 'Bad Name' },
      { name: 'x', zone: 'Mars' },
      { name: 'x', currency: 'QQQ' },
      { name: 'x', label: '' },
      { name: 'x', admin: 'nobody at all' },
    ])
      expect([wrong, (await server.send('POST', '/operator/tenants', wrong, operator)).status]).toEqual([wrong, 422]);
    expect(await told(server.send('PATCH', '/operator/tenants/initech', { name: 'acme' }, operator))).toEqual([
      409,
      'name_taken',
    ]);
    expect((await body(server.send('PATCH', '/operator/tenants/initech', { label: 'Initrode' }, operator))).label).toBe(
      'Initrode',
    );
    // what was refused is not there
    expect((await tenants()).length).toBe(3);
    const journal = await body(get('/journal?entity=tenant.settings', peter));
    expect(journal.items.map((one: { actor: string; after: object }) => [one.actor, one.after])).toEqual([
      ['ops', { label: 'Initrode' }],
      ['ops', { name: 'initech', label: 'Initech', zone: 'Europe/Paris', currency: 'CHF' }],
    ]);
  });

  it('suspends a tenant: nobody is let in, at once, and another is untouched', async () => {
    const token = await server.token();
    const { refresh } = await server.signedIn('sam@acme.example');
    expect((await body(server.send('POST', '/operator/tenants/acme/suspend', undefined, operator))).suspended).toBe(
      true,
    );
    for (const as of [token, who['ada'] ?? {}, who['sam'] ?? {}])
      for (const path of ['/deals', '/model', '/auth/me', '/settings', '/imports', '/events', '/openapi.json'])
        expect([path, await told(get(path, as))]).toEqual([path, [403, 'tenant_suspended']]);
    expect(await told(server.send('POST', '/deals', { client: 'X', stage: 'won' }, token))).toEqual([
      403,
      'tenant_suspended',
    ]);
    expect(await told(server.login('sam@acme.example'))).toEqual([403, 'tenant_suspended']);
    const refreshed = await server.refresh(refresh);
    if (refreshed.status === 200) {
      const next = { Authorization: `Bearer ${(await said(refreshed)).token}` };
      expect(await told(get('/deals', next))).toEqual([403, 'tenant_suspended']);
    }
    expect((await get('/deals', await server.token({ tenant: 'globex' }))).status).toBe(200);
    expect((await server.send('POST', '/operator/tenants/acme/resume', undefined, operator)).status).toBe(200);
    expect((await get('/deals', token)).status).toBe(200);
    expect((await get('/deals', who['ada'])).status).toBe(200);
    expect((await server.send('POST', '/operator/tenants/ghost/suspend', undefined, operator)).status).toBe(404);
  });
});
