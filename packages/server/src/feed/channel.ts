/** The channel on which a transaction that wrote to a journal says whose: a tenant's UUID. Heard when it is committed, not before. */
export const CHANNEL = 'sluice_change';
