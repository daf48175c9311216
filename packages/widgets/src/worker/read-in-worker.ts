import { SourceError } from '@sluice/core';
import { loaded } from '../sources/failure.ts';
import { prepared } from '../sources/prepared.ts';
import type { ReadAnswer, Reading, ReadRequest } from './protocol.ts';
import { startWorker } from './start-worker.ts';

/** Files up to this size are read in the page: starting a worker takes longer than reading them. */
const SMALL = 20_000;

/** Null when the worker could not answer: the page reads then. */
const asked = (worker: Worker, request: ReadRequest): Promise<ReadAnswer | null> =>
  new Promise((resolve) => {
    worker.addEventListener('message', (event: MessageEvent<ReadAnswer | null>) => resolve(event.data));
    // The policy of the page speaks after the worker was made; its own faults and a script that is not there come the same way.
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      resolve(null);
    });
    worker.postMessage(request, []);
  });

const readInPage = async (request: ReadRequest): Promise<ReadAnswer> => {
  const { answerRead } = await loaded(import('./worker.ts'));
  return answerRead(request);
};

/** Reads content into frames, in a worker where the page may have one. Throws `SourceError`. */
export const readFile = async (asking: ReadRequest): Promise<Reading> => {
  const request = { ...asking, content: await prepared(asking.content) };
  const started = request.content.bytes.byteLength > SMALL ? startWorker() : null;
  let answer: ReadAnswer | null = null;
  if (started) {
    try {
      answer = await asked(started.worker, request);
    } finally {
      started.end();
    }
  }
  answer ??= await readInPage(request);
  if (answer.ok) return answer.reading;
  throw new SourceError(answer.code, answer.message, answer.remedy);
};
