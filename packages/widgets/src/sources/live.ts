import type { Notice } from '@sluice/core';
import { streamReader } from './event-stream.ts';
import { isObject } from './failure.ts';

/** What following a server takes. */
export interface LiveOptions {
  /** The base of the API, without a slash at its end. */
  readonly base: string;
  readonly fetch?: typeof fetch | undefined;
  readonly headers?: (() => Readonly<Record<string, string>>) | undefined;
  /** Hears what others wrote; null: anything may have changed. */
  readonly hear: (notice: Notice | null) => void;
  /** Milliseconds: before the second try, and the longest of all. */
  readonly pause?: { readonly first: number; readonly longest: number };
}

/** Follows what others write on a server, as long as somebody wants to know. */
export interface Live {
  readonly start: () => void;
  readonly stop: () => void;
  /** A write of our own: everybody was told, its event says nothing new. */
  readonly wrote: (entity: string, id: string, version: number) => void;
}

/** A notice names no more records than this. */
const MANY = 100;
/** Changes of so many milliseconds are told together. */
const TOGETHER = 100;
/** Signs of life come every 15 seconds. */
const SILENCE = 50_000;
/** How long a page that nobody looks at keeps its stream: browsers allow few connections to one server. */
const HIDDEN = 10_000;
const OWN = 500;

type End = 'again' | 'never';

const isHidden = (): boolean => typeof document !== 'undefined' && document.visibilityState === 'hidden';

/**
 * Follows the change feed of a server. By `fetch`, as an `EventSource` sends no headers. Whatever goes wrong is no fault for anybody to
 * see: it is tried again, less and less often; a server without a feed is not asked twice.
 */
export const liveFeed = ({ base, fetch: fetching, headers, hear, pause }: LiveOptions): Live => {
  const { first, longest } = pause ?? { first: 1000, longest: 60_000 };
  const own = new Map<string, number>();
  let wanted = false;
  let never = false;
  let failures = 0;
  let lastId = '';
  let retry: number | null = null;
  let running: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hiding: ReturnType<typeof setTimeout> | undefined;
  let telling: ReturnType<typeof setTimeout> | undefined;
  let changed = new Map<string, Set<string>>();

  const tell = (): void => {
    telling = undefined;
    const all = changed;
    changed = new Map();
    for (const [entity, ids] of all) hear(ids.size > MANY ? { entity } : { entity, ids: [...ids] });
  };

  const noted = (data: unknown): void => {
    if (!isObject(data)) return;
    const { entity, id, version } = data;
    if (typeof entity !== 'string' || typeof id !== 'string') return;
    if (typeof version === 'number' && version <= (own.get(`${entity} ${id}`) ?? -1)) return;
    const ids = changed.get(entity) ?? new Set<string>();
    changed.set(entity, ids.add(id));
    telling ??= setTimeout(tell, TOGETHER);
  };

  const happened = (event: string, text: string): void => {
    failures = 0;
    if (event === 'reset') hear(null);
    if (event !== 'change') return;
    try {
      noted(JSON.parse(text));
    } catch {
      // not of our kind
    }
  };

  const read = async (body: ReadableStream<Uint8Array>, { abort }: { readonly abort: () => void }): Promise<void> => {
    const stream = streamReader(lastId);
    const decoder = new TextDecoder();
    const reader = body.getReader();
    let silence = setTimeout(abort, SILENCE);
    try {
      for (;;) {
        const { done, value } = await reader.read();
        clearTimeout(silence);
        if (done) return;
        silence = setTimeout(abort, SILENCE);
        for (const { event, data } of stream.take(decoder.decode(value, { stream: true }))) happened(event, data);
        lastId = stream.lastId();
        retry = stream.retry();
      }
    } finally {
      clearTimeout(silence);
    }
  };

  const follow = async (control: AbortController): Promise<End> => {
    const search = lastId === '' ? '' : `?after=${encodeURIComponent(lastId)}`;
    try {
      const answer = await (fetching ?? fetch)(`${base}/events${search}`, {
        headers: { accept: 'text/event-stream', ...headers?.() },
        cache: 'no-store',
        signal: control.signal,
      });
      const { status, body } = answer;
      if (status === 200 && body && /^text\/event-stream\b/i.test(answer.headers.get('content-type') ?? '')) {
        await read(body, { abort: () => control.abort() });
        return 'again';
      }
      await body?.cancel();
      // who is not signed in may be, soon; who asks too often may ask later; anything else does not change by itself
      return status === 401 || status === 429 || status >= 500 ? 'again' : 'never';
    } catch {
      return 'again';
    }
  };

  const open = async (): Promise<void> => {
    if (running || !wanted || never || isHidden()) return;
    const control = new AbortController();
    running = control;
    const end = await follow(control);
    if (running === control) running = null;
    if (end === 'never') never = true;
    if (control.signal.aborted && !wanted) return;
    later();
  };

  const later = (): void => {
    if (!wanted || never || running) return;
    clearTimeout(timer);
    const wait = Math.min(longest, Math.max(retry ?? 0, first * 2 ** failures));
    failures = Math.min(failures + 1, 10);
    timer = setTimeout(() => void open(), wait * (0.5 + Math.random() / 2));
  };

  const close = (): void => {
    clearTimeout(timer);
    clearTimeout(hiding);
    running?.abort();
    running = null;
  };

  const seen = (): void => {
    clearTimeout(hiding);
    if (isHidden()) hiding = setTimeout(close, HIDDEN);
    else void open();
  };

  return {
    start: () => {
      if (wanted) return;
      wanted = true;
      if (typeof document !== 'undefined') document.addEventListener('visibilitychange', seen);
      // whoever looks away again at once has asked for nothing
      timer = setTimeout(() => void open(), 0);
    },
    stop: () => {
      wanted = false;
      if (typeof document !== 'undefined') document.removeEventListener('visibilitychange', seen);
      clearTimeout(telling);
      telling = undefined;
      changed.clear();
      close();
    },
    wrote: (entity, id, version) => {
      const name = `${entity} ${id}`;
      own.delete(name);
      own.set(name, version);
      const [oldest] = own.keys();
      if (own.size > OWN && oldest !== undefined) own.delete(oldest);
    },
  };
};
