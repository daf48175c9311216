import {
  type Blueprint,
  checkSuccession,
  covers,
  isCurrency,
  isZone,
  type Issue,
  issue,
  type Label,
  type Model,
  type Overlay,
  type OverlayChange,
  overlayChanges,
  readOverlay,
  readRights,
  resolveModel,
  type Rights,
  seenBy,
} from '@sluice/core';
import { ADMIN, BUILT_IN, isNewRole, type RoleDef, rolesOf } from '../auth/roles.ts';
import { NOT_YOURS } from '../auth/members.ts';
import { asOwner } from '../database/as-tenant.ts';
import type { Tx } from '../database/fence.ts';
import type { Pool } from '../database/lease.ts';
import { invalid, NOT_FOUND, type Refusal, Refused } from '../routes/problem.ts';
import { note } from './audit.ts';
import type { Models } from './models.ts';
import type { Tenant } from './tenant.ts';

/** What a tenant says of itself. */
export interface Kept {
  readonly version: number;
  readonly label: string;
  readonly zone: string;
  readonly currency: string;
  readonly overlay: Overlay;
  readonly roles: Readonly<Record<string, RoleDef>>;
}

/** Who changes it, on which version, and why. */
export interface Changing {
  readonly tenant: Tenant;
  readonly version: number;
  readonly actor: string;
  readonly cause: string;
  readonly rights: Rights;
  /** The role of whoever changes it. */
  readonly role: string;
}

/** What an overlay would do. */
export interface Preview {
  readonly ok: boolean;
  readonly issues: readonly Issue[];
  readonly changes: readonly OverlayChange[];
  /** The model as it would be; null when it would be none. */
  readonly model: Model | null;
}

/** A role with how many have it, or are invited to it. */
export interface KnownRole extends RoleDef {
  readonly name: string;
  readonly builtIn: boolean;
  readonly fixed: boolean;
  readonly members: number;
}

/** The settings of tenants. Refusals are thrown. */
export interface Settings {
  readonly blueprint: Blueprint;
  readonly read: (tenant: Tenant) => Promise<Kept>;
  /** Whether an overlay could be put in force, and what would be otherwise. */
  readonly preview: (tenant: Tenant, overlay: unknown) => Preview;
  readonly putOverlay: (changing: Changing, overlay: unknown) => Promise<Kept>;
  readonly patch: (
    changing: Changing,
    said: {
      readonly label?: string | undefined;
      readonly zone?: string | undefined;
      readonly currency?: string | undefined;
    },
  ) => Promise<Kept>;
  readonly roles: (tenant: Tenant) => Promise<{ readonly version: number; readonly items: readonly KnownRole[] }>;
  readonly putRole: (
    changing: Changing,
    name: string,
    said: { readonly label?: Label | undefined; readonly rights: unknown },
  ) => Promise<number>;
  readonly deleteRole: (changing: Changing, name: string) => Promise<number>;
}

export interface SettingsOptions {
  readonly pool: Pool;
  readonly blueprint: Blueprint;
  readonly models: Models;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told when another overlay is in force: indexes are made then. */
  readonly changed?: (tenant: Tenant, model: Model) => void;
}

const MOST_ROLES = 50;
const LARGEST_OVERLAY = 500_000;

const problemOf = (status: Refusal['status'], code: string, detail: string, remedy: string): Refused =>
  new Refused({ status, code, detail, remedy });

const valueAt = (of: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, step)
        ? (at as Record<string, unknown>)[step]
        : undefined,
    of,
  );

/** The parts that are otherwise, by their path: what the journal keeps of a change. */
const partsOf = (overlay: Overlay, changes: readonly OverlayChange[]) =>
  Object.fromEntries(changes.map(({ path }) => [path.join('.'), (valueAt(overlay, path) ?? null) as never]));

/** The settings of the tenants in a database that is migrated. */
export const openSettings = (options: SettingsOptions): Settings => {
  const { pool, blueprint, models, now, changed } = options;
  const iso = (): string => new Date(now()).toISOString();

  const keptIn = async (tx: Tx, id: string, lock: boolean): Promise<Kept> => {
    const [row] = lock
      ? await tx`select label, zone, currency, overlay::text as overlay, roles::text as roles, version
          from sluice_system.tenant where id = ${id} for update`
      : await tx`select label, zone, currency, overlay::text as overlay, roles::text as roles, version
          from sluice_system.tenant where id = ${id}`;
    if (!row) throw new Refused(NOT_FOUND);
    return {
      version: Number(row['version']),
      label: String(row['label']),
      zone: String(row['zone']),
      currency: String(row['currency']),
      overlay: JSON.parse(String(row['overlay'])) as Overlay,
      roles: JSON.parse(String(row['roles'])) as Kept['roles'],
    };
  };

  /** Works on the settings as they are, held; nobody writes over what they have not seen. */
  const holding = <T>({ tenant, version }: Changing, work: (tx: Tx, kept: Kept) => Promise<T>): Promise<T> =>
    asOwner(pool, {}, async (tx) => {
      const kept = await keptIn(tx, tenant.id, true);
      if (kept.version !== version)
        throw new Refused({
          status: 412,
          code: 'changed_meanwhile',
          detail: `The settings were changed meanwhile: they are at version ${kept.version}.`,
          remedy: 'Read them anew and say what is to change again.',
          headers: { ETag: `"${kept.version}"` },
        });
      return work(tx, kept);
    });

  const judged = (
    kept: Pick<Kept, 'overlay' | 'roles'>,
    said: unknown,
  ): Preview & { readonly overlay: Overlay | null } => {
    const none = { ok: false, changes: [], model: null, overlay: null };
    const read = readOverlay(said);
    if (!read.ok) return { ...none, issues: read.issues };
    const overlay = read.value;
    if (JSON.stringify(overlay).length > LARGEST_OVERLAY)
      return { ...none, issues: [issue('too_long', ['overlay'], { expected: `${LARGEST_OVERLAY} letters` })] };
    const changes = overlayChanges(kept.overlay, overlay);
    const unique = uniqueIn(overlay);
    const model = resolveModel(blueprint, { overlays: [overlay] });
    const issues = [...checkSuccession(blueprint, kept.overlay, overlay), ...unique, ...(model.ok ? [] : model.issues)];
    if (!model.ok || issues.length > 0) return { ok: false, issues, changes, model: null, overlay };
    // roles must still be seen through: a rule of theirs may hide what a new formula needs
    for (const [name, { rights }] of rolesOf(kept.roles)) {
      const seen = seenBy(blueprint, [overlay], rights);
      if (!seen.ok) issues.push(...seen.issues.map((one) => ({ ...one, params: { ...one.params, role: name } })));
    }
    return { ok: issues.length === 0, issues, changes, model: model.value, overlay };
  };

  /** Only the product's own fields are unique so far: a table of many tenants keeps no key for one of them. */
  const uniqueIn = (overlay: Overlay): readonly Issue[] =>
    Object.entries(overlay.entities ?? {}).flatMap(([entity, { fields = {} }]) =>
      Object.entries(fields).flatMap(([name, field]) => {
        const base = blueprint.entities.find((one) => one.name === entity)?.fields;
        const own = base && Object.hasOwn(base, name) ? base[name]?.unique === true : false;
        return field?.unique === true && !own
          ? [issue('overlay_forbidden', ['entities', entity, 'fields', name, 'unique'])]
          : [];
      }),
    );

  const next = async (
    tx: Tx,
    { tenant, actor, cause }: Changing,
    kept: Kept,
    what: 'settings' | 'roles',
    {
      before,
      after,
    }: { readonly before: Readonly<Record<string, unknown>>; readonly after: Readonly<Record<string, unknown>> },
  ): Promise<Kept> => {
    const version = kept.version + 1;
    await tx`update sluice_system.tenant set version = ${version}, label = ${kept.label}, zone = ${kept.zone},
        currency = ${kept.currency}, overlay = ${JSON.stringify(kept.overlay)}::text::json,
        roles = ${JSON.stringify(kept.roles)}::text::json
      where id = ${tenant.id}`;
    await note(tx, {
      what,
      tenant: tenant.id,
      id: tenant.id,
      version,
      at: iso(),
      actor,
      cause,
      before: before as never,
      after: after as never,
    });
    return { ...kept, version };
  };

  return {
    blueprint,
    read: (tenant) => asOwner(pool, { readOnly: true }, (tx) => keptIn(tx, tenant.id, false)),
    preview: (tenant, said) => {
      const { ok, issues, changes, model } = judged({ overlay: tenant.overlays[0] ?? {}, roles: tenant.roles }, said);
      return { ok, issues, changes, model };
    },
    putOverlay: async (changing, said) => {
      const done = await holding(changing, async (tx, kept) => {
        const { ok, overlay, issues, changes } = judged(kept, said);
        if (!ok || !overlay) throw new Refused({ ...invalid(issues), status: 422, code: 'not_valid', issues });
        if (changes.length === 0) return kept;
        const [before, after] = [partsOf(kept.overlay, changes), partsOf(overlay, changes)];
        return next(tx, changing, { ...kept, overlay }, 'settings', { before, after });
      });
      changed?.(changing.tenant, models.whole([done.overlay]));
      return done;
    },
    patch: (changing, said) =>
      holding(changing, async (tx, kept) => {
        const { label = kept.label, zone = kept.zone, currency = kept.currency } = said;
        const issues = [
          ...(label.trim() === '' || label.length > 200 ? [issue('required', ['label'])] : []),
          ...(isZone(zone)
            ? []
            : [issue('not_a_zone', ['zone'], { message: `${zone.slice(0, 80)} is not a time zone.` })]),
          ...(isCurrency(currency) ? [] : [issue('not_currency', ['currency'], { received: currency.slice(0, 80) })]),
        ];
        if (issues.length > 0) throw new Refused(invalid(issues));
        const words = ['label', 'zone', 'currency'] as const;
        const now = { ...kept, label, zone, currency };
        const other = words.filter((word) => kept[word] !== now[word]);
        if (other.length === 0) return kept;
        const pick = (of: Kept) => Object.fromEntries(other.map((word) => [word, of[word]]));
        return next(tx, changing, now, 'settings', { before: pick(kept), after: pick(now) });
      }),
    roles: (tenant) =>
      asOwner(pool, { readOnly: true }, async (tx) => {
        const { version, roles } = await keptIn(tx, tenant.id, false);
        const counts = await holdersIn(tx, tenant.id, iso());
        const items = [...rolesOf(roles)].map(
          ([name, role]): KnownRole => ({
            name,
            ...role,
            builtIn: Object.hasOwn(BUILT_IN, name),
            fixed: name === ADMIN,
            members: counts.get(name) ?? 0,
          }),
        );
        return { version, items };
      }),
    putRole: (changing, name, { label, rights: said }) =>
      holding(changing, async (tx, kept) => {
        checkName(name, changing);
        const known = rolesOf(kept.roles);
        if (!known.has(name) && known.size >= MOST_ROLES)
          throw problemOf(422, 'too_many_roles', `There are ${MOST_ROLES} roles already.`, 'Take one away first.');
        const model = models.whole(Object.keys(kept.overlay).length > 0 ? [kept.overlay] : []);
        const read = readRights(said, model);
        if (!read.ok) throw new Refused({ ...invalid(read.issues), status: 422, code: 'not_valid' });
        const rights = read.value;
        const before = known.get(name);
        if (!covers(changing.rights, rights, model)) throw new Refused(NOT_YOURS);
        // nobody cuts down who may do more than they
        if (before && !covers(changing.rights, before.rights, model)) throw new Refused(NOT_YOURS);
        const seen = seenBy(blueprint, [kept.overlay], rights);
        if (!seen.ok) throw new Refused({ ...invalid(seen.issues), status: 422, code: 'not_valid' });
        const role: RoleDef = { ...(label === undefined ? {} : { label }), rights };
        if (before && JSON.stringify(before) === JSON.stringify(role)) return kept.version;
        const roles = { ...kept.roles, [name]: role };
        const done = await next(tx, changing, { ...kept, roles }, 'roles', {
          before: { [name]: before ?? null },
          after: { [name]: role },
        });
        return done.version;
      }),
    deleteRole: (changing, name) =>
      holding(changing, async (tx, kept) => {
        checkName(name, changing);
        const before = Object.hasOwn(kept.roles, name) ? kept.roles[name] : undefined;
        if (!before) throw new Refused(NOT_FOUND);
        const model = models.whole(Object.keys(kept.overlay).length > 0 ? [kept.overlay] : []);
        const after = BUILT_IN[name];
        for (const one of [before, after])
          if (one && !covers(changing.rights, one.rights, model)) throw new Refused(NOT_YOURS);
        if (!after && ((await holdersIn(tx, changing.tenant.id, iso())).get(name) ?? 0) > 0)
          throw problemOf(409, 'role_in_use', `Somebody has the role ${name}.`, 'Give them another role first.');
        const roles = Object.fromEntries(Object.entries(kept.roles).filter(([one]) => one !== name));
        const done = await next(tx, changing, { ...kept, roles }, 'roles', {
          before: { [name]: before },
          after: { [name]: after ?? null },
        });
        return done.version;
      }),
  };
};

const checkName = (name: string, { role }: Changing): void => {
  if (name === ADMIN)
    throw problemOf(409, 'role_is_fixed', 'The role admin may do everything, always.', 'Make another role.');
  if (!isNewRole(name))
    throw problemOf(
      422,
      'bad_role_name',
      `${name.slice(0, 40)} cannot be the name of a role.`,
      'Write it in small letters, for example field-sales.',
    );
  if (name === role)
    throw problemOf(403, 'own_role', 'Nobody changes what they may do themselves.', 'Ask somebody with another role.');
};

/** How many have each role, or are invited to it. */
const holdersIn = async (tx: Tx, tenant: string, at: string): Promise<ReadonlyMap<string, number>> => {
  const rows = await tx`
    select role, count(distinct person_id)::integer as count from (
      select role, person_id from sluice_system.membership where tenant_id = ${tenant}
      union select role, person_id from sluice_system.single_use_link
        where tenant_id = ${tenant} and purpose = 'invite' and used_at is null and expires_at > ${at}) as holders
    group by role`;
  return new Map(rows.map((row) => [String(row['role']), Number(row['count'])]));
};
