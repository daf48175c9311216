import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CORPUS } from '../../test/inside.ts';
import { addressFrom, isOpen, type Place, placeOf, type Resolve } from './places.ts';
import { postTo } from './post.ts';
import { openReceiver, type Receiver } from './testing.ts';

let receiver: Receiver;
let port: string;
beforeAll(async () => {
  receiver = await openReceiver();
  port = new URL(receiver.origin).port;
});
afterAll(() => receiver.close());

describe('an address that leads inside', () => {
  it('is one of at least seventy, each of another sort', () => {
    expect(CORPUS.length).toBeGreaterThanOrEqual(70);
    expect(new Set(CORPUS.map(([address]) => address)).size).toBe(CORPUS.length);
  });

  it.each(CORPUS)('%s is not kept', (address, why) => {
    expect(addressFrom(address, [])).toEqual({ ok: false, why });
  });

  it.each([
    'https://example.com/hook',
    'https://8.8.8.8/',
    'https://example.com:8443/a?b=c',
    'https://[2606:4700::1111]/',
  ])('is not %s', (address) => {
    expect(addressFrom(address, [])).toMatchObject({ ok: true });
  });

  it('is kept when whoever runs the server allows its origin, and only that', () => {
    const allow = ['http://127.0.0.1:9000'];
    expect(addressFrom('http://127.0.0.1:9000/hook', allow)).toMatchObject({ ok: true });
    expect(addressFrom('http://127.0.0.1:9001/hook', allow)).toMatchObject({ ok: false });
    expect(addressFrom('http://127.0.0.1:9000@example.com/', allow)).toMatchObject({ ok: false });
  });
});

const leadsTo =
  (...addresses: readonly string[]): Resolve =>
  async () =>
    addresses;

describe('a name', () => {
  it.each([
    ['this machine', ['127.0.0.1']],
    ['this machine in the new sort', ['::1']],
    ['this machine in disguise', ['::ffff:127.0.0.1']],
    ['a network inside', ['10.1.2.3']],
    ['the services of a cloud', ['169.254.169.254']],
    ['outside and inside at once', ['93.184.216.34', '192.168.1.1']],
    ['inside behind a translation', ['64:ff9b::a00:1']],
    ['nonsense', ['not an address']],
  ])('that leads to %s is not told', async (_what, addresses) => {
    const resolve = leadsTo(...addresses);
    expect(await placeOf('https://hooks.example.com/', { allow: [], resolve })).toEqual({ ok: false, why: 'inside' });
  });

  it('that leads nowhere is not told', async () => {
    const place = (resolve: Resolve) => placeOf('https://hooks.example.com/', { allow: [], resolve });
    expect(await place(leadsTo())).toEqual({ ok: false, why: 'not_found' });
    expect(await place(() => Promise.reject(new Error('ENOTFOUND')))).toEqual({ ok: false, why: 'not_found' });
  });

  it('that leads elsewhere the second time is asked for once: what was looked at is what is connected to', async () => {
    let asked = 0;
    const rebinding: Resolve = async () => {
      asked += 1;
      return [asked === 1 ? '93.184.216.34' : '127.0.0.1'];
    };
    const found = await placeOf('https://hooks.example.com/', { allow: [], resolve: rebinding });
    expect(found).toMatchObject({ ok: true, place: { addresses: ['93.184.216.34'] } });
    expect(asked).toBe(1);
  });
});

describe('telling a place', () => {
  const here = (path = '/'): Place => ({
    url: new URL(`http://hooks.example.com:${port}${path}`),
    addresses: ['127.0.0.1'],
  });

  it('connects to the address that was looked at, under the name of the place', async () => {
    receiver.answer(204);
    expect(await postTo(here('/hook'), '{"a":1}', { 'X-One': '1' })).toEqual({ status: 204, said: 'answered 204' });
    const last = receiver.received.at(-1);
    expect([last?.path, last?.body, last?.headers.host, last?.headers['x-one']]).toEqual([
      '/hook',
      '{"a":1}',
      `hooks.example.com:${port}`,
      '1',
    ]);
  });

  it.each([301, 302, 303, 307, 308])('does not follow a redirect (%i) to anywhere', async (status) => {
    receiver.answer(status, { location: `${receiver.origin}/inside` });
    const before = receiver.received.length;
    expect(await postTo(here('/redirects'), '{}', {})).toEqual({ status, said: `answered ${status}` });
    expect(receiver.received.length).toBe(before + 1);
  });

  it('is cut when the connection turns out to lead elsewhere than what was looked at', async () => {
    receiver.answer(204);
    const before = receiver.received.length;
    // a literal address is connected to without asking for anything: the last look is at the connection itself
    const url = new URL(`http://127.0.0.1:${port}/`);
    expect(await postTo({ url, addresses: ['93.184.216.34'] }, '{}', {})).toEqual({
      status: null,
      said: 'led elsewhere',
    });
    expect(receiver.received.length).toBe(before);
  });

  it('gives up a receiver that does not answer, and reads no answer without end', async () => {
    receiver.answer('never');
    expect(await postTo(here(), '{}', {}, { patience: 100 })).toEqual({ status: null, said: 'too slow' });
    receiver.answer(200, { size: 1_000_000 });
    expect(await postTo(here(), '{}', {})).toEqual({ status: 200, said: 'the answer is too long' });
    receiver.answer(204);
  });

  it('says in its own words why nobody answered', async () => {
    const url = new URL('http://hooks.example.com:1/');
    expect(await postTo({ url, addresses: ['127.0.0.1'] }, '{}', {})).toEqual({
      status: null,
      said: 'connection refused',
    });
  });
});

describe('an open address', () => {
  it.each(['8.8.8.8', '1.1.1.1', '93.184.216.34', '2606:4700:4700::1111', '::ffff:8.8.8.8'])('is %s', (address) => {
    expect(isOpen(address)).toBe(true);
  });
});
