import type { Change } from '@sluice/core';
import type { AnyRow } from '../database/fence.ts';

/** The journal entry that a row of the journal keeps; the transaction's tenant is whoever asks. */
export const changeOf = (entity: string, row: AnyRow, tenant = ''): Change => ({
  tenant,
  at: String(row['at']),
  actor: String(row['actor']),
  cause: String(row['cause']),
  entity,
  id: String(row['record_id']),
  version: Number(row['version']),
  before: row['before'] as Change['before'],
  after: row['after'] as Change['after'],
});
