import { resolveModel } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { isDatabaseError } from '../database/errors.ts';
import type { Pool } from '../database/lease.ts';
import { openDatabase } from '../database/open.ts';
import { compare, migrate, planText, schemaOf } from './migrate.ts';
import type { Schema } from './schema.ts';

/** What a command says and how it ends: 0 well, 1 not. */
export interface Told {
  readonly code: 0 | 1;
  readonly out: string;
  readonly error: string;
}

/** Where the database is: an address, or the folder of the embedded one. */
export interface Place {
  readonly address: string | undefined;
  readonly folder: string;
}

const wanted = (): Schema => {
  const model = resolveModel(crm);
  // The blueprints are the product's own and tested: a fault here is ours.
  if (!model.ok) throw new Error(model.issues.map((one) => one.message).join(' '));
  return schemaOf(model.value);
};

const on = async (place: Place, work: (pool: Pool) => Promise<string>): Promise<Told> => {
  try {
    const database = await openDatabase(place);
    try {
      return { code: 0, out: await work(database.pool), error: '' };
    } finally {
      await database.close();
    }
  } catch (error) {
    if (!isDatabaseError(error)) throw error;
    return { code: 1, out: '', error: `${error.message} ${error.remedy}` };
  }
};

/** `sluice plan`: the SQL that would bring the database to the model, to read; changes nothing. */
export const plan = (place: Place): Promise<Told> => on(place, async (pool) => planText(await compare(pool, wanted())));

/** `sluice migrate`: does exactly what `sluice plan` shows, in one transaction, or nothing. Steps that would lose values are left and told. */
export const migrateDatabase = (place: Place): Promise<Told> =>
  on(place, async (pool) => {
    const { applied, held } = await migrate(pool, wanted());
    const left = held.map((step) => `Left as it is, because it would lose values: ${step.what}\n`);
    const done = applied.length === 0 ? 'The database is as the model wants it.' : `${applied.length} steps applied.`;
    return `${done}\n${left.join('')}`;
  });
