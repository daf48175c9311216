import { getCookie, setCookie } from 'hono/cookie';
import type { Ask } from '../routes/context.ts';

/**
 * What a browser of ours keeps: who it is now (a short token, or that of a sign-in link), the refresh token, and a mark that somebody
 * signed in here before.
 */
export type Cookie = 'sluice_session' | 'sluice_refresh' | 'sluice_device';

/**
 * Where people come over HTTPS the names begin with `__Host-`: browsers then take them from this host only, never from a neighbour below
 * the same domain, who could else sign somebody in as another person.
 */
const prefixOf = (c: Ask): 'host' | undefined => (c.get('url')?.startsWith('https:') ? 'host' : undefined);

const sameSite = { sluice_session: 'Lax', sluice_refresh: 'Strict', sluice_device: 'Strict' } as const;

/** What a request brought along under a name. */
export const cookieOf = (c: Ask, name: Cookie): string | undefined => getCookie(c, name, prefixOf(c));

/** Gives a browser something to keep for so many seconds; no page can read it. */
export const keepCookie = (c: Ask, name: Cookie, value: string, maxAge: number): void => {
  const prefix = prefixOf(c);
  const options = { httpOnly: true, sameSite: sameSite[name], path: '/', maxAge } as const;
  setCookie(c, name, value, prefix === undefined ? options : { ...options, prefix, secure: true });
};

/** Takes it back. */
export const dropCookie = (c: Ask, name: Cookie): void => {
  keepCookie(c, name, '', 0);
};
