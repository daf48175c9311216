import type { Issue } from '@sluice/core';
import { isObject, problemIn } from './failure.ts';
import type { AskOptions, RemoteAnswer, RemoteOptions, Requester } from './remote-types.ts';
import { requester } from './request.ts';
import { isIssue } from './wire.ts';

/** Why a server did not do what it was asked, in its own words. */
export interface Declined {
  readonly ok: false;
  readonly code: string;
  readonly detail: string;
  readonly remedy: string;
  /** What is wrong with what was sent, where the server says it part by part. */
  readonly issues: readonly Issue[];
  /** The answer whole, for what only some refusals say. */
  readonly body: unknown;
}

/** What came of a request; what is no answer at all is thrown as `SourceError`. */
export type Answered<T> = { readonly ok: true; readonly value: T } | Declined;

/** Asks one server, and tells a refusal from a failure. */
export type Asking = <T>(
  method: Parameters<Requester['ask']>[0],
  path: string,
  read: (answer: RemoteAnswer) => T,
  options?: AskOptions,
) => Promise<Answered<T>>;

const REFUSALS = [400, 401, 403, 404, 409, 412, 422, 429, 503] as const;

const issuesIn = (json: unknown): readonly Issue[] => {
  const issues = isObject(json) ? json['issues'] : null;
  return Array.isArray(issues) ? issues.filter(isIssue) : [];
};

/** A way to ask the server at an address, `https://…/api/v1`, what is no question about records. */
export const askingAt = (address: string, options: Partial<RemoteOptions> = {}): Asking => {
  const base = address.replace(/[?#].*$/, '').replace(/\/+$/, '');
  const now = (): string => new Date().toISOString();
  const requests = requester(base, { now, retries: 0, ...options }, () => undefined);
  return async (method, path, read, more = {}) => {
    const answer = await requests.ask(method, path, { ...more, accept: REFUSALS });
    if (answer.status < 400) return { ok: true, value: read(answer) };
    const { code = 'unavailable', detail = '', remedy = '' } = problemIn(answer.json);
    return { ok: false, code, detail, remedy, issues: issuesIn(answer.json), body: answer.json };
  };
};
