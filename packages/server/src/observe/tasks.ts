import type { Task, Threads } from '../imports/threads.ts';
import type { Metrics } from './metrics.ts';

/** Counts what the threads of imports do. */
export const countTasks = (metrics: Metrics, threads: Threads): Threads => {
  const running = new Map<Task['op'], number>();
  const change = (task: Task['op'], by: number): void => void running.set(task, (running.get(task) ?? 0) + by);
  metrics.figure(
    'sluice_import_tasks',
    'Files that are read (plan) or written (accept) at the moment, those that wait for a thread included.',
    () => [...running].map(([task, count]) => [{ task }, count] as const),
    ['task'],
  );
  const ended = metrics.counter('sluice_import_tasks_total', 'Files that were read or written, by how it ended.', [
    'task',
    'outcome',
  ]);
  return {
    ...threads,
    run: async (place, task, options) => {
      change(task.op, 1);
      try {
        const result = await threads.run(place, task, options);
        ended({ task: task.op, outcome: 'done' });
        return result;
      } catch (error) {
        ended({ task: task.op, outcome: options?.signal?.aborted === true ? 'stopped' : 'failed' });
        throw error;
      } finally {
        change(task.op, -1);
      }
    },
  };
};
