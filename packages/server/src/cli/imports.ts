import { existsSync, readFileSync } from 'node:fs';
import { resolveModel } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { secretFrom } from '../auth/secret.ts';
import { keeperOf } from '../auth/token.ts';
import type { Config } from '../config.ts';
import { asOwner } from '../database/as-tenant.ts';
import { isDatabaseError } from '../database/errors.ts';
import { type OpenDatabase, openDatabase } from '../database/open.ts';
import { RemoteRefusal, remoteDesk, type TerminalDesk } from '../imports/remote-desk.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';
import { openTenants, type OpenTenants } from '../tenants/tenants.ts';
import { failed, failure, type Said } from './said.ts';
import { addressFile } from './token.ts';

/** What a command about imports needs. */
export interface ImportsAt {
  readonly config: Config;
  readonly now: () => number;
  readonly tenant: string;
  /** Whom the journal names. */
  readonly actor: string;
}

/** The tenants of an open database, which is brought to the model first; the first tenant of all is made. */
export const tenantsIn = async (
  { pool }: OpenDatabase,
  { now, tenant }: ImportsAt,
): Promise<{ readonly tenants: OpenTenants; readonly names: readonly string[] }> => {
  const model = resolveModel(crm);
  // The blueprints are the product's own and tested: a fault here is ours.
  if (!model.ok) throw new Error(model.issues.map((one) => one.message).join(' '));
  await migrate(pool, schemaOf(model.value));
  const tenants = openTenants({ pool, blueprint: crm, now });
  const names = await asOwner(pool, { readOnly: true }, async (tx) => {
    const rows = await tx`select name from sluice_system.tenant order by name limit 20`;
    return rows.map((row) => String(row['name']));
  });
  if (names.length === 0) await tenants.create({ name: tenant, label: tenant, zone: 'Europe/Paris', currency: 'EUR' });
  return { tenants, names };
};

/** The tenant's imports in an open database. */
const deskIn = async (database: OpenDatabase, at: ImportsAt): Promise<TerminalDesk | string> => {
  const { tenants, names } = await tenantsIn(database, at);
  const { tenant, actor } = at;
  const desk = await tenants.importsFor({ tenant, role: 'admin', actor, via: 'token' });
  return desk ?? `There is no tenant ${tenant}; there are ${names.join(', ')}.`;
};

/** The server that runs on the same data folder, with a token for it; null when none does. */
export const serverAt = async ({
  config,
  now,
  tenant,
  actor,
}: ImportsAt): Promise<{ readonly origin: string; readonly token: string } | null> => {
  const file = addressFile(config);
  if (!existsSync(file)) return null;
  const keeper = keeperOf(secretFrom(config.data, config.secret), now);
  const token = await keeper.sign('token', { tenant, role: 'admin', actor });
  return { origin: readFileSync(file, 'utf8').trim(), token };
};

/** The imports of that server. */
const deskOfServer = async (at: ImportsAt): Promise<TerminalDesk | null> => {
  const server = await serverAt(at);
  return server && remoteDesk(server.origin, server.token);
};

/**
 * Does something with a tenant's imports: in the database, or through the server that runs and holds it. What the operator can mend is
 * said, anything else is thrown.
 */
export const withImports = async (at: ImportsAt, work: (desk: TerminalDesk) => Promise<Said>): Promise<Said> => {
  const { config } = at;
  let database: OpenDatabase | undefined;
  try {
    try {
      database = await openDatabase({ address: config.database, folder: config.data });
    } catch (error) {
      const desk = isDatabaseError(error, 'already_running') ? await deskOfServer(at) : null;
      if (!desk) throw error;
      return await work(desk);
    }
    const desk = await deskIn(database, at);
    return typeof desk === 'string' ? failed(desk) : await work(desk);
  } catch (error) {
    if (error instanceof RemoteRefusal) return failed(`${error.message} ${error.remedy}`.trim());
    return failure(error);
  } finally {
    await database?.close();
  }
};
