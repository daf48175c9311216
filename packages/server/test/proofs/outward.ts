// A process that tells every address of the corpus, whatever its check says of it, and says what came of each: `node … outward.ts ALLOWED`.
// It is looked at from outside (strace), so that nothing it does counts but what it connects to.
import { type Resolve, placeOf } from '../../src/webhooks/places.ts';
import { postTo } from '../../src/webhooks/post.ts';
import { CORPUS } from '../inside.ts';

const [allowed = ''] = process.argv.slice(2);
/** In the space of the open internet, and nobody has ever been there since 2006: what is sent there arrives nowhere. */
export const NOWHERE = '3ffe::1';

/** Names that lead elsewhere each time they are asked for: outside first, then to this machine. */
const rebinding = (): Resolve => {
  let asked = 0;
  return async () => {
    asked += 1;
    return [asked === 1 ? NOWHERE : '127.0.0.1'];
  };
};
const leadsTo =
  (...addresses: readonly string[]): Resolve =>
  async () =>
    addresses;

/** Addresses that look right, whose names lead inside. */
const NAMES: readonly (readonly [string, Resolve])[] = [
  [
    '127.0.0.1',
    '::1',
    '::ffff:127.0.0.1',
    '10.0.0.1',
    '169.254.169.254',
    '192.168.1.1',
    '0.0.0.0',
    '64:ff9b::a00:1',
  ].map((address): readonly [string, Resolve] => [
    `https://to-${address.replaceAll(/\W/g, '-')}.example.com:8443/`,
    leadsTo(address),
  ]),
  [['https://both.example.com:8443/', leadsTo(NOWHERE, '127.0.0.1')] as const],
  Array.from({ length: 10 }, (_, at) => [`https://rebinding${at}.example.com:8443/`, rebinding()] as const),
].flat();

const tell = async (address: string, resolve: Resolve, allow: readonly string[] = []): Promise<string> => {
  const to = await placeOf(address, { allow, resolve });
  if (!to.ok) return to.why;
  return (await postTo(to.place, '{}', {}, { patience: 300 })).said;
};

const said: Record<string, string> = {};
for (const [address] of CORPUS) said[address] = await tell(address, leadsTo('127.0.0.1'));
for (const [address, resolve] of NAMES) said[address] = await tell(address, resolve);
for (const status of [301, 302, 303, 307, 308]) {
  const address = `${allowed}/chain/${status}`;
  said[address] = await tell(address, leadsTo('127.0.0.1'), [allowed]);
}
process.stdout.write(`${JSON.stringify(said)}\n`);
