import type { Tx } from '../database/fence.ts';

/**
 * Does the work of a transaction once: when it was done before, it gives what came of it then. `kept` says whether what came of it counts
 * as done; what it throws never does, as nothing was written. What is kept is JSON.
 */
export type Once = <T>(tx: Tx, work: () => Promise<T>, kept?: (done: T) => boolean) => Promise<T>;

/** Does the work whenever it is asked for. */
export const always: Once = (_tx, work) => work();
