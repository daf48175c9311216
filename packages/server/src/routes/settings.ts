import { mayRun, queryFromAddress } from '@sluice/core';
import type { Hono } from 'hono';
import { z } from 'zod';
import type { Changing, Kept, Settings } from '../tenants/settings.ts';
import { isObject, jsonOf } from './body.ts';
import type { Ask, Env, Tenants } from './context.ts';
import { causeOf, type Placed, placedFor } from './place.ts';
import { NOT_FOUND, refuse } from './problem.ts';
import { readShape } from './shape.ts';
import { etagOf, versionOf } from './version.ts';

/** What the routes of settings need; without settings there is nothing at their addresses. */
export interface SettingsRouteOptions extends Tenants {
  readonly settings?: Settings | undefined;
}

const PATCH = z.strictObject({
  label: z.string().max(200).optional(),
  zone: z.string().max(80).optional(),
  currency: z.string().max(3).optional(),
});
const LABEL = z.union([z.string().min(1).max(200), z.record(z.string().max(20), z.string().max(200))]);
const ROLE = z.strictObject({ label: LABEL.optional(), rights: z.record(z.string(), z.unknown()) });

const changingOf = (c: Ask, { standing, actor, role }: Placed): Changing => ({
  tenant: standing.tenant,
  version: versionOf(c),
  actor,
  cause: causeOf(c),
  rights: standing.rights,
  role,
});

const overlayOf = async (c: Ask): Promise<unknown> => {
  const json = await jsonOf(c);
  if (!isObject(json) || Object.keys(json).some((name) => name !== 'overlay') || !('overlay' in json))
    return refuse({
      status: 400,
      code: 'bad_request',
      detail: 'The body is { "overlay": { … } }.',
      remedy: 'Send the whole overlay, as GET gives it, with what is to change.',
    });
  return json['overlay'];
};

/** How many records new and changed rules would catch now. */
const affected = async (
  { settings, sourceFor }: SettingsRouteOptions,
  session: Placed,
  overlay: unknown,
): Promise<readonly object[]> => {
  const { tenant } = session.standing;
  const { ok, changes, model } = settings?.preview(tenant, overlay) ?? { ok: false, changes: [], model: null };
  const rules = changes.flatMap(({ path: [root, entity, section, code], kind }) => {
    const gate =
      ok && root === 'entities' && section === 'gates' && kind !== 'removed'
        ? model?.find(entity ?? '')?.gates.find((one) => one.code === code)
        : undefined;
    return gate && entity !== undefined ? [{ entity, gate }] : [];
  });
  if (rules.length === 0) return [];
  // asked of the tenant as it would be: a rule may speak of a field that is not there yet
  const next = { ...tenant, overlays: [overlay as (typeof tenant.overlays)[number]] };
  const source = await sourceFor({ ...session, standing: { ...session.standing, tenant: next } }, 'preview');
  const counted = rules.slice(0, 20).map(async ({ entity, gate }) => {
    const query = queryFromAddress(new URLSearchParams({ where: gate.text, limit: '1' }), entity);
    const listed = query.ok && source ? await source.list(query.value) : null;
    return { entity, gate: gate.code, severity: gate.severity, records: listed?.ok ? listed.value.total : null };
  });
  return Promise.all(counted);
};

/** What a tenant keeps and what its roles may do, below the base of the API; for those who may say so. */
export const settingsRoutes = (app: Hono<Env>, options: SettingsRouteOptions): void => {
  const settings = (): Settings => options.settings ?? refuse(NOT_FOUND);
  const told = (c: Ask, { standing: { tenant } }: Placed, kept: Kept) => {
    const { version, label, zone, currency, overlay } = kept;
    c.header('ETag', etagOf(version));
    const { blueprint } = settings();
    return c.json({ version, tenant: { name: tenant.name, label, zone, currency }, overlay, blueprint });
  };

  app.get('/settings', async (c) => {
    const session = placedFor(c, 'settings');
    return told(c, session, await settings().read(session.standing.tenant));
  });
  app.put('/settings', async (c) => {
    const session = placedFor(c, 'settings');
    const changing = changingOf(c, session);
    return told(c, session, await settings().putOverlay(changing, await overlayOf(c)));
  });
  app.patch('/settings', async (c) => {
    const session = placedFor(c, 'settings');
    const changing = changingOf(c, session);
    return told(c, session, await settings().patch(changing, readShape(PATCH, await jsonOf(c))));
  });
  app.post('/settings/preview', async (c) => {
    const session = placedFor(c, 'settings');
    const overlay = await overlayOf(c);
    const { ok, issues, changes } = settings().preview(session.standing.tenant, overlay);
    return c.json({ ok, issues, changes, affected: await affected(options, session, overlay) });
  });

  app.get('/roles', async (c) => {
    const session = placedFor(c, 'roles', 'people');
    const { version, items } = await settings().roles(session.standing.tenant);
    c.header('ETag', etagOf(version));
    return c.json({ version, items, writable: mayRun(session.standing.rights, 'roles') });
  });
  app.put('/roles/:name', async (c) => {
    const session = placedFor(c, 'roles');
    const changing = changingOf(c, session);
    const name = c.req.param('name');
    const version = await settings().putRole(changing, name, readShape(ROLE, await jsonOf(c)));
    c.header('ETag', etagOf(version));
    const { items } = await settings().roles(session.standing.tenant);
    return c.json(items.find((one) => one.name === name) ?? refuse(NOT_FOUND));
  });
  app.delete('/roles/:name', async (c) => {
    const session = placedFor(c, 'roles');
    const version = await settings().deleteRole(changingOf(c, session), c.req.param('name'));
    c.header('ETag', etagOf(version));
    return c.body(null, 204);
  });
};
