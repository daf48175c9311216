export { APP_ROLE, asOwner, asTenant } from './database/as-tenant.ts';
export { connectionFrom } from './database/connection.ts';
export { startEmbedded } from './database/embedded.ts';
export { DatabaseError, isDatabaseError } from './database/errors.ts';
export { openPool } from './database/lease.ts';
export { lintDatabase } from './schema/lint.ts';
export { compare, migrate, planText, schemaOf } from './schema/migrate.ts';
