import type { Tx } from '../database/fence.ts';
import type { JobsDatabase } from './lines.ts';

/** The channel on which a transaction that made a job says of which kind. Heard when it is committed, not before. */
export const JOBS_CHANNEL = 'sluice_job';

const literal = (value: unknown): string => {
  const text = String(value);
  if (text.includes('\0')) throw new TypeError('A text for the database may not hold NUL.');
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted;
};

/**
 * The library's statements inside a transaction, which may be a tenant's: the job is there when the transaction is committed, and not before.
 * The jobs' tables are out of the reach of the role of tenants' transactions, so the statement runs as the server itself, and the
 * role is put back behind it: all in one message, between whose parts no other statement can come.
 */
export const within = (tx: Tx, kind: string): JobsDatabase => ({
  executeSql: async (text, values = []) => {
    const bound = text.replace(/\$(\d+)/g, (_, at: string) => literal(values[Number(at) - 1]));
    const answers: unknown = await tx.unsafe(
      [
        `select set_config('app.role_before', current_setting('role'), true), set_config('role', 'none', true)`,
        bound,
        `select pg_notify('${JOBS_CHANNEL}', ${literal(kind)}), set_config('role', current_setting('app.role_before'), true)`,
      ].join(';\n'),
    );
    const [, made] = Array.isArray(answers) ? (answers as readonly unknown[]) : [];
    return { rows: Array.isArray(made) ? [...(made as readonly Record<string, unknown>[])] : [] };
  },
});
