import type { Notice } from '@sluice/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { streamReader } from './event-stream.ts';
import { type Live, liveFeed, type LiveOptions } from './live.ts';

const BASE = 'https://crm.example/api/v1';
const ID = '018f2f6e-0000-7000-8000-0000000000';

describe('a reader of event streams', () => {
  it('takes pieces of any size and line ends of any kind', () => {
    const text =
      ': hello\r\nid: 1-1\r\nevent: change\r\ndata: {"a":\r\ndata: 1}\r\n\r\nretry: 250\ndata: x\n\nid: 2-1\n\nevent: y\n\ndata\rid: 3\r\r ';
    for (const size of [1, 2, 3, 7, 1000]) {
      const reader = streamReader('0-0');
      expect(reader.lastId()).toBe('0-0');
      const found = [];
      for (let at = 0; at < text.length; at += size) found.push(...reader.take(text.slice(at, at + size)));
      expect(found).toEqual([
        { event: 'change', data: '{"a":\n1}' },
        { event: 'message', data: 'x' },
        { event: 'message', data: '' },
      ]);
      expect([reader.lastId(), reader.retry()]).toEqual(['3', 250]);
    }
  });
});

const lives: Live[] = [];
afterEach(() => {
  for (const live of lives.splice(0)) live.stop();
  vi.useRealTimers();
});
/** A quarter of an hour, which takes no time. */
const later = () => vi.advanceTimersByTimeAsync(900_000);

/** A server whose streams a test holds in its hands. */
const ready = (answer: (count: number) => number = () => 200, more: Partial<LiveOptions> = {}) => {
  const asked: string[] = [];
  const sent: Record<string, string>[] = [];
  const streams: ReadableStreamDefaultController<Uint8Array>[] = [];
  let aborted = 0;
  const fetching = (async (input: string, init: RequestInit) => {
    asked.push(input);
    sent.push(Object.fromEntries(new Headers(init.headers)));
    const status = answer(asked.length);
    if (status === 0) throw new TypeError('fetch failed');
    if (status !== 200) return new Response(status === 204 ? null : 'no', { status });
    const body = new ReadableStream<Uint8Array>({ start: (control) => void streams.push(control) });
    init.signal?.addEventListener('abort', () => {
      aborted += 1;
      streams.at(-1)?.error(new DOMException('aborted', 'AbortError'));
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } });
  }) as typeof fetch;
  const heard: (Notice | null)[] = [];
  const live = liveFeed({
    base: BASE,
    fetch: fetching,
    hear: (notice) => void heard.push(notice),
    pause: { first: 10, longest: 20 },
    ...more,
  });
  lives.push(live);
  const say = (text: string) => streams.at(-1)?.enqueue(new TextEncoder().encode(text));
  const change = (id: string, entity: string, record: string, version = 1) =>
    say(`id: ${id}\nevent: change\ndata: ${JSON.stringify({ entity, id: record, version })}\n\n`);
  return { live, asked, sent, streams, heard, say, change, aborted: () => aborted };
};
const until = (what: () => boolean) => expect.poll(what, { timeout: 3000, interval: 5 }).toBe(true);

describe('following a server', () => {
  it('begins when somebody watches, with the headers of every request, and ends when nobody does', async () => {
    const { live, asked, sent, streams, aborted } = ready(undefined, {
      headers: () => ({ authorization: 'Bearer a' }),
    });
    expect(asked).toEqual([]);
    vi.useFakeTimers();
    live.start();
    live.start();
    await vi.advanceTimersByTimeAsync(1000);
    expect(streams.length).toBe(1);
    expect(asked).toEqual([`${BASE}/events`]);
    expect(sent[0]).toMatchObject({ accept: 'text/event-stream', authorization: 'Bearer a' });
    live.stop();
    expect(aborted()).toBe(1);
    await later();
    expect(asked).toHaveLength(1);
  });

  it('asks nothing of who looks away at once', async () => {
    const { live, asked } = ready();
    vi.useFakeTimers();
    live.start();
    live.stop();
    await later();
    expect(asked).toEqual([]);
  });

  it('tells what others wrote, together, and nothing of what was told already', async () => {
    const { live, streams, heard, say, change } = ready();
    live.start();
    await until(() => streams.length === 1);
    live.wrote('deal', `${ID}01`, 3);
    change('1-1', 'deal', `${ID}01`, 3);
    change('1-2', 'deal', `${ID}02`);
    change('1-3', 'deal', `${ID}02`, 2);
    change('1-4', 'company', `${ID}03`);
    change('1-5', 'deal', `${ID}01`, 4);
    say('event: change\ndata: {broken\n\nevent: change\ndata: null\n\nevent: other\ndata: {}\n\n');
    await until(() => heard.length === 2);
    expect(heard).toEqual([
      { entity: 'deal', ids: [`${ID}02`, `${ID}01`] },
      { entity: 'company', ids: [`${ID}03`] },
    ]);
    for (let at = 0; at < 101; at++) change(`2-${at}`, 'deal', `many ${at}`);
    await until(() => heard.length === 3);
    expect(heard[2]).toEqual({ entity: 'deal' });
    say('event: reset\ndata: {}\n\n');
    await until(() => heard.length === 4);
    expect(heard[3]).toBe(null);
  });

  it('comes back after the last event that it read, whatever the end was', async () => {
    const { live, asked, streams, heard, say, change } = ready((count) => (count === 2 ? 0 : count === 3 ? 503 : 200));
    live.start();
    await until(() => streams.length === 1);
    say('retry: 5\nid: 7-0\nevent: ready\ndata: {}\n\n');
    change('7-1', 'deal', `${ID}01`);
    await until(() => heard.length === 1);
    streams[0]?.close();
    await until(() => streams.length === 2);
    expect(asked.slice(1)).toEqual(Array(3).fill(`${BASE}/events?after=7-1`));
    change('7-2', 'deal', `${ID}02`);
    await until(() => heard.length === 2);
    streams[1]?.error(new TypeError('cut'));
    await until(() => streams.length === 3);
    expect(asked.at(-1)).toBe(`${BASE}/events?after=7-2`);
  });

  it('does not ask a server again that has no feed', async () => {
    vi.useFakeTimers();
    for (const status of [404, 405, 403, 204]) {
      const { live, asked, heard } = ready(() => status);
      live.start();
      await later();
      live.stop();
      live.start();
      await later();
      expect([status, asked.length, heard]).toEqual([status, 1, []]);
    }
  });
});
