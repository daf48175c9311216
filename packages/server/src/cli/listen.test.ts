import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type Fetch, listen, type Listening, type ListenTimes } from './listen.ts';

let server: Listening | undefined;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server?.stop(0);
  server = undefined;
});

const QUICK: Partial<ListenTimes> = { headers: 300, request: 600, silence: 400, idle: 300, look: 50 };
const echo: Fetch = async (request) => new Response(await request.text());

const serve = async (fetch: Fetch, times: Partial<ListenTimes> = QUICK): Promise<number> => {
  server = await listen(fetch, { host: '127.0.0.1', port: 0, times });
  return server.port;
};

/** A connection: what came over it, and its end. */
const open = (port: number) => {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (part: string) => {
    text += part;
  });
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  return { socket, closed, text: () => text };
};

/** The first of a text that a connection brings. */
const until = async (text: () => string, wanted: string): Promise<void> => {
  while (!text().includes(wanted)) await pause(5);
};

describe('a server whose clients are slow', () => {
  it('ends 300 connections that never finish their headers, or their body, and answers others meanwhile', async () => {
    const port = await serve(echo);
    const heads = Array.from({ length: 150 }, () => open(port));
    for (const { socket } of heads) socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    const bodies = Array.from({ length: 150 }, () => open(port));
    for (const { socket } of bodies) socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n');
    // one byte after the other keeps nobody in
    const timer = setInterval(() => {
      for (const { socket } of [...heads, ...bodies]) if (!socket.destroyed) socket.write('x');
    }, 50);
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'meanwhile' });
    expect(await answer.text()).toBe('meanwhile');
    await Promise.all([...heads, ...bodies].map(({ closed }) => closed));
    clearInterval(timer);
    for (const { text } of [...heads, ...bodies]) expect(text()).not.toContain('200 OK');
  });

  it('ends a connection whose reader leaves the answer, and one that stops in the middle of its request', async () => {
    let left: () => void = () => undefined;
    const given = new Promise<void>((resolve) => {
      left = resolve;
    });
    const endless = (): Response =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(new Uint8Array(100_000)),
          cancel: () => left(),
        }),
      );
    const port = await serve((request) => (request.method === 'GET' ? endless() : echo(request)), {
      ...QUICK,
      request: 60_000,
    });
    const deaf = connect(port, '127.0.0.1');
    sockets.push(deaf);
    deaf.on('error', () => undefined);
    deaf.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    const stuck = open(port);
    stuck.socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf');
    await Promise.all([given, stuck.closed]);
    expect(stuck.text()).not.toContain('200 OK');
  });

  it('lets the server think longer than a client may be silent', async () => {
    const cut = Promise.withResolvers<void>();
    const port = await serve(
      async (request) => {
        if (request.method === 'POST') return echo(request);
        await cut.promise;
        return new Response('thought');
      },
      { ...QUICK, request: 60_000 },
    );
    const answer = fetch(`http://127.0.0.1:${port}/`);
    // somebody who comes later and says nothing more is cut off earlier
    const silent = open(port);
    silent.socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf');
    await silent.closed;
    cut.resolve();
    expect(await (await answer).text()).toBe('thought');
  });

  it('keeps an idle connection for its next request, and not for ever', async () => {
    const port = await serve(echo);
    const { socket, closed, text } = open(port);
    for (const turn of [1, 2]) {
      socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nturn${turn}`);
      await until(text, `turn${turn}`);
    }
    await closed;
    expect(text().match(/200 OK/g)?.length).toBe(2);
  });
});

describe('a server that leaves', () => {
  it('answers what comes and ends every connection with its answer, those under way too', async () => {
    let free: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => {
      free = resolve;
    });
    const arrived = Promise.withResolvers<void>();
    const port = await serve(async (request) => {
      if (request.url.endsWith('/slow')) {
        arrived.resolve();
        await waiting;
      }
      return new Response('done');
    });
    const kept = open(port);
    kept.socket.write('GET /first HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(kept.text, 'done');
    const slow = open(port);
    slow.socket.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n');
    await arrived.promise;
    server?.leave();
    kept.socket.write('GET /second HTTP/1.1\r\nHost: x\r\n\r\n');
    await kept.closed;
    expect(kept.text().match(/Connection: (keep-alive|close)/gi)).toEqual([
      'Connection: keep-alive',
      'Connection: close',
    ]);
    const late = open(port);
    late.socket.write('GET /late HTTP/1.1\r\nHost: x\r\n\r\n');
    await late.closed;
    expect(late.text()).toContain('200 OK');

    const stopped = server?.stop();
    const refused = open(port);
    await refused.closed;
    expect(refused.text()).toBe('');
    free();
    await Promise.all([slow.closed, stopped]);
    expect(slow.text()).toMatch(/200 OK[^]*Connection: close[^]*done/i);
  });

  it('cuts off what does not end in time', async () => {
    const arrived = Promise.withResolvers<void>();
    const endless: Fetch = () => {
      arrived.resolve();
      return new Promise<Response>(() => undefined);
    };
    const port = await serve(endless, {});
    const { socket, closed, text } = open(port);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await arrived.promise;
    await server?.stop(200);
    await closed;
    expect(text()).toBe('');
  });
});
