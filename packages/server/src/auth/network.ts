import { isIP } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Ask } from '../routes/context.ts';

/** Where a request comes from, as far as limits go. */
export type Network = (c: Ask) => string;

const fullV6 = (address: string): readonly string[] => {
  const [head = '', tail = ''] = address.split('::');
  const left = head.split(':').filter((part) => part !== '');
  const right = tail.split(':').filter((part) => part !== '');
  const middle = address.includes('::') ? Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0') : [];
  return [...left, ...middle, ...right];
};

/** The network of an address: of IPv6 the first 64 bits, because whoever has one address there has all of them. */
export const networkOf = (address: string): string => {
  const bare = address.replace(/%.*$/, '').toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare)?.[1];
  if (mapped !== undefined) return mapped;
  if (isIP(bare) === 4) return bare;
  if (isIP(bare) !== 6) return 'unknown';
  const first = fullV6(bare).slice(0, 4);
  return `${first.map((part) => part.replace(/^0+(?=.)/, '')).join(':')}::/64`;
};

/**
 * The network that a request comes from: of whoever is connected. What a request says of itself (X-Forwarded-For) counts only behind
 * `proxies` proxies of our own, and then only what they added.
 */
export const networkBehind =
  (proxies = 0): Network =>
  (c) => {
    if (proxies > 0) {
      const said = (c.req.header('x-forwarded-for') ?? '').split(',').map((part) => part.trim());
      const added = said.at(-proxies);
      if (added !== undefined && isIP(added) !== 0) return networkOf(added);
    }
    try {
      return networkOf(getConnInfo(c).remote.address ?? '');
    } catch {
      // not asked through a socket: a test, or another program in the same process
      return 'unknown';
    }
  };
