import { isLoopback } from '../config.ts';
import { asOwner } from '../database/as-tenant.ts';
import type { Pool } from '../database/lease.ts';

/** The origins of other sites' pages that may read a tenant's answers. */
export interface Origins {
  /** Whether a tenant lists an origin. */
  readonly lists: (tenant: string, origin: string) => Promise<boolean>;
  /** Whether any tenant does: what is asked before it is known who asks. */
  readonly known: (origin: string) => Promise<boolean>;
  /** The list of a tenant; null when there is no such tenant. */
  readonly of: (tenant: string) => Promise<readonly string[] | null>;
  /** Changes the list of a tenant; gives it as it is then, null when there is no such tenant. */
  readonly change: (
    tenant: string,
    change: (list: readonly string[]) => readonly string[],
  ) => Promise<readonly string[] | null>;
}

/** How long a list is taken as it was read, in milliseconds. */
const FRESH = 5000;

/** An origin as browsers say it, `https://app.example.com`; null for anything else, and for http but to this machine. */
export const originFrom = (text: string): string | null => {
  if (text.length > 300 || !URL.canParse(text)) return null;
  const { protocol, origin, hostname, pathname, search, hash, username, password } = new URL(text);
  const more = pathname !== '/' || `${search}${hash}${username}${password}` !== '' || /[*?#]/.test(text);
  const safe = protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
  return safe && !more ? origin : null;
};

const listIn = (json: unknown): readonly string[] => {
  const list = JSON.parse(String(json)) as unknown;
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
};

/** The lists of a database, read at most once in five seconds: a change is effective everywhere by then. */
export const originsIn = (pool: Pool): Origins => {
  let read: Promise<ReadonlyMap<string, ReadonlySet<string>>> | null = null;
  let until = 0;
  const lists = async () => {
    const rows = await asOwner(
      pool,
      { readOnly: true },
      (tx) => tx`select name, origins::text as origins from sluice_system.tenant where origins::text <> '[]'`,
    );
    return new Map(rows.map((row) => [String(row['name']), new Set(listIn(row['origins']))]));
  };
  const all = (): Promise<ReadonlyMap<string, ReadonlySet<string>>> => {
    if (read && performance.now() < until) return read;
    until = performance.now() + FRESH;
    const reading = lists();
    reading.catch(() => {
      if (read === reading) read = null;
    });
    read = reading;
    return reading;
  };
  return {
    lists: async (tenant, origin) => (await all()).get(tenant)?.has(origin) ?? false,
    known: async (origin) => [...(await all()).values()].some((list) => list.has(origin)),
    of: (tenant) =>
      asOwner(pool, { readOnly: true }, async (tx) => {
        const [row] = await tx`select origins::text as origins from sluice_system.tenant where name = ${tenant}`;
        return row ? listIn(row['origins']) : null;
      }),
    change: async (tenant, change) => {
      const changed = await asOwner(pool, {}, async (tx) => {
        const [row] = await tx`
          select origins::text as origins from sluice_system.tenant where name = ${tenant} for update`;
        if (!row) return null;
        const list = [...new Set(change(listIn(row['origins'])))].sort();
        await tx`update sluice_system.tenant set origins = ${JSON.stringify(list)}::text::json where name = ${tenant}`;
        return list;
      });
      read = null;
      return changed;
    },
  };
};
