import { asOwner } from '../database/as-tenant.ts';
import { overloaded } from '../database/errors.ts';
import type { Pool } from '../database/lease.ts';
import type { Probe } from '../routes/health.ts';

/** A queue that does not move for this long is no burst, in milliseconds. */
const STUCK = 400;

/** Asks a pool's database whether it is there; throws `overloaded` at once when others have waited long for a connection. */
export const probeOf =
  (pool: Pool): Probe =>
  async () => {
    if (pool.state().longest > STUCK) throw overloaded('All connections to the database are busy.');
    const rows = await asOwner(pool, { readOnly: true }, (tx) => tx`select 1`);
    return rows.length === 1;
  };
