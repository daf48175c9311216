import { type Progress, resolveModel, seenBy, SourceError } from '@sluice/core';
import { isDatabaseError } from '../database/errors.ts';
import { openPool } from '../database/lease.ts';
import { wholeDesk } from './desk.ts';
import type { TaskData, ThreadWord } from './threads.ts';
import type { Stop } from './wish.ts';

const failed = (error: unknown): ThreadWord => {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (isDatabaseError(error))
    return { is: 'failed', kind: 'database', code: error.code, message: error.message, remedy: error.remedy };
  if (error instanceof SourceError)
    return { is: 'failed', kind: 'source', code: error.code, message: error.message, remedy: error.remedy };
  return { is: 'failed', kind: 'other', code: '', message, remedy: '' };
};

/** What doing a task takes beside its data. */
export interface Doing {
  readonly say: (word: ThreadWord) => void;
  readonly signal: Stop;
}

/** Does one task of an import and says what came of it; never throws. */
export const doTask = async (data: TaskData, doing: Doing): Promise<ThreadWord> => {
  try {
    return await work(data, doing);
  } catch (error) {
    return failed(error);
  }
};

const work = async (data: TaskData, { say, signal }: Doing): Promise<ThreadWord> => {
  const { connection, blueprint, overlays, rights, tenant, actor, role, moment, task } = data;
  const model = resolveModel(blueprint, { overlays });
  if (!model.ok) throw new Error(model.issues.map((one) => one.message).join(' '));
  const seen = rights ? seenBy(blueprint, overlays, rights) : null;
  if (seen && !seen.ok) throw new Error(seen.issues.map((one) => one.message).join(' '));
  const pool = openPool(connection, { size: 2, name: 'sluice import', lockTimeout: 3000 });
  try {
    const desk = wholeDesk({
      pool,
      model: model.value,
      seen: seen?.value.model,
      tenant,
      actor,
      ...(role === undefined ? {} : { role }),
      moment: () => moment,
      now: () => new Date().toISOString(),
      notices: { announce: (_, what) => say({ is: 'announce', what }), listen: () => () => undefined },
    });
    if (task.op === 'plan') return { is: 'done', value: await desk.plan(task.bytes, task.wish, task.companions) };
    const how = { signal, progress: (progress: Progress) => say({ is: 'progress', progress }) };
    if (task.op === 'planPieces') return { is: 'done', value: await desk.planReceived(task.file, task.wish, how) };
    if (task.op !== 'accept') return { is: 'done', value: await desk[task.op](task.id, { ...task.wish, signal }) };
    const value = await desk.accept(task.id, { ...(task.digest === undefined ? {} : { digest: task.digest }), ...how });
    return { is: 'done', value };
  } finally {
    await pool.close(0);
  }
};
