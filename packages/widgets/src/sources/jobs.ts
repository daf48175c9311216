import type { Answered, Asking } from './answered.ts';
import { isObject, unreadableError } from './failure.ts';

/** A job that was given up: what it was, why it failed, how often it was tried. */
export interface DeadJob {
  readonly id: string;
  /** `mail`, `webhook`, `daily`, `backup` */
  readonly kind: string;
  readonly reason: { readonly code: string; readonly message: string };
  readonly attempts: number;
  /** ISO instant. */
  readonly endedAt: string;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const jobsIn = (json: unknown): readonly DeadJob[] => {
  const items = isObject(json) ? json['items'] : null;
  if (!Array.isArray(items)) throw unreadableError('What came back is not a list of jobs.');
  return items.filter(isObject).map((one) => {
    const reason = isObject(one['reason']) ? one['reason'] : {};
    return {
      id: text(one['id']),
      kind: text(one['kind']),
      reason: { code: text(reason['code']), message: text(reason['message']) },
      attempts: typeof one['attempts'] === 'number' ? one['attempts'] : 0,
      endedAt: text(one['endedAt']),
    };
  });
};

/** The jobs of a tenant that a server gave up, the latest first. */
export const deadJobs = (ask: Asking): Promise<Answered<readonly DeadJob[]>> =>
  ask('get', 'jobs?state=dead', ({ json }) => jobsIn(json));

/** Lets a server try one once more. */
export const retryJob = (ask: Asking, id: string): Promise<Answered<null>> =>
  ask('post', `jobs/${encodeURIComponent(id)}/retry`, () => null);

/** Lets a server forget one. */
export const forgetJob = (ask: Asking, id: string): Promise<Answered<null>> =>
  ask('delete', `jobs/${encodeURIComponent(id)}`, () => null);
