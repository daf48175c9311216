import { randomUUID } from 'node:crypto';
import type { Model } from '@sluice/core';
import type { Hono } from 'hono';
import { required } from '../auth/session.ts';
import { asTenant } from '../database/as-tenant.ts';
import { onceOf } from '../idempotency/header.ts';
import { secretPlace } from '../webhooks/deliver.ts';
import { addressFrom, type NotAllowed } from '../webhooks/places.ts';
import type { WebhookOwner } from '../webhooks/owner.ts';
import { newSecret, OVERLAP_HOURS, sealSecret, unsealSecret } from '../webhooks/secrets.ts';
import * as store from '../webhooks/store.ts';
import { type Background, type BackgroundOptions, idIn, limitIn, onlyThese, operator } from './background.ts';
import { isObject, jsonOf } from './body.ts';
import type { Ask, Env } from './context.ts';
import { NOT_FOUND, type Refusal, refuse } from './problem.ts';

/** What the routes need. */
export interface WebhookRouteOptions extends BackgroundOptions {
  readonly model: Model;
}

/** Webhooks of one tenant, at most. */
const MOST = 50;
const TOO_MANY: Refusal = {
  status: 409,
  code: 'too_many',
  detail: `A tenant has at most ${MOST} webhooks.`,
  remedy: 'Remove one that is not needed any more.',
};

/** What is kept of a webhook with another secret: the secret sealed. */
interface Kept {
  readonly webhook: store.Webhook;
  /** base64 */
  readonly secret: string;
}

const WORDS: Readonly<Record<NotAllowed, string>> = {
  not_an_address: 'it cannot be read as an address',
  not_https: 'it is not https',
  has_password: 'it holds a name or a password',
  bad_port: 'its port is neither 443 nor 8443',
  inside: 'it leads to this machine or to a network inside',
  not_found: 'its name is not found',
};

const badWish = (detail: string): never =>
  refuse({
    status: 400,
    code: 'bad_request',
    detail,
    remedy:
      'Send { "url": "https://example.com/hook", "label": "…", "entities": [ … ], "enabled": true }; url is needed.',
  });

const wishIn = async (
  c: Ask,
  { model, allow }: { readonly model: Model; readonly allow: readonly string[] },
  usual: store.WebhookWish | null,
): Promise<store.WebhookWish> => {
  const json = await jsonOf(c);
  if (!isObject(json)) return badWish('The body is not an object.');
  const odd = Object.keys(json).find((name) => !['url', 'label', 'entities', 'enabled'].includes(name));
  if (odd !== undefined) return badWish(`There is no field ${odd.slice(0, 40)}.`);
  const {
    url = usual?.url,
    label = usual?.label ?? '',
    entities = usual?.entities ?? [],
    enabled = usual?.enabled ?? true,
  } = json;
  if (typeof url !== 'string') return badWish('The url is missing, or is no text.');
  if (typeof label !== 'string' || label.length > 200) return badWish('The label is no text of up to 200 characters.');
  if (typeof enabled !== 'boolean') return badWish('"enabled" is true or false.');
  if (!Array.isArray(entities) || !entities.every((one) => typeof one === 'string'))
    return badWish('"entities" is a list of names; an empty one is all of them.');
  const unknown = entities.find((one) => model.find(one) === undefined);
  if (unknown !== undefined)
    return refuse({
      status: 422,
      code: 'no_such_entity',
      detail: `There is no entity ${unknown.slice(0, 40)}.`,
      remedy: `Name some of ${model.entities.map(({ name }) => name).join(', ')}, or none for all of them.`,
    });
  const read = addressFrom(url, allow);
  if (!read.ok)
    return refuse({
      status: 422,
      code: 'url_not_allowed',
      detail: `This address may not be told anything: ${WORDS[read.why]}.`,
      remedy:
        'Write an https address on the open internet, or let whoever runs the server add its origin to SLUICE_WEBHOOKS_ALLOW.',
    });
  return { url: read.url.href, label, entities: [...new Set(entities)], enabled };
};

/** Whoever says where a webhook leads: it is told what their own stream of changes would tell, which is for those who see all records. */
const ownerIn = (c: Ask): WebhookOwner => {
  const { actor, person, role, own } = required(c);
  if (own !== undefined)
    return refuse({
      status: 403,
      code: 'not_allowed',
      detail: 'Who sees their own records only has no webhooks: they tell of all records.',
      remedy: 'Ask somebody with the role admin.',
    });
  return { owner: actor, person: person?.id ?? null, role };
};

/** The webhooks of a tenant, below the base of the API; for whoever runs it. */
export const webhookRoutes = (app: Hono<Env>, { background, model }: WebhookRouteOptions): void => {
  const within = async (c: Ask): Promise<Awaited<ReturnType<typeof operator>>> => operator(c, background);
  const rules = (behind: Background) => ({ model, allow: behind.allow });
  const once = (c: Ask) => onceOf(c, required(c));
  const sealed = (behind: Background, tenant: string, id: string): Buffer =>
    sealSecret(behind.key, secretPlace(tenant, id), newSecret());
  /** A webhook with its secret, out of what is kept of it for a repetition: nothing that is written down can be read. */
  const opened = (behind: Background, tenant: string, { webhook, secret }: Kept) => ({
    ...webhook,
    secret: unsealSecret(behind.key, secretPlace(tenant, webhook.id), Buffer.from(secret, 'base64')),
  });

  app.get('/webhooks', async (c) => {
    const { behind, who } = await within(c);
    return c.json({ items: await asTenant(behind.pool, { ...who, readOnly: true }, store.list) });
  });
  app.post('/webhooks', async (c) => {
    const { behind, who } = await within(c);
    const by = ownerIn(c);
    const wish = await wishIn(c, rules(behind), null);
    const again = once(c);
    const kept = await asTenant(behind.pool, who, (tx) =>
      again(tx, async (): Promise<Kept> => {
        if ((await store.list(tx)).length >= MOST) return refuse(TOO_MANY);
        const id = randomUUID();
        const secret = sealed(behind, who.tenant, id);
        return { webhook: await store.make(tx, { ...wish, id, secret, by }), secret: secret.toString('base64') };
      }),
    );
    c.header('Location', `${new URL(c.req.url).pathname}/${kept.webhook.id}`);
    return c.json(opened(behind, who.tenant, kept), 201);
  });
  app.get('/webhooks/:id', async (c) => {
    const { behind, who } = await within(c);
    const id = idIn(c);
    const found = await asTenant(behind.pool, { ...who, readOnly: true }, (tx) => store.find(tx, id));
    return c.json(found ?? refuse(NOT_FOUND));
  });
  app.patch('/webhooks/:id', async (c) => {
    const { behind, who } = await within(c);
    const id = idIn(c);
    const by = ownerIn(c);
    const before = await asTenant(behind.pool, { ...who, readOnly: true }, (tx) => store.find(tx, id));
    const wish = await wishIn(c, rules(behind), before ?? refuse(NOT_FOUND));
    const changed = await asTenant(behind.pool, who, (tx) => store.change(tx, id, { ...wish, by }));
    return c.json(changed ?? refuse(NOT_FOUND));
  });
  app.delete('/webhooks/:id', async (c) => {
    const { behind, who } = await within(c);
    const id = idIn(c);
    if (!(await asTenant(behind.pool, who, (tx) => store.remove(tx, id)))) return refuse(NOT_FOUND);
    return c.body(null, 204);
  });
  app.post('/webhooks/:id/secret', async (c) => {
    const { behind, who } = await within(c);
    const id = idIn(c);
    const again = once(c);
    const kept = await asTenant(behind.pool, who, (tx) =>
      again(tx, async (): Promise<Kept> => {
        const secret = sealed(behind, who.tenant, id);
        const webhook = (await store.rotate(tx, id, secret, OVERLAP_HOURS)) ?? refuse(NOT_FOUND);
        return { webhook, secret: secret.toString('base64') };
      }),
    );
    return c.json(opened(behind, who.tenant, kept));
  });
  app.post('/webhooks/:id/test', async (c) => {
    const { behind, who } = await within(c);
    const id = idIn(c);
    const timestamp = new Date(behind.now()).toISOString();
    const again = once(c);
    const noted = await asTenant(behind.pool, who, (tx) =>
      again(tx, async () => {
        if (!(await store.find(tx, id))) return refuse(NOT_FOUND);
        const body = JSON.stringify({ type: 'test', timestamp, data: {} });
        const event = `test-${randomUUID()}`;
        const delivery = (await store.addDelivery(tx, id, { event, body, held: null })) ?? refuse(NOT_FOUND);
        await behind.enqueue(tx, 'webhook', { tenant: who.tenant, subject: delivery });
        return store.findDelivery(tx, id, delivery);
      }),
    );
    return c.json(noted, 202);
  });
  app.get('/webhooks/:id/deliveries', async (c) => {
    const { behind, who } = await within(c);
    onlyThese(c, 'limit');
    const [id, limit] = [idIn(c), limitIn(c)];
    const items = await asTenant(behind.pool, { ...who, readOnly: true }, async (tx) =>
      (await store.find(tx, id)) ? store.deliveries(tx, id, limit) : null,
    );
    return c.json({ items: items ?? refuse(NOT_FOUND) });
  });
  app.post('/webhooks/:id/deliveries/:delivery/retry', async (c) => {
    const { behind, who } = await within(c);
    const [id, delivery] = [idIn(c), idIn(c, 'delivery')];
    const again = await asTenant(behind.pool, who, async (tx) => {
      const found = await store.findDelivery(tx, id, delivery);
      if (!found) return null;
      if (found.state !== 'dead' && found.state !== 'held') return found;
      await store.noteDelivery(tx, delivery, { state: 'queued' });
      await behind.enqueue(tx, 'webhook', { tenant: who.tenant, subject: delivery });
      return { ...found, state: 'queued' as const, reason: null };
    });
    return c.json(again ?? refuse(NOT_FOUND), 202);
  });
};
