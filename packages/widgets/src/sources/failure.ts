import { SourceError, type WireProblem } from '@sluice/core';

/** What a server's refusal means for a source as a whole. The sentences are English; elements word the known codes themselves. */
export const statusError = (status: number, problem: Partial<WireProblem> = {}): SourceError => {
  const { code, detail = '', remedy = '' } = problem;
  if (code === 'unknown_outcome') return new SourceError(code, detail, remedy);
  const said = (sentence: string): string => detail || `${sentence} (${status}).`;
  if (status === 401)
    return new SourceError('unauthorized', said('Nobody is signed in'), 'Sign in again, then try again.');
  if (status === 403)
    return new SourceError('forbidden', said('This data may not be seen'), 'Ask an administrator for access.');
  if (status === 404 || status === 410)
    return new SourceError('not_found', said('There is no data at this address'), 'Check the address of the source.');
  if (status === 408 || status === 429 || status >= 500)
    return new SourceError('unavailable', said('The server cannot answer now'), 'Try again in a moment.');
  return new SourceError(
    'refused',
    said('The server refused the request'),
    remedy || 'Check the address of the source.',
  );
};

/** Nothing came back at all. */
export const offlineError = (cause: unknown): SourceError =>
  Object.assign(new SourceError('offline', 'The data cannot be reached.', 'Check the connection and try again.'), {
    cause,
  });

/** A part of the elements that is loaded when it is needed. Throws `SourceError` when it cannot be had. */
export const loaded = async <T>(part: Promise<T>): Promise<T> => {
  try {
    return await part;
  } catch (cause) {
    throw offlineError(cause);
  }
};

/** What came back is not what was asked for. */
export const unreadableError = (what: string): SourceError =>
  new SourceError('unreadable', what, 'Check that the address is that of a Sluice server.');

/** Whether a JSON value is an object. */
export const isObject = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

/** The problem details in an answer; empty when it has none. */
export const problemIn = (json: unknown): Partial<WireProblem> => {
  if (!isObject(json)) return {};
  const text = (name: 'code' | 'detail' | 'remedy'): Partial<WireProblem> =>
    typeof json[name] === 'string' ? { [name]: json[name] } : {};
  return { ...text('code'), ...text('detail'), ...text('remedy') };
};
