import { randomUUID, webcrypto } from 'node:crypto';
import { type Blueprint, dateInZone, isZone, type Model, idSequence, type Overlay, resolveModel } from '@sluice/core';
import { may } from '../auth/permissions.ts';
import { roleCanWrite } from '../auth/roles.ts';
import { asOwner } from '../database/as-tenant.ts';
import type { Pool } from '../database/lease.ts';
import { viewIn } from '../feed/view.ts';
import type { Once } from '../idempotency/once.ts';
import { importDesk } from '../imports/desk.ts';
import type { Threads } from '../imports/threads.ts';
import { openNotices } from '../records/notices.ts';
import { sqlSource } from '../records/source.ts';
import type { Session, Tenancy, Tenants } from '../routes/context.ts';

/** A tenant as the server keeps it. */
export interface Tenant {
  /** UUID */
  readonly id: string;
  /** The short name in commands and tokens. */
  readonly name: string;
  readonly label: string;
  /** IANA zone: what "today" means. */
  readonly zone: string;
  /** ISO 4217 */
  readonly currency: string;
  readonly overlays: readonly Overlay[];
}

/** The tenants of a server and the way to their data. */
export interface OpenTenants extends Tenants {
  readonly find: (name: string) => Promise<Tenant | null>;
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
const wholly = (session: Session): boolean => session.own === undefined && !session.embed;

/** The tenants in a database that is migrated. Models are resolved once per overlay. */
export const openTenants = ({ pool, blueprint, now, threads }: TenantOptions): OpenTenants => {
  const models = new Map<string, Model>();
  const notices = openNotices();
  const nextId = idSequence(now, random);

  const modelFor = (overlays: readonly Overlay[]): Model => {
    const key = JSON.stringify(overlays);
    const known = models.get(key);
    if (known) return known;
    const model = resolveModel(blueprint, { overlays });
    // An overlay is checked before it is kept: one that does not fit any more is a fault of an upgrade, and is told as one.
    if (!model.ok) throw new Error(`an overlay does not fit: ${model.issues.map((one) => one.message).join(' ')}`);
    models.set(key, model.value);
    return model.value;
  };

  const find = (name: string): Promise<Tenant | null> =>
    asOwner(pool, { readOnly: true }, async (tx) => {
      const [row] = await tx`
        select id, name, label, zone, currency, overlay::text as overlay from sluice_system.tenant where name = ${name}`;
      if (!row) return null;
      return {
        id: String(row['id']),
        name: String(row['name']),
        label: String(row['label']),
        zone: isZone(row['zone']) ? row['zone'] : 'UTC',
        currency: String(row['currency']),
        overlays: overlaysOf(String(row['overlay'])),
      };
    });

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
    tenancyOf: async (session: Session): Promise<Tenancy | null> => {
      const tenant = await find(session.tenant);
      if (!tenant) return null;
      const { name, label, zone, currency, overlays } = tenant;
      return { name, label, blueprint, overlays, today: todayIn(zone), zone, currency };
    },
    importsFor: async (session: Session, once?: Once) => {
      const { tenant: name, actor, role } = session;
      const tenant = wholly(session) ? await find(name) : null;
      if (!tenant) return null;
      const { id, zone, overlays } = tenant;
      const moment = () => ({ today: todayIn(zone), zone });
      return importDesk({
        pool,
        model: modelFor(overlays),
        tenant: id,
        actor,
        role,
        moment,
        now: instant,
        notices,
        ...(once ? { once } : {}),
        ...(threads ? { away: { threads, overlays } } : {}),
      });
    },
    feedFor: async (session: Session) => {
      const tenant = wholly(session) ? await find(session.tenant) : null;
      return (
        tenant && {
          tenant: tenant.id,
          view: viewIn(modelFor(tenant.overlays), {
            entity: (name) => may(session.role, 'read', name),
            field: () => true,
          }),
        }
      );
    },
    sourceFor: async (session: Session, cause: string, once?: Once) => {
      const tenant = await find(session.tenant);
      if (!tenant) return null;
      const { id, zone, overlays } = tenant;
      const model = modelFor(overlays);
      return sqlSource({
        pool,
        model,
        tenant: id,
        actor: session.actor,
        role: session.role,
        moment: () => ({ today: todayIn(zone), zone }),
        now: instant,
        id: nextId,
        cause,
        writable: roleCanWrite(session.role) && !session.embed,
        notices,
        ...(session.own === undefined ? {} : { only: { field: OWNER, id: await userOf(id, model, session.own) } }),
        ...(session.embed ? { filters: session.embed.filters } : {}),
        ...(once ? { once } : {}),
      });
    },
  };
};
