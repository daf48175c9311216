import { asOwner } from '../database/as-tenant.ts';
import type { Pool } from '../database/lease.ts';
import { keyFor, macOf } from './keys.ts';

/** How often something may be tried. */
export interface Limit {
  /** Tries before anybody has to wait. */
  readonly free: number;
  /** Seconds to wait after the first try too many; doubles with each further one. */
  readonly first: number;
  /** The longest wait, in seconds. */
  readonly longest: number;
  /** Seconds without a try after which all is forgotten. */
  readonly memory: number;
}

/** Something that is limited: what, and of whom. Kept as a digest, so that the table tells no address. */
export interface Limited {
  readonly what: string;
  readonly limit: Limit;
}

/** The password of one account from one address: what guesses one person's password. */
export const PER_ACCOUNT_AND_ADDRESS: Limit = { free: 5, first: 2, longest: 900, memory: 3600 };
/** All accounts from one address: what sprays one password over many. */
export const PER_ADDRESS: Limit = { free: 50, first: 60, longest: 900, memory: 3600 };
/** A browser that signed in before: it passes the two others, and this is its own. */
export const PER_DEVICE: Limit = { free: 10, first: 5, longest: 900, memory: 3600 };
/** Links for a new password, per account: enough to mend a mistake, too few to fill the outbox. */
export const PER_RESET: Limit = { free: 3, first: 900, longest: 3600, memory: 7200 };

/** Counts tries in the database, so that neither a restart nor a second server forgets. */
export interface Throttle {
  /** Counts one more try of all of these, or says how many seconds to wait (nothing is counted then). */
  readonly take: (limited: readonly Limited[]) => Promise<number | null>;
  /** It was the right person: forgets the tries of these. */
  readonly forget: (limited: readonly Limited[]) => Promise<void>;
  /** It was the right person: takes back the one try of these. */
  readonly giveBack: (limited: readonly Limited[]) => Promise<void>;
}

interface Counted {
  readonly key: Buffer;
  readonly limit: Limit;
}

/** `now`: milliseconds since 1970. */
export const openThrottle = (pool: Pool, secret: Uint8Array, now: () => number): Throttle => {
  const key = keyFor(secret, 'throttle');
  // always in one order, so that two requests wait for each other instead of both failing
  const countedOf = (limited: readonly Limited[]): readonly Counted[] =>
    limited.map(({ what, limit }) => ({ key: macOf(key, what), limit })).sort((a, b) => Buffer.compare(a.key, b.key));
  const iso = (at: number): string => new Date(at).toISOString();

  return {
    take: (limited) =>
      asOwner(pool, {}, async (tx) => {
        const at = now();
        await tx`delete from sluice_system.throttle where key in
          (select key from sluice_system.throttle where expires_at < ${iso(at)} order by key limit 100 for update skip locked)`;
        const states: { readonly counted: Counted; readonly count: number }[] = [];
        let wait = 0;
        for (const counted of countedOf(limited)) {
          const expires = iso(at + counted.limit.memory * 1000);
          const [row] = await tx`
            insert into sluice_system.throttle as t (key, count, since, expires_at)
            values (${counted.key}, 0, ${iso(at)}, ${expires})
            on conflict (key) do update set key = excluded.key
            returning t.count, (extract(epoch from t.blocked_until) * 1000)::double precision as until,
              t.expires_at < ${iso(at)}::timestamptz as old`;
          const until = Number(row?.['until'] ?? 0);
          if (until > at) wait = Math.max(wait, Math.ceil((until - at) / 1000));
          states.push({ counted, count: row?.['old'] === true ? 0 : Number(row?.['count'] ?? 0) });
        }
        if (wait > 0) return wait;
        for (const { counted, count } of states) {
          const { free, first, longest, memory } = counted.limit;
          const tries = count + 1;
          const delay = tries < free ? 0 : Math.min(first * 2 ** Math.min(tries - free, 20), longest);
          const blocked = delay === 0 ? null : iso(at + delay * 1000);
          await tx`update sluice_system.throttle
            set count = ${tries}, blocked_until = ${blocked}, expires_at = ${iso(at + memory * 1000)} where key = ${counted.key}`;
        }
        return null;
      }),
    forget: async (limited) => {
      if (limited.length === 0) return;
      await asOwner(pool, {}, async (tx) => {
        for (const { key: one } of countedOf(limited)) await tx`delete from sluice_system.throttle where key = ${one}`;
      });
    },
    giveBack: async (limited) => {
      if (limited.length === 0) return;
      await asOwner(pool, {}, async (tx) => {
        for (const { key: one } of countedOf(limited))
          await tx`update sluice_system.throttle set count = greatest(count - 1, 0), blocked_until = null where key = ${one}`;
      });
    },
  };
};
