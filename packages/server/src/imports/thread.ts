// A thread that does one task of an import, and ends. Started by threads.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { resolveModel, SourceError } from '@sluice/core';
import { isDatabaseError } from '../database/errors.ts';
import { openPool } from '../database/lease.ts';
import { importDesk } from './desk.ts';
import type { ThreadData, ThreadWord } from './threads.ts';

const say = (word: ThreadWord): void => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of Node has none
  parentPort?.postMessage(word);
};

const failed = (error: unknown): ThreadWord => {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (isDatabaseError(error))
    return { is: 'failed', kind: 'database', code: error.code, message: error.message, remedy: error.remedy };
  if (error instanceof SourceError)
    return { is: 'failed', kind: 'source', code: error.code, message: error.message, remedy: error.remedy };
  return { is: 'failed', kind: 'other', code: '', message, remedy: '' };
};

const work = async (data: ThreadData): Promise<ThreadWord> => {
  const { connection, blueprint, overlays, tenant, actor, role, moment, task, stop } = data;
  const model = resolveModel(blueprint, { overlays });
  if (!model.ok) throw new Error(model.issues.map((one) => one.message).join(' '));
  const flag = new Int32Array(stop);
  const pool = openPool(connection, { size: 2, name: 'sluice import' });
  try {
    const desk = importDesk({
      pool,
      model: model.value,
      tenant,
      actor,
      ...(role === undefined ? {} : { role }),
      moment: () => moment,
      now: () => new Date().toISOString(),
      notices: { announce: (_, what) => say({ is: 'announce', what }), listen: () => () => undefined },
    });
    if (task.op === 'plan') return { is: 'done', value: await desk.plan(task.bytes, task.wish, task.companions) };
    const signal = {
      get aborted(): boolean {
        return Atomics.load(flag, 0) === 1;
      },
    };
    const value = await desk.accept(task.id, {
      ...(task.digest === undefined ? {} : { digest: task.digest }),
      signal,
      progress: (progress) => say({ is: 'progress', progress }),
    });
    return { is: 'done', value };
  } finally {
    await pool.close(0);
  }
};

work(workerData as ThreadData).then(say, (error: unknown) => say(failed(error)));
