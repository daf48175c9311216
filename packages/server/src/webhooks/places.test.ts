import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressFrom, isOpen, type NotAllowed, type Place, placeOf, type Resolve } from './places.ts';
import { postTo } from './post.ts';
import { openReceiver, type Receiver } from './testing.ts';

let receiver: Receiver;
let port: string;
beforeAll(async () => {
  receiver = await openReceiver();
  port = new URL(receiver.origin).port;
});
afterAll(() => receiver.close());

/** Addresses that lead, or might lead, to this machine, to a network inside, or to something that is no web server. */
const CORPUS: readonly (readonly [string, NotAllowed])[] = [
  // this machine, in every spelling
  ['https://127.0.0.1/', 'inside'],
  ['https://127.1/', 'inside'],
  ['https://127.0.1/', 'inside'],
  ['https://127.255.255.254/', 'inside'],
  ['https://2130706433/', 'inside'],
  ['https://0x7f000001/', 'inside'],
  ['https://0x7f.1/', 'inside'],
  ['https://0x7f.0x0.0x0.0x1/', 'inside'],
  ['https://017700000001/', 'inside'],
  ['https://0177.0.0.1/', 'inside'],
  ['https://0177.0x0.0.1/', 'inside'],
  ['https://127.0.0.1./', 'inside'],
  ['https://%31%32%37.0.0.1/', 'inside'],
  ['https://１２７.０.０.１/', 'inside'],
  ['https://①②⑦.⓪.⓪.①/', 'inside'],
  ['https://127。0。0。1/', 'inside'],
  ['https://0/', 'inside'],
  ['https://0.0.0.0/', 'inside'],
  ['https://0.0.0.1/', 'inside'],
  ['https://[::]/', 'inside'],
  ['https://[::1]/', 'inside'],
  ['https://[0:0:0:0:0:0:0:1]/', 'inside'],
  ['https://[::ffff:127.0.0.1]/', 'inside'],
  ['https://[::ffff:7f00:1]/', 'inside'],
  ['https://[0:0:0:0:0:ffff:7f00:1]/', 'inside'],
  ['https://[::127.0.0.1]/', 'inside'],
  ['https://[::7f00:1]/', 'inside'],
  ['https://[::ffff:0:127.0.0.1]/', 'inside'],
  ['https://[64:ff9b::7f00:1]/', 'inside'],
  ['https://[64:ff9b:1::7f00:1]/', 'inside'],
  ['https://[2002:7f00:1::]/', 'inside'],
  ['https://[2001::1]/', 'inside'],
  ['https://localhost/', 'inside'],
  ['https://LOCALHOST/', 'inside'],
  ['https://localhost./', 'inside'],
  ['https://api.localhost/', 'inside'],
  ['https://ｌｏｃａｌｈｏｓｔ/', 'inside'],
  // networks inside
  ['https://10.0.0.1/', 'inside'],
  ['https://10.255.255.255/', 'inside'],
  ['https://172.16.0.1/', 'inside'],
  ['https://172.31.255.255/', 'inside'],
  ['https://192.168.0.1/', 'inside'],
  ['https://192.168.1/', 'inside'],
  ['https://100.64.0.1/', 'inside'],
  ['https://[fc00::1]/', 'inside'],
  ['https://[fd12:3456:789a::1]/', 'inside'],
  ['https://[fe80::1]/', 'inside'],
  ['https://[fec0::1]/', 'inside'],
  ['https://[::ffff:10.0.0.1]/', 'inside'],
  ['https://[::ffff:c0a8:1]/', 'inside'],
  ['https://router/', 'inside'],
  ['https://db.internal/', 'inside'],
  ['https://printer.local/', 'inside'],
  ['https://nas.lan/', 'inside'],
  ['https://gateway.home.arpa/', 'inside'],
  // a cloud's own services
  ['https://169.254.169.254/latest/meta-data/', 'inside'],
  ['https://169.254.170.2/v2/credentials', 'inside'],
  ['https://[fd00:ec2::254]/', 'inside'],
  ['https://[::ffff:a9fe:a9fe]/', 'inside'],
  ['https://0xa9fea9fe/', 'inside'],
  ['https://metadata.google.internal/', 'inside'],
  ['https://100.100.100.200/', 'inside'],
  // nobody's, everybody's, and for documents
  ['https://224.0.0.1/', 'inside'],
  ['https://255.255.255.255/', 'inside'],
  ['https://240.0.0.1/', 'inside'],
  ['https://192.0.2.1/', 'inside'],
  ['https://198.18.0.1/', 'inside'],
  ['https://198.51.100.1/', 'inside'],
  ['https://203.0.113.1/', 'inside'],
  ['https://[ff02::1]/', 'inside'],
  ['https://[2001:db8::1]/', 'inside'],
  ['https://[100::1]/', 'inside'],
  // not https, other ports, other sorts of address
  ['http://example.com/', 'not_https'],
  ['http://127.0.0.1/', 'not_https'],
  ['https://example.com:5432/', 'bad_port'],
  ['https://example.com:22/', 'bad_port'],
  ['https://example.com:80/', 'bad_port'],
  ['https://127.0.0.1:5432/', 'bad_port'],
  ['https://a@127.0.0.1/', 'has_password'],
  ['https://example.com@127.0.0.1/', 'has_password'],
  ['https://user:secret@example.com/', 'has_password'],
  ['https://@example.com/', 'has_password'],
  ['https://127.0.0.1#@example.com/', 'not_an_address'],
  ['https://example.com/#here', 'not_an_address'],
  ['file:///etc/passwd', 'not_an_address'],
  ['unix:/var/run/docker.sock', 'not_an_address'],
  ['gopher://127.0.0.1:6379/_INFO', 'not_an_address'],
  ['ftp://example.com/', 'not_an_address'],
  ['data:text/plain,hello', 'not_an_address'],
  ['javascript:alert(1)', 'not_an_address'],
  ['//example.com/', 'not_an_address'],
  ['https:example.com', 'not_an_address'],
  ['https:/example.com/', 'not_an_address'],
  ['https:\\\\example.com\\', 'not_an_address'],
  ['https://example.com\\@127.0.0.1/', 'not_an_address'],
  ['https://exa mple.com/', 'not_an_address'],
  [' https://example.com/', 'not_an_address'],
  ['https://example.com/\r\nHost: 127.0.0.1', 'not_an_address'],
  ['https://example.com/\0', 'not_an_address'],
  ['https://', 'not_an_address'],
  ['https://[::1', 'not_an_address'],
  ['https://256.256.256.256/', 'not_an_address'],
  ['', 'not_an_address'],
  [`https://example.com/${'a'.repeat(2000)}`, 'not_an_address'],
];

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
