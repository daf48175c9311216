// The reader: reads files into frames. As the script of a worker it answers what is asked of it, so that the page stays at hand;
// where a page may have no worker, the page imports it and asks itself.
import { looking } from './looking.ts';
import type { LookRequest, ReadRequest } from './protocol.ts';
import { answerRead } from './reading.ts';

export { answerRead };

interface Scope {
  addEventListener(type: 'message', listener: (event: MessageEvent<ReadRequest | LookRequest>) => void): void;
  postMessage(message: unknown, transfer: readonly Transferable[]): void;
}

if ('WorkerGlobalScope' in globalThis) {
  const scope = globalThis as unknown as Scope;
  const look = async (request: LookRequest): Promise<void> => {
    try {
      scope.postMessage((await looking()).lookInto(request), []);
    } catch {
      // the page finds out why
      scope.postMessage(null, []);
    }
  };
  const read = async (request: ReadRequest): Promise<void> => {
    const answer = await answerRead(request);
    scope.postMessage(answer, answer.ok ? answer.reading.frames.map(([, buffer]) => buffer) : []);
  };
  scope.addEventListener('message', ({ data }) => {
    if ('wish' in data) void look(data);
    // the page finds out why, where something fails that should not
    else read(data).catch(() => scope.postMessage(null, []));
  });
}
