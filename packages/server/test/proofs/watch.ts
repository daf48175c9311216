import { expect } from 'vitest';
import type { Client } from '../../src/database/connection.ts';

/** Tells which rows of which tables were written, and the state of all of them. */
export interface Watch {
  /** The tables written to since the last look, whose transaction was committed; nothing when none. */
  readonly touched: () => Promise<readonly string[]>;
  /** Every watched table with its number of rows and a hash of them. */
  readonly hash: () => Promise<Readonly<Record<string, string>>>;
  readonly tables: readonly string[];
}

/** What a refused request may write all the same: the counters of tries, and nothing else. The journal is looked at, too. */
const MAY_CHANGE = new Set(['sluice_system.throttle']);

/**
 * Watches every table of the database, those of jobs and of the outbox included, whatever the schema they are in: a trigger on each notes
 * committed rows (what is rolled back takes its note along). To be called once the database is migrated.
 */
export const watchTables = async (admin: Client, leftOut: readonly string[] = []): Promise<Watch> => {
  await admin.unsafe(`
    create schema proofs;
    create table proofs.touched (id bigint generated always as identity primary key, name text not null);
    create function proofs.note() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
      begin
        insert into proofs.touched (name) values (tg_table_schema || '.' || tg_table_name);
        return null;
      end $$;
    grant usage on schema proofs to public;`);
  const rows = await admin`
    select n.nspname || '.' || c.relname as name, quote_ident(n.nspname) || '.' || quote_ident(c.relname) as quoted, c.relkind
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition
      and n.nspname not in ('pg_catalog', 'information_schema', 'proofs') and n.nspname not like 'pg_toast%'
    order by 1`;
  const watched = rows.filter(({ name }) => !MAY_CHANGE.has(String(name)) && !leftOut.includes(String(name)));
  for (const { quoted } of watched) {
    await admin.unsafe(`create trigger proofs_note after insert or update or delete on ${quoted}
      for each row execute function proofs.note()`);
  }
  const tables = watched.map(({ name }) => String(name));
  expect(tables).toContain('sluice.journal');
  return {
    tables,
    touched: async () => {
      const found =
        await admin`with gone as (delete from proofs.touched returning name) select distinct name from gone order by 1`;
      return found.map(({ name }) => String(name));
    },
    hash: async () => {
      const parts = watched.map(
        ({ name, quoted }) => `select '${name}' as name,
          count(*)::text || ' ' || coalesce(md5(string_agg(md5(t::text), ',' order by t::text)), '') as hash from ${quoted} t`,
      );
      const found = await admin.unsafe(parts.join(' union all '));
      return Object.fromEntries(found.map((row) => [String(row['name']), String(row['hash'])]));
    },
  };
};
