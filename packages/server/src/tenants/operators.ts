import { randomUUID } from 'node:crypto';
import { isCurrency, type Issue, issue, isZone } from '@sluice/core';
import { ADMIN } from '../auth/roles.ts';
import { asOwner } from '../database/as-tenant.ts';
import type { AnyRow, Tx } from '../database/fence.ts';
import type { Pool } from '../database/lease.ts';
import { always, type Once } from '../idempotency/once.ts';
import { invalid, NOT_FOUND, Refused } from '../routes/problem.ts';
import { note } from './audit.ts';

/** A tenant, as whoever runs the server sees it: nothing of what it keeps. */
export interface Listed {
  readonly name: string;
  readonly label: string;
  readonly zone: string;
  readonly currency: string;
  readonly createdAt: string;
  readonly suspended: boolean;
  readonly suspendedAt: string | null;
  readonly members: number;
  /** Those with the role admin who are let in. */
  readonly admins: number;
}

/** What is said of a new tenant. */
export interface NewTenant {
  readonly name: string;
  readonly label?: string | undefined;
  readonly zone?: string | undefined;
  readonly currency?: string | undefined;
}

/** What is changed of a tenant. */
export type TenantChange = { readonly [Word in keyof NewTenant]?: NewTenant[Word] | undefined };

/** The tenants of a server, for whoever runs it. Refusals are thrown. */
export interface Operators {
  readonly list: () => Promise<readonly Listed[]>;
  readonly find: (name: string) => Promise<Listed>;
  /** `once`: asked again, it is the tenant that was made. Throws `name_taken` for any other of that name. */
  readonly create: (tenant: NewTenant, by: string, once?: Once) => Promise<Listed>;
  readonly change: (name: string, said: TenantChange, by: string) => Promise<Listed>;
  /** Lets nobody in any more, at once; or lets them in again. */
  readonly suspend: (name: string, suspended: boolean, by: string) => Promise<Listed>;
}

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;
const COLUMNS = `t."name", t."label", t."zone", t."currency", t."created_at", t."suspended_at",
  (select count(*)::integer from sluice_system.membership m where m.tenant_id = t.id) as "members",
  (select count(*)::integer from sluice_system.membership m where m.tenant_id = t.id and m.role = '${ADMIN}'
    and m.disabled_at is null and not m.own_records) as "admins"`;

const listedOf = (row: AnyRow): Listed => ({
  name: String(row['name']),
  label: String(row['label']),
  zone: String(row['zone']),
  currency: String(row['currency']),
  createdAt: String(row['created_at']),
  suspended: row['suspended_at'] !== null,
  suspendedAt: typeof row['suspended_at'] === 'string' ? row['suspended_at'] : null,
  members: Number(row['members']),
  admins: Number(row['admins']),
});

const check = ({ name, label, zone, currency }: TenantChange): void => {
  const issues: Issue[] = [];
  if (name !== undefined && !NAME.test(name))
    issues.push(
      issue('not_a_name', ['name'], {
        message: `${name.slice(0, 80)} is not the short name of a tenant.`,
        remedy: 'Write it in small letters, for example acme-wines.',
      }),
    );
  if (label !== undefined && (label.trim() === '' || label.length > 200)) issues.push(issue('required', ['label']));
  if (zone !== undefined && !isZone(zone))
    issues.push(
      issue('not_a_zone', ['zone'], {
        message: `${zone.slice(0, 80)} is not a time zone.`,
        remedy: 'Write it as Europe/Paris.',
      }),
    );
  if (currency !== undefined && !isCurrency(currency))
    issues.push(issue('not_currency', ['currency'], { received: currency.slice(0, 80) }));
  if (issues.length > 0) throw new Refused(invalid(issues));
};

const taken = (name: string): Refused =>
  new Refused({
    status: 409,
    code: 'name_taken',
    detail: `There is a tenant ${name} already.`,
    remedy: 'Choose another short name.',
  });

/** The tenants in a database that is migrated. `now`: milliseconds since 1970. */
export const openOperators = (pool: Pool, now: () => number): Operators => {
  const iso = (): string => new Date(now()).toISOString();

  const one = async (tx: Tx, name: string): Promise<Listed> => {
    const [row] = await tx.unsafe(`select ${COLUMNS} from sluice_system.tenant t where t.name = $1::text`, [name]);
    if (!row) throw new Refused(NOT_FOUND);
    return listedOf(row);
  };

  /** Works on a tenant, held; says in its journal what was done to it. */
  const holding = (
    name: string,
    by: string,
    work: (
      tx: Tx,
      before: Listed,
    ) => Promise<{ readonly name: string; readonly said: Readonly<Record<string, unknown>> } | null>,
  ): Promise<Listed> =>
    asOwner(pool, {}, async (tx) => {
      const [row] = await tx`select id, version from sluice_system.tenant where name = ${name} for update`;
      if (!row) throw new Refused(NOT_FOUND);
      const before = await one(tx, name);
      const done = await work(tx, before);
      if (!done) return before;
      const tenant = String(row['id']);
      const version = Number(row['version']) + 1;
      await tx`update sluice_system.tenant set version = ${version} where id = ${tenant}`;
      const was = Object.fromEntries(
        Object.keys(done.said).map((word) => [word, before[word as keyof Listed] ?? null]),
      );
      await note(tx, {
        what: 'settings',
        tenant,
        id: tenant,
        version,
        at: iso(),
        actor: by,
        cause: 'operator',
        before: was,
        after: done.said as never,
      });
      return one(tx, done.name);
    });

  return {
    list: () =>
      asOwner(pool, { readOnly: true }, async (tx) => {
        const rows = await tx.unsafe(`select ${COLUMNS} from sluice_system.tenant t order by t."name"`);
        return rows.map(listedOf);
      }),
    find: (name) => asOwner(pool, { readOnly: true }, (tx) => one(tx, name)),
    create: (said, by, once = always) => {
      check(said);
      const { name, label = name, zone = 'UTC', currency = 'EUR' } = said;
      return asOwner(pool, {}, async (tx) => {
        const fresh = randomUUID();
        const rows = await tx`insert into sluice_system.tenant (id, name, label, zone, currency)
          values (${fresh}, ${name}, ${label}, ${zone}, ${currency}) on conflict (name) do nothing returning id`;
        const [place] = await tx`select id::text as id from sluice_system.tenant where name = ${name}`;
        const id = String(place?.['id']);
        await tx`select set_config('app.tenant_id', ${id}, true)`;
        return once(tx, async () => {
          if (rows.length === 0) throw taken(name);
          const after = { name, label, zone, currency };
          const about = { tenant: id, id, version: 1, at: iso(), actor: by, cause: 'operator', before: null, after };
          await note(tx, { what: 'settings', ...about });
          return one(tx, name);
        });
      });
    },
    change: (name, said, by) => {
      check(said);
      return holding(name, by, async (tx, before) => {
        const {
          name: called = before.name,
          label = before.label,
          zone = before.zone,
          currency = before.currency,
        } = said;
        const next = { name: called, label, zone, currency };
        const words = (['name', 'label', 'zone', 'currency'] as const).filter((word) => next[word] !== before[word]);
        if (words.length === 0) return null;
        if (called !== name) {
          const [other] = await tx`select id from sluice_system.tenant where name = ${called}`;
          if (other) throw taken(called);
        }
        await tx`update sluice_system.tenant set name = ${called}, label = ${label}, zone = ${zone}, currency = ${currency}
          where name = ${name}`;
        return { name: called, said: Object.fromEntries(words.map((word) => [word, next[word]])) };
      });
    },
    suspend: (name, suspended, by) =>
      holding(name, by, async (tx, before) => {
        if (before.suspended === suspended) return null;
        await tx`update sluice_system.tenant set suspended_at = ${suspended ? iso() : null}::timestamptz where name = ${name}`;
        return { name, said: { suspended } };
      }),
  };
};
