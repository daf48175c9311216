import { type ClientRequest, request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Place } from './places.ts';

/** What came of telling a place something. `status`: its answer; null when there was none. */
export interface Answered {
  readonly status: number | null;
  /** In few words: `connection refused`, `too slow`. Never anything the other side said. */
  readonly said: string;
}

/** The most of an answer that is read, in bytes; nothing of it is kept. */
const MOST = 64 * 1024;

const same = (one: string, other: string): boolean =>
  ipaddr.isValid(one) && ipaddr.isValid(other) && ipaddr.process(one).toString() === ipaddr.process(other).toString();

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EHOSTUNREACH: 'no way there',
  ENETUNREACH: 'no way there',
  ETIMEDOUT: 'too slow',
  EPIPE: 'connection reset',
};

const wordsOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (Object.hasOwn(WORDS, code)) return WORDS[code] ?? 'no answer';
  return /^(CERT|DEPTH|SELF|UNABLE|ERR_TLS|ERR_SSL|EPROTO|HOSTNAME)/.test(code)
    ? 'the certificate is not valid'
    : 'no answer';
};

/**
 * Posts a text to a place. The name is not asked for again: the connection goes to one of the addresses that were looked at, and is cut when
 * it turns out to lead elsewhere. Redirects are not followed, so that nobody sends us on to a place that was not looked at.
 */
export const postTo = (
  { url, addresses }: Place,
  body: string,
  headers: Readonly<Record<string, string>>,
  { patience = 10_000, signal }: { readonly patience?: number; readonly signal?: AbortSignal } = {},
): Promise<Answered> =>
  new Promise((resolve) => {
    const over = (answered: Answered): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      resolve(answered);
      sent.destroy();
    };
    const stop = (): void => over({ status: null, said: 'too slow' });
    const timer = setTimeout(stop, patience);
    signal?.addEventListener('abort', stop, { once: true });

    const lookup: LookupFunction = (_name, options, done) => {
      const all = addresses.map((address) => ({ address, family: isIP(address) }));
      const [first] = all;
      if (options.all === true) done(null, all);
      else done(null, first?.address ?? '', first?.family ?? 4);
    };
    const send = url.protocol === 'https:' ? secure : plain;
    const sent: ClientRequest = send(
      url,
      {
        method: 'POST',
        lookup,
        // no connection is kept for another request, which could be to another place
        agent: false,
        headers: { ...headers, 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) },
      },
      (answer) => {
        const status = answer.statusCode ?? null;
        let size = 0;
        answer.on('data', (part: Buffer) => {
          size += part.byteLength;
          if (size > MOST) over({ status, said: 'the answer is too long' });
        });
        answer.on('end', () => over({ status, said: `answered ${status ?? ''}` }));
        answer.on('error', () => over({ status, said: 'connection reset' }));
      },
    );
    sent.on('socket', (socket) => {
      socket.on('connect', () => {
        const there = socket.remoteAddress ?? '';
        if (!addresses.some((one) => same(one, there))) over({ status: null, said: 'led elsewhere' });
      });
    });
    sent.on('error', (error) => over({ status: null, said: wordsOf(error) }));
    sent.end(body);
  });
