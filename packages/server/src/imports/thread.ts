// A thread that does one task of an import, and ends. Started by threads.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { doTask } from './task.ts';
import type { ThreadData, ThreadWord } from './threads.ts';

const say = (word: ThreadWord): void => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of Node has none
  parentPort?.postMessage(word);
};
const data = workerData as ThreadData;
const flag = new Int32Array(data.stop);
const signal = {
  get aborted(): boolean {
    return Atomics.load(flag, 0) === 1;
  },
};

say(await doTask(data, { say, signal }));
