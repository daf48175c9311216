import type { Tx } from '../database/fence.ts';
import { OWN_ROW } from '../schema/schema.ts';
import type { ImportJob } from './wire.ts';

/** After so many seconds of silence the server of a job is taken to be gone. */
const STALE = 15;

const running = (age: string): string =>
  `"job" ->> 'state' = 'running' and ("job" ->> 'beat')::timestamptz > clock_timestamp() - make_interval(secs => ${age})`;

/** The job of an import as it is shown. A server that is gone says nothing: then the job is `interrupted`, and nothing of it is left. */
export const JOB_COLUMN = `case when "job" is null then null when "job" ->> 'state' <> 'running' then "job"::text
  else ("job"::jsonb || jsonb_build_object('state', case when not (${running(String(STALE))}) then 'interrupted'
    when "job" ->> 'stop' = '1' then 'stopping' else 'running' end))::text end as "job"`;

const THE_IMPORT = `${OWN_ROW} and "id" = $1::uuid and "status" in ('planned', 'planning')`;

/** Notes that a job begins; false when it is under way already, or there is nothing to do. */
export const begin = async (tx: Tx, id: string): Promise<boolean> => {
  const rows = await tx.unsafe(
    `update "sluice"."import"
     set "job" = json_build_object('state', 'running', 'done', 0, 'of', 0, 'beat', clock_timestamp())
     where ${THE_IMPORT} and ("job" is null or not (${running(String(STALE))})) returning "id"`,
    [id],
  );
  return rows.length === 1;
};

/** Says that a job goes on; answers whether somebody wants it to stop. */
export const beat = async (tx: Tx, id: string, done: number, of: number): Promise<boolean> => {
  const [row] = await tx.unsafe(
    `update "sluice"."import" set "job" = json_build_object('state', 'running', 'done', $2::integer, 'of', $3::integer,
       'beat', clock_timestamp(), 'stop', coalesce("job" ->> 'stop', '0'))
     where ${THE_IMPORT} and "job" ->> 'state' = 'running' returning "job" ->> 'stop' as "stop"`,
    [id, done, of],
  );
  return row?.['stop'] === '1';
};

/** Asks a job to stop. */
export const stop = async (tx: Tx, id: string): Promise<void> => {
  await tx.unsafe(
    `update "sluice"."import" set "job" = ("job"::jsonb || '{"stop": "1"}')::json
     where ${THE_IMPORT} and "job" ->> 'state' = 'running'`,
    [id],
  );
};

/** Notes how a job ended that wrote nothing. */
export const end = async (tx: Tx, id: string, job: ImportJob): Promise<void> => {
  await tx.unsafe(`update "sluice"."import" set "job" = $2::text::json where ${THE_IMPORT}`, [id, JSON.stringify(job)]);
};
