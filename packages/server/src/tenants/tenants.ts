import { randomUUID, webcrypto } from 'node:crypto';
import { type Blueprint, dateInZone, isZone, type Model, idSequence, type Overlay } from '@sluice/core';
import { mayWrite } from '../auth/permissions.ts';
import type { RoleDef } from '../auth/roles.ts';
import { asOwner } from '../database/as-tenant.ts';
import type { Pool } from '../database/lease.ts';
import { viewIn } from '../feed/view.ts';
import type { Once } from '../idempotency/once.ts';
import { deskAsRole } from '../imports/as-role.ts';
import { importDesk } from '../imports/desk.ts';
import type { Threads } from '../imports/threads.ts';
import { asRole } from '../records/as-role.ts';
import { openNotices } from '../records/notices.ts';
import { sqlSource } from '../records/source.ts';
import type { Session, Tenancy, Tenants } from '../routes/context.ts';
import { type Models, openModels } from './models.ts';
import { ownOf, standingIn } from './standing.ts';
import type { Standing, Tenant } from './tenant.ts';

export type { Standing, Tenant } from './tenant.ts';

/** The tenants of a server and the way to their data. */
export interface OpenTenants extends Tenants {
  readonly find: (name: string) => Promise<Tenant | null>;
  /** The place of a sender; null when there is no such tenant, or no such role of it. */
  readonly standingOf: (session: Session) => Promise<Standing | null>;
  readonly models: Models;
  /** What tenants keep otherwise than the product, each once. */
  readonly overlays: () => Promise<readonly (readonly Overlay[])[]>;
  /** Makes a tenant; the one that is there already when the name is taken. */
  readonly create: (tenant: {
    readonly name: string;
    readonly label: string;
    readonly zone: string;
    readonly currency: string;
  }) => Promise<Tenant>;
}

/** What every source of a server needs of its surroundings. */
export interface TenantOptions {
  readonly pool: Pool;
  readonly blueprint: Blueprint;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Where imports are done that take long; here when left out. */
  readonly threads?: Threads;
}

const overlaysOf = (text: string): readonly Overlay[] => {
  const overlay = JSON.parse(text) as Overlay;
  return Object.keys(overlay).length === 0 ? [] : [overlay];
};

const random = (): readonly [number, number, number] => {
  const [a = 0, b = 0, c = 0] = webcrypto.getRandomValues(new Uint32Array(3));
  return [a, b, c];
};

/** The link that says whose a record is, and what it leads to. */
const OWNER = 'owner';
const USER = 'user';

/** Imports and streams know no single records: they are for those who see all. */
const wholly = (session: Session, { rights }: Standing): boolean =>
  ownOf(session, rights) === undefined && !session.embed;

/** The tenants in a database that is migrated. Models are resolved once per overlay. */
export const openTenants = ({ pool, blueprint, now, threads }: TenantOptions): OpenTenants => {
  const models = openModels(blueprint);
  const notices = openNotices();
  const nextId = idSequence(now, random);

  const find = (name: string): Promise<Tenant | null> =>
    asOwner(pool, { readOnly: true }, async (tx) => {
      const [row] = await tx`
        select id, name, label, zone, currency, overlay::text as overlay, roles::text as roles, version,
          suspended_at is not null as suspended
        from sluice_system.tenant where name = ${name}`;
      if (!row) return null;
      return {
        id: String(row['id']),
        name: String(row['name']),
        label: String(row['label']),
        zone: isZone(row['zone']) ? row['zone'] : 'UTC',
        currency: String(row['currency']),
        overlays: overlaysOf(String(row['overlay'])),
        roles: JSON.parse(String(row['roles'])) as Readonly<Record<string, RoleDef>>,
        version: Number(row['version']),
        suspended: row['suspended'] !== false,
      };
    });

  const standingOf = async (session: Session): Promise<Standing | null> => {
    if (session.standing) return session.standing;
    const tenant = await find(session.tenant);
    return tenant && standingIn(tenant, session);
  };

  const instant = (): string => new Date(now()).toISOString();
  const todayIn = (zone: string): string => dateInZone(instant(), zone);

  /** The record that people link to as an owner: the one user with this e-mail address, or nobody. */
  const userOf = async (tenant: string, model: Model, email: string): Promise<string | null> => {
    const entity = model.find(USER);
    if (!entity?.field('email')) return null;
    const source = sqlSource({
      pool,
      model,
      tenant,
      actor: email,
      moment: () => ({ today: todayIn('UTC'), zone: 'UTC' }),
      now: instant,
      id: nextId,
      writable: false,
    });
    const listed = await source.list({
      entity: USER,
      filters: [{ field: 'email', op: 'in', values: [email] }],
      limit: 2,
    });
    const [only, other] = listed.ok ? listed.value.items : [];
    return only && !other ? only.id : null;
  };

  return {
    find,
    create: async ({ name, label, zone, currency }) => {
      await asOwner(pool, {}, async (tx) => {
        await tx`insert into sluice_system.tenant (id, name, label, zone, currency)
          values (${randomUUID()}, ${name}, ${label}, ${zone}, ${currency}) on conflict (name) do nothing`;
      });
      const made = await find(name);
      if (!made) throw new Error('a tenant that was just made is not there');
      return made;
    },
    standingOf,
    models,
    overlays: () =>
      asOwner(pool, { readOnly: true }, async (tx) => {
        const rows = await tx`
          select distinct overlay::text as overlay from sluice_system.tenant where overlay::text <> '{}'`;
        return rows.map((row) => overlaysOf(String(row['overlay'])));
      }),
    tenancyOf: async (session: Session): Promise<Tenancy | null> => {
      const standing = await standingOf(session);
      if (!standing) return null;
      const { rights } = standing;
      const { name, label, zone, currency, overlays } = standing.tenant;
      const seen = models.seen(overlays, rights);
      return {
        name,
        label,
        blueprint: seen.blueprint,
        overlays: seen.overlays,
        today: todayIn(zone),
        zone,
        currency,
        rights,
      };
    },
    importsFor: async (session: Session, once?: Once) => {
      const { actor, role } = session;
      const standing = await standingOf(session);
      if (!standing || !wholly(session, standing)) return null;
      const { rights } = standing;
      const { id, zone, overlays } = standing.tenant;
      const moment = () => ({ today: todayIn(zone), zone });
      const seen = models.seen(overlays, rights).model;
      const desk = importDesk({
        pool,
        model: models.whole(overlays),
        seen,
        rights,
        tenant: id,
        actor,
        role,
        moment,
        now: instant,
        notices,
        ...(once ? { once } : {}),
        ...(threads ? { away: { threads, overlays } } : {}),
      });
      return deskAsRole({ desk, rights, seen, actor });
    },
    feedFor: async (session: Session) => {
      const standing = await standingOf(session);
      if (!standing || !wholly(session, standing)) return null;
      const { id, overlays } = standing.tenant;
      return { tenant: id, view: viewIn(models.seen(overlays, standing.rights).model) };
    },
    sourceFor: async (session: Session, cause: string, once?: Once) => {
      const standing = await standingOf(session);
      if (!standing) return null;
      const { rights } = standing;
      const { id, zone, overlays } = standing.tenant;
      const whole = models.whole(overlays);
      const seen = models.seen(overlays, rights).model;
      const own = ownOf(session, rights);
      const options = {
        pool,
        whole,
        tenant: id,
        actor: session.actor,
        role: session.role,
        moment: () => ({ today: todayIn(zone), zone }),
        now: instant,
        id: nextId,
        cause,
        writable: mayWrite(rights) && !session.embed,
        notices,
        ...(own === undefined ? {} : { only: { field: OWNER, id: await userOf(id, whole, own) } }),
        ...(session.embed ? { filters: session.embed.filters } : {}),
        ...(once ? { once } : {}),
      };
      const writer = sqlSource({ ...options, model: whole });
      const reader = seen === whole ? writer : sqlSource({ ...options, model: seen });
      return asRole({ rights, reader, writer });
    },
  };
};
