import { randomUUID } from 'node:crypto';
import type { Json } from '@sluice/core';
import { openTestPeople, serverOver } from '../../src/auth/testing.ts';
import { keeperOf } from '../../src/auth/token.ts';
import { openFeed } from '../../src/feed/feed.ts';
import { openJobs } from '../../src/jobs/jobs.ts';
import { originsIn } from '../../src/limits/origins.ts';
import { MODEL, SECRET } from '../http.ts';
import { canary, draftOf, inOrder } from './drafts.ts';

/** The three tenants; `acme` asks, the two others must not show. */
export const TENANTS = ['acme', 'globex', 'initech'] as const;
export type TenantName = (typeof TENANTS)[number];

type Headers = Readonly<Record<string, string>>;

/** What a tenant has, for those who ask. */
export interface Estate {
  /** The first record of each entity, by the entity's name. */
  readonly first: ReadonlyMap<string, string>;
  /** A second record of each entity, which belongs to nobody. */
  readonly others: ReadonlyMap<string, string>;
  /** Every id that is this tenant's: of records, imports, sessions. */
  readonly ids: Set<string>;
  /** A record of each entity that was removed. */
  readonly removed: ReadonlyMap<string, string>;
  /** An import that is planned, and one that is accepted. */
  readonly imports: { readonly planned: string; readonly accepted: string };
  /** A webhook that tells nobody. */
  readonly webhook: string;
  /** A session of somebody who belongs here. */
  readonly session: string;
}

/** A tenant with nothing in it, for whoever runs the server to try things on. */
export const SPARE = 'spare';
/** A tenant that whoever runs the server let nobody into any more. */
const ASLEEP = 'asleep';

/** The page of the widgets of `acme`. */
export const ORIGIN = 'https://shop.example.com';

/** A database with three tenants of one shape, the same e-mail addresses and figures of their own, and a server over it. */
export const openWorld = async () => {
  const opened = await openTestPeople();
  const { pool, database, connection } = opened;
  const feed = openFeed({ pool, connection });
  // nobody works on them: what is enqueued stays where it can be seen
  const jobs = await openJobs({ pool, connection, note: () => undefined });
  const server: ReturnType<typeof serverOver> = serverOver(pool, {
    feed,
    feedFor: async (session) => (await server.tenants.feedFor?.(session)) ?? null,
    origins: originsIn(pool),
    rates: null,
    background: {
      pool,
      enqueue: jobs.enqueue,
      sends: false,
      dead: jobs.dead,
      idOf: async (name) => (await server.tenants.find(name))?.id ?? null,
      tells: true,
      allow: [],
      key: new Uint8Array(32).fill(7),
      now: () => Date.now(),
    },
  });
  const { tenants, send, letIn } = server;
  for (const name of ['initech', SPARE, ASLEEP])
    await tenants.create({ name, label: name, zone: 'UTC', currency: 'EUR' });

  const admin = (tenant: string) => server.token({ tenant, role: 'owner', actor: `boss of ${tenant}` });
  let number = 0;
  const post = async (tenant: string, path: string, json: Json): Promise<Readonly<Record<string, unknown>>> => {
    const answer = await send('POST', path, json, await admin(tenant));
    const text = await answer.text();
    if (answer.status !== 201) throw new Error(`POST ${path} of ${tenant}: ${answer.status} ${text.slice(0, 600)}`);
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  };
  /** Makes a record of an entity; links lead to what `to` gives. */
  const make = async (
    tenant: string,
    entity: string,
    to: (name: string) => string | undefined,
    more: Readonly<Record<string, Json>> = {},
  ): Promise<string> => {
    const found = MODEL.find(entity);
    if (!found) throw new Error(`There is no ${entity}.`);
    const made = await post(tenant, `/${found.path}`, { ...draftOf(found, tenant, (number += 1), to), ...more });
    return String(made['id']);
  };

  const imported = async (tenant: string, at: number): Promise<string> => {
    const csv = `client,stage,notes\n${canary(tenant, 'import', 'client', at)},prospect,${canary(tenant, 'import', 'notes', at)}\n`;
    const answer = await server.app.request(
      `https://crm.example.com/api/v1/imports?entity=deal&name=${canary(tenant, 'import', 'name', at)}.csv`,
      { method: 'POST', headers: { ...(await admin(tenant)), 'Content-Type': 'text/csv' }, body: csv },
    );
    const plan = (await answer.json()) as { readonly id: string };
    if (answer.status !== 201) throw new Error(`import of ${tenant}: ${JSON.stringify(plan).slice(0, 500)}`);
    return plan.id;
  };

  const estates = new Map<string, Estate>();
  for (const tenant of TENANTS) {
    // so that nothing of a tenant has the number of another's
    number = TENANTS.indexOf(tenant) * 300;
    const first = new Map<string, string>();
    const others = new Map<string, string>();
    const removed = new Map<string, string>();
    await letIn(`${tenant}@example.com`, 'owner', { tenant });
    const { bearer } = await server.signedIn(`${tenant}@example.com`);
    const me = (await (await send('GET', '/auth/me', undefined, bearer)).json()) as { readonly session: string };
    const own = tenant === 'acme' ? { email: 'sam@example.com' } : {};
    for (const { name, stored } of inOrder(MODEL)) {
      first.set(name, await make(tenant, name, (one) => first.get(one), name === 'user' ? own : {}));
      const ownerless = Object.fromEntries(stored.flatMap((one) => (one.name === 'owner' ? [['owner', null]] : [])));
      others.set(name, await make(tenant, name, (one) => first.get(one), ownerless));
      const gone = await make(tenant, name, (one) => first.get(one), ownerless);
      const path = MODEL.find(name)?.path ?? '';
      const answer = await send('DELETE', `/${path}/${gone}`, undefined, {
        ...(await admin(tenant)),
        'If-Match': '"1"',
      });
      if (answer.status !== 204) throw new Error(`DELETE of ${name}: ${await answer.text()}`);
      removed.set(name, gone);
    }
    const webhook = String(
      (
        await post(tenant, '/webhooks', {
          url: `https://canary-${tenant}.example.com/hook`,
          label: canary(tenant, 'webhook', 'label', 1),
        })
      )['id'],
    );
    const planned = await imported(tenant, 1);
    const accepted = await imported(tenant, 2);
    await send('POST', `/imports/${accepted}/accept`, undefined, await admin(tenant));
    const ids = new Set([
      ...first.values(),
      ...others.values(),
      ...removed.values(),
      planned,
      accepted,
      webhook,
      me.session,
    ]);
    estates.set(tenant, { first, others, ids, removed, imports: { planned, accepted }, webhook, session: me.session });
  }
  const estate = (tenant: TenantName): Estate => {
    const found = estates.get(tenant);
    if (!found) throw new Error(`There is no ${tenant}.`);
    return found;
  };

  /** Everything by which a tenant is known in an answer. */
  const marksOf = (tenant: TenantName): readonly string[] => [`CANARY-${tenant}`, `canary-${tenant}`];

  const identities = await openIdentities(server, estate('acme'));
  return {
    ...opened,
    server,
    feed,
    estate,
    make,
    marksOf,
    identities,
    admin,
    watched: database.admin,
    close: async () => {
      await feed.close();
      await jobs.close();
      await opened.close();
    },
  };
};

export type World = Awaited<ReturnType<typeof openWorld>>;

/** What somebody is to `acme`. */
export type Standing =
  | 'stranger'
  | 'viewer'
  | 'sales'
  | 'admin'
  | 'other admin'
  | 'own'
  | 'widget'
  | 'operator'
  | 'asleep';

export interface Who {
  readonly name: string;
  readonly standing: Standing;
  headers: Headers;
  /** Signed in by password: has sessions. */
  readonly person: boolean;
  /** Signs in anew, where a session was ended on purpose. */
  readonly again?: () => Promise<Headers>;
}

const openIdentities = async (server: ReturnType<typeof serverOver>, acme: Estate): Promise<readonly Who[]> => {
  const { letIn, signedIn, people, token, send, now } = server;
  const person = async (email: string): Promise<Headers> => (await signedIn(email, { tenant: 'acme' })).bearer;
  await letIn('sam@example.com', 'editor', { ownRecords: true });
  await letIn('gone@example.com', 'editor');
  await letIn('left@example.com', 'owner');
  await letIn('paused@example.com', 'editor');
  await letIn('both@example.com', 'editor');
  const { link } = await people.invite({ email: 'both@example.com', tenant: 'globex', role: 'owner', by: 'test' });
  await people.accept({ token: server.linked(link), password: 'vintage otter climbs ladder', from: 'both' });
  const gone = await person('gone@example.com');
  const left = await person('left@example.com');
  const sam = await person('sam@example.com');
  const both = await person('both@example.com');
  const paused = await person('paused@example.com');
  const boss = await token({ role: 'owner' });
  const listed = (await (await send('GET', '/people', undefined, boss)).json()) as {
    readonly items: readonly { readonly id: string; readonly email: string }[];
  };
  const { id = '' } = listed.items.find(({ email }) => email === 'paused@example.com') ?? {};
  const disabled = await send('PATCH', `/people/${id}`, { disabled: true }, boss);
  if (disabled.status !== 200) throw new Error(`suspending somebody: ${await disabled.text()}`);
  const operator = {
    Authorization: `Bearer ${await server.keeper.sign('operator', { tenant: 'none', role: 'owner', actor: 'operator' })}`,
  };
  const asleep = await send('POST', `/operator/tenants/${ASLEEP}/suspend`, undefined, operator);
  if (asleep.status !== 200) throw new Error(`suspending a tenant: ${await asleep.text()}`);
  await people.revoke('gone@example.com');
  await people.revoke('left@example.com', 'acme');
  const minted = await send('POST', '/auth/embed', { origin: ORIGIN }, await token({ role: 'owner' }));
  const widget = { Authorization: `Bearer ${((await minted.json()) as { readonly token: string }).token}` };
  const late = keeperOf(SECRET, () => now() - 2 * 3_600_000);
  const expired = await late.sign('token', { tenant: 'acme', role: 'owner', actor: 'boss' });
  acme.ids.add(randomUUID());
  const bearer = (role: 'viewer' | 'editor' | 'owner', tenant = 'acme') =>
    token({ role, tenant, actor: `${role}@${tenant}` });
  return [
    { name: 'nobody', standing: 'stranger', headers: {}, person: false },
    { name: 'a viewer', standing: 'viewer', headers: await bearer('viewer'), person: false },
    { name: 'sales', standing: 'sales', headers: await bearer('editor'), person: false },
    {
      name: 'sales, own records only',
      standing: 'own',
      headers: sam,
      person: true,
      again: () => person('sam@example.com'),
    },
    { name: 'an admin', standing: 'admin', headers: await bearer('owner'), person: false },
    {
      name: 'an admin of another tenant',
      standing: 'other admin',
      headers: await bearer('owner', 'globex'),
      person: false,
    },
    { name: 'somebody shown out of the server', standing: 'stranger', headers: gone, person: true },
    { name: 'somebody shown out of the tenant', standing: 'stranger', headers: left, person: true },
    { name: 'somebody suspended in the tenant', standing: 'stranger', headers: paused, person: true },
    { name: 'whoever runs the server', standing: 'operator', headers: operator, person: false },
    {
      name: 'an admin of a suspended tenant',
      standing: 'asleep',
      headers: await bearer('owner', ASLEEP),
      person: false,
    },
    {
      name: 'a token that ended',
      standing: 'stranger',
      headers: { Authorization: `Bearer ${expired}` },
      person: false,
    },
    { name: 'a widget', standing: 'widget', headers: { ...widget, Origin: ORIGIN }, person: false },
    {
      name: 'a widget elsewhere',
      standing: 'stranger',
      headers: { ...widget, Origin: 'https://evil.example' },
      person: false,
    },
    {
      name: 'a member of two tenants, here',
      standing: 'sales',
      headers: both,
      person: true,
      again: () => person('both@example.com'),
    },
  ];
};
