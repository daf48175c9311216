// The reader: reads files into frames. As the script of a worker it answers what is asked of it, so that the page stays at hand;
// where a page may have no worker, the page imports it and asks itself.
import type { ReadRequest } from './protocol.ts';
import { answerRead } from './reading.ts';

export { answerRead };

interface Scope {
  addEventListener(type: 'message', listener: (event: MessageEvent<ReadRequest>) => void): void;
  postMessage(message: unknown, transfer: readonly Transferable[]): void;
}

if ('WorkerGlobalScope' in globalThis) {
  const scope = globalThis as unknown as Scope;
  scope.addEventListener('message', ({ data }) => {
    const answer = answerRead(data);
    scope.postMessage(answer, answer.ok ? answer.reading.frames.map(([, buffer]) => buffer) : []);
  });
}
