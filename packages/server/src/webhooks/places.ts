import { lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Why an address may not be told anything. */
export type NotAllowed = 'not_an_address' | 'not_https' | 'has_password' | 'bad_port' | 'inside' | 'not_found';

/** Where a name leads: every address that the system finds for it. */
export type Resolve = (name: string) => Promise<readonly string[]>;

/** A place that may be told, with the addresses that were looked at: nothing else is connected to. */
export interface Place {
  readonly url: URL;
  readonly addresses: readonly string[];
}

const PORTS = new Set(['', '443', '8443']);
const LONGEST = 2000;

/** As the system resolves names. */
export const resolveName: Resolve = async (name) =>
  (await systemLookup(name, { all: true, verbatim: true })).map(({ address }) => address);

/** Whether an address is one of the open internet: not of this machine, of a network inside, or of a cloud's own services. */
export const isOpen = (address: string): boolean => {
  if (!ipaddr.isValid(address)) return false;
  // an old address in the clothes of a new one is looked at as what it is
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || (parsed.parts[0] ?? 0) >> 13 === 1;
};

/**
 * An address as it may be kept: https on the open internet, or one of the origins that whoever runs the server allows. What a name leads to
 * is not looked at here, as it may lead elsewhere by the time anything is sent.
 */
export const addressFrom = (
  text: string,
  allow: readonly string[],
): { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly why: NotAllowed } => {
  const no = (why: NotAllowed) => ({ ok: false, why }) as const;
  // what a reader sees and what a program reads must be the same
  if (text.length > LONGEST || /[\s\p{Cc}\\]/u.test(text) || !/^https?:\/\/[^/?#]/i.test(text))
    return no('not_an_address');
  if (!URL.canParse(text)) return no('not_an_address');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || /^https?:\/\/[^/?#]*@/i.test(text)) return no('has_password');
  if (url.hash !== '') return no('not_an_address');
  if (allow.includes(url.origin)) return { ok: true, url };
  if (url.protocol !== 'https:') return no('not_https');
  if (!PORTS.has(url.port)) return no('bad_port');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) return isOpen(host) ? { ok: true, url } : no('inside');
  // names that mean this machine or a network inside, and names without a dot, which only resolve inside
  if (
    !host.includes('.') ||
    /(^|\.)(localhost|local|internal|intranet|lan|home|corp|arpa|test|invalid|onion)\.?$/i.test(host)
  )
    return no('inside');
  return { ok: true, url };
};

/**
 * Looks where an address leads, once: the addresses that come back are those that are connected to. Every one of them has to be of the open
 * internet, unless the origin is allowed.
 */
export const placeOf = async (
  text: string,
  { allow, resolve = resolveName }: { readonly allow: readonly string[]; readonly resolve?: Resolve },
): Promise<{ readonly ok: true; readonly place: Place } | { readonly ok: false; readonly why: NotAllowed }> => {
  const read = addressFrom(text, allow);
  if (!read.ok) return read;
  const { url } = read;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  let addresses: readonly string[];
  try {
    addresses = isIP(host) === 0 ? await resolve(host) : [host];
  } catch {
    return { ok: false, why: 'not_found' };
  }
  if (addresses.length === 0) return { ok: false, why: 'not_found' };
  if (!allow.includes(url.origin) && !addresses.every(isOpen)) return { ok: false, why: 'inside' };
  return { ok: true, place: { url, addresses } };
};
