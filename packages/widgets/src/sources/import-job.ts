import { type Issue, type Progress, SourceError } from '@sluice/core';
import { isObject, problemIn, unreadableError } from './failure.ts';
import { type ImportProgress, LEFT } from './import-session.ts';
import type { RemoteAnswer, Requester } from './remote-types.ts';

/** How far an acceptance is that nobody waits for. */
interface WireJob extends Progress {
  readonly state: 'running' | 'stopping' | 'stopped' | 'failed' | 'interrupted';
  readonly code?: string;
  readonly detail?: string;
}

/** Of an import on the wire, what says how it stands. */
export interface WireStanding {
  readonly id: string;
  readonly status: 'planned' | 'accepted' | 'undone' | 'failed';
  /** The mark of the plan: what is accepted is what was shown. */
  readonly digest: string;
  readonly issues: readonly Issue[];
  readonly job?: WireJob;
}

/** Waits so many milliseconds, less where a signal ends it. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** What is thrown for an import that was stopped: nothing of it is left. */
export const stopped = (): SourceError =>
  new SourceError('stopped', 'The import was stopped; nothing was written.', 'Begin it again.');

const interrupted = (): SourceError =>
  new SourceError('interrupted', 'The server ended while it wrote; nothing was written.', 'Begin it again.');

const FIRST = 150;
const LONGEST = 2000;
/** A server that ends on the way is told to begin again so many times. */
const BEGINNINGS = 3;

/** Waits by the clock of the page. */
export const pause: Pause = (milliseconds, signal) =>
  new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
  });

const standingIn = (json: unknown): WireStanding => {
  if (isObject(json) && typeof json['id'] === 'string' && typeof json['status'] === 'string')
    return json as unknown as WireStanding;
  throw unreadableError('What came back is not an import.');
};

const refusedBy = ({ json }: RemoteAnswer): SourceError => {
  const { code = 'refused', detail = 'The server refused the import.', remedy = '' } = problemIn(json);
  return new SourceError(code, detail, remedy);
};

const isAway = (failure: unknown): boolean =>
  failure instanceof SourceError && (failure.code === 'offline' || failure.code === 'unavailable');

/** A plan that a server is to write, and whether it was told so already: by the page that was here before. */
export interface Accepting extends Pick<WireStanding, 'id' | 'digest'> {
  readonly told?: boolean;
}

/**
 * Has a server write a plan and follows it until it is written: over a lost connection, and over a server that ends on the way. A signal
 * stops it there, unless its reason is `LEFT`. Answers with the import as it was written. Throws `SourceError`: `stopped`, or why the
 * server refused; nothing is written then.
 */
export const carryThrough = async (
  request: Requester,
  { id, digest, told = false }: Accepting,
  progress: (progress: ImportProgress) => void,
  signal: AbortSignal,
  waiting: Pause = pause,
): Promise<unknown> => {
  const path = `imports/${encodeURIComponent(id)}`;
  let begun = told;
  let beginnings = 0;
  let stopping = false;
  let far: Progress = { done: 0, of: 0 };
  for (let wait = FIRST; ; wait = Math.min(wait * 1.5, LONGEST)) {
    if (signal.aborted && signal.reason === LEFT) throw stopped();
    const cancelling: boolean = signal.aborted && !stopping;
    let away = false;
    try {
      const answer = cancelling
        ? await request.ask('post', `${path}/cancel`, { patient: true, accept: [409] })
        : begun
          ? await request.ask('get', path)
          : await request.ask('post', `${path}/accept`, { version: digest, prefer: 'respond-async', accept: [409] });
      const refused = answer.status === 409;
      if (refused && !cancelling) throw refusedBy(answer);
      stopping ||= cancelling;
      // what is written cannot be stopped any more: the next look finds it done
      if (refused) begun = true;
      else {
        const { status, job } = standingIn(answer.json);
        if (status === 'accepted' || status === 'undone') return answer.json;
        if (job?.state === 'failed') throw new SourceError(job.code ?? 'failed', job.detail ?? '', '');
        begun = job?.state === 'running' || job?.state === 'stopping';
        if (job?.state === 'stopped' || (stopping && !begun)) throw stopped();
        if (!begun && (beginnings += 1) > BEGINNINGS) throw interrupted();
        if (begun && job) far = { done: job.done, of: job.of };
      }
    } catch (failure) {
      if (!isAway(failure)) throw failure;
      away = true;
      // it may have heard all the same
      begun = true;
    }
    progress({ ...far, away });
    await waiting(wait, signal.aborted ? new AbortController().signal : signal);
  }
};
