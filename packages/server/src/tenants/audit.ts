import type { Change } from '@sluice/core';
import type { Tx } from '../database/fence.ts';
import { TENANT_ENTRIES } from '../feed/entries.ts';
import { insertChanges } from '../records/write.ts';

/** Something that was done to a tenant itself: it stands in the journal, beside the changes of its records. */
export interface TenantEntry extends Pick<Change, 'at' | 'actor' | 'cause' | 'version' | 'before' | 'after'> {
  /** UUID of the tenant. */
  readonly tenant: string;
  readonly what: keyof typeof TENANT_ENTRIES;
  /** Whom or what it was done to: a person, or the tenant. */
  readonly id: string;
}

/** Writes down what was done to a tenant, in the transaction that does it; whoever follows the journal is told at its end. */
export const note = async (tx: Tx, { what, ...entry }: TenantEntry): Promise<void> => {
  await tx`select set_config('app.tenant_id', ${entry.tenant}, true)`;
  await insertChanges(tx, [{ ...entry, entity: TENANT_ENTRIES[what] }]);
};
