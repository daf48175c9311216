// A process that does one task of an import, and ends; also when the server that started it is gone. Started by threads.ts.
import { doTask } from './task.ts';
import type { ApartWord, TaskData, ThreadWord } from './threads.ts';

let aborted = false;
const signal = {
  get aborted(): boolean {
    return aborted;
  },
};
const say = (word: ThreadWord): void => void process.send?.(word);

const finish = async (data: TaskData): Promise<void> => {
  const end = await doTask(data, { say, signal });
  process.send?.(end, undefined, {}, () => process.disconnect());
};

process.on('disconnect', () => process.exit(1));
process.on('message', (word: ApartWord) => {
  if (word.is === 'stop') aborted = true;
  else void finish(word.data);
});
