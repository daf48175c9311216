import ky from 'ky';
import { offlineError, problemIn, statusError, unreadableError } from './failure.ts';
import type { AskOptions, RemoteOptions, Requester } from './remote-types.ts';

const REFUSALS: readonly number[] = [400, 404, 409, 412, 413, 422, 428];
const REPEATED = [408, 429, 502, 503, 504];
const TIMEOUT = 30_000;

/** Asks a server at `base`; `tell` hears after every request how the server stands. Whatever is no answer is thrown as `SourceError`. */
export const requester = (
  base: string,
  { fetch: fetching, headers, retries = 2 }: RemoteOptions,
  tell: (state: 'ready' | 'offline' | 'failed') => void,
): Requester => {
  const send = async (
    method: string,
    path: string,
    {
      json,
      body,
      text = false,
      blob = false,
      patient = body !== undefined,
      prefer,
      version,
      key,
      read = false,
    }: AskOptions,
  ): Promise<Response> => {
    try {
      return await ky(`${base}/${path}`, {
        method,
        headers: {
          accept: blob ? '*/*' : text ? 'text/csv, text/plain' : 'application/json',
          ...(body === undefined ? {} : { 'content-type': body.type }),
          ...headers?.(),
          ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
          ...(key === undefined ? {} : { 'idempotency-key': key }),
          ...(prefer === undefined ? {} : { prefer }),
        },
        ...(json === undefined ? {} : { json }),
        ...(body === undefined ? {} : { body: body.bytes }),
        ...(fetching ? { fetch: (input, init) => fetching(input, init) } : {}),
        retry: {
          limit: method === 'get' || read ? retries : 0,
          methods: [method],
          statusCodes: REPEATED,
          maxRetryAfter: 5000,
        },
        timeout: patient ? false : TIMEOUT,
        throwHttpErrors: (status) => REPEATED.includes(status),
      });
    } catch (thrown) {
      if (thrown instanceof Error && 'response' in thrown && thrown.response instanceof Response) {
        tell('failed');
        throw statusError(thrown.response.status, problemIn('data' in thrown ? thrown.data : null));
      }
      tell('offline');
      throw offlineError(thrown);
    }
  };

  const bodyOf = async (
    response: Response,
    { text: plain = false, blob = false }: Pick<AskOptions, 'text' | 'blob'>,
  ): Promise<unknown> => {
    let text: string;
    try {
      if (blob && response.ok) return await response.blob();
      text = await response.text();
    } catch (cause) {
      tell('offline');
      throw offlineError(cause);
    }
    if (plain && response.ok) return text;
    if (text === '') return null;
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return undefined;
    }
  };

  return {
    ask: async (method, path, options = {}) => {
      const response = await send(method, path, options);
      const json = await bodyOf(response, options);
      const { status, ok } = response;
      const accepted = options.accept === 'refusals' ? REFUSALS : (options.accept ?? []);
      if (!ok && !accepted.includes(status)) {
        tell('failed');
        throw statusError(status, problemIn(json));
      }
      if (json === undefined) {
        tell('failed');
        throw ok ? unreadableError('What came back is not JSON.') : statusError(status);
      }
      tell('ready');
      const warnings = (response.headers.get('sluice-warnings') ?? '').split(',').map((code) => code.trim());
      return { status, json, warnings: warnings.filter((code) => code !== '') };
    },
  };
};
