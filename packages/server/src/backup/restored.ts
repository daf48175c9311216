import type { Tx } from '../database/fence.ts';

/** The name under which the server notes that its data was restored and nobody has said that it may go on. */
export const RESTORED = 'restored';

/** Whether the data was restored from a copy: nothing leaves the server until an operator says `sluice resume`. In a transaction of the server's. */
export const isRestored = async (tx: Tx): Promise<boolean> => {
  const [row] = await tx`select true as there from sluice_system.sluice_meta where name = ${RESTORED}`;
  return row?.['there'] === true;
};
