import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Blueprint, type Model, resolveModel } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { openPool } from '../../src/database/lease.ts';
import { compare, migrate, schemaOf } from '../../src/schema/migrate.ts';
import { createDatabase } from '../database.ts';
import { environmentOf } from '../server-process.ts';

const modelOf = (blueprint: Blueprint): Model => {
  const resolved = resolveModel(blueprint);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues).slice(0, 500));
  return resolved.value;
};

/** The product as it might have been one version ago: without an entity that nothing links to, and without a field of another. */
const before = (): Blueprint => ({
  ...crm,
  entities: crm.entities
    .filter(({ name }) => name !== 'marketingEvent')
    .map((entity) => {
      if (entity.name !== 'company') return entity;
      const { founded: _, ...fields } = entity.fields;
      return { ...entity, fields, views: {} };
    }),
});

const CLI = join(import.meta.dirname, '../../src/cli.ts');
const PLACE = 4_711;

/** A database one version behind, or without anything, where a migration can be stopped at any statement. */
export const openBehind = async (from: 'before' | 'nothing' = 'before') => {
  const database = await createDatabase();
  const pool = openPool(database.connection, { size: 2 });
  const old = schemaOf(modelOf(before()));
  const now = schemaOf(modelOf(crm));
  if (from === 'before') await migrate(pool, old);
  // counts the statements of a migration; at one of them the connection ends, or everything waits for whoever holds the place
  await database.admin.unsafe(`
    create schema stops;
    create sequence stops.at;
    create table stops.plan (stop integer not null, waits boolean not null);
    create function stops.look() returns event_trigger language plpgsql security definer set search_path = pg_catalog as $$
      declare
        place record;
        number bigint := nextval('stops.at');
      begin
        for place in select * from stops.plan loop
          if number = place.stop and place.waits then
            perform pg_advisory_xact_lock(${PLACE});
          elsif number = place.stop then
            perform pg_terminate_backend(pg_backend_pid());
          end if;
        end loop;
      end $$;
    create event trigger stops on ddl_command_start execute function stops.look();`);
  const stopAt = async (stop: number, waits: boolean): Promise<void> => {
    await database.admin.unsafe(`alter event trigger stops disable`);
    await database.admin.unsafe(
      `truncate stops.plan; select setval('stops.at', 1, false); insert into stops.plan values (${stop}, ${waits})`,
    );
    await database.admin.unsafe(`alter event trigger stops enable`);
  };
  /** Which of the two versions the database has; neither is a fault. */
  const version = async (): Promise<'old' | 'new' | 'between'> => {
    const is = async (schema: typeof old): Promise<boolean> => {
      const { steps, held } = await compare(pool, schema);
      return steps.length === 0 && held.length === 0;
    };
    if (await is(now)) return 'new';
    if (from === 'before') return (await is(old)) ? 'old' : 'between';
    const [row] =
      await database.admin`select count(*)::int as tables from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname like 'sluice%'`;
    return row?.['tables'] === 0 ? 'old' : 'between';
  };
  /** `sluice migrate` in a process of its own. */
  const child = () => {
    const started = spawn(process.execPath, ['--conditions=sluice-src', CLI, 'migrate'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        ...environmentOf(database.connection),
        SLUICE_SECRET: 'a secret of the tests, forty characters.',
      },
    });
    return { started, gone: once(started, 'exit') };
  };
  return {
    database,
    statements: async (): Promise<number> => (await compare(pool, now)).steps.length,
    version,
    /** Lets the connection of a migration end at its nth statement. */
    cutAt: async (stop: number): Promise<'old' | 'new' | 'between'> => {
      await stopAt(stop, false);
      await migrate(pool, now).catch(() => undefined);
      return version();
    },
    /** Kills the process of a migration (SIGKILL) while its nth statement is under way. */
    killAt: async (stop: number): Promise<'old' | 'new' | 'between'> => {
      await stopAt(stop, true);
      await database.admin.unsafe(`select pg_advisory_lock(${PLACE})`);
      const { started, gone } = child();
      for (let waits = 0; waits === 0 && started.exitCode === null; await pause(20)) {
        const [row] = await database.admin`select count(*)::int as waits from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory'`;
        waits = Number(row?.['waits'] ?? 0);
      }
      started.kill('SIGKILL');
      await gone;
      await database.admin.unsafe(`select pg_advisory_unlock(${PLACE})`);
      // what the process began ends when its connection is found gone
      for (let left = 1; left > 0; await pause(20)) {
        const [row] = await database.admin`select count(*)::int as "left" from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`;
        left = Number(row?.['left'] ?? 0);
      }
      return version();
    },
    /** Lets so many processes migrate at the same time; gives how they ended. */
    together: async (count: number): Promise<readonly unknown[]> => {
      await stopAt(0, false);
      const all = Array.from({ length: count }, child);
      return Promise.all(all.map(async ({ gone }) => (await gone)[0]));
    },
    plans: async (): Promise<number> => {
      const [row] = await database.admin`select count(*)::int as n from sluice_system.applied_plan`;
      return Number(row?.['n']);
    },
    close: async () => {
      await pool.close();
      await database.drop();
    },
  };
};
