import type { Hono } from 'hono';
import { startSession } from '../auth/session.ts';
import type { SpentKeys } from '../auth/spent-keys.ts';
import type { Keeper } from '../auth/token.ts';
import type { Ask, Env, Tenants } from '../routes/context.ts';
import { NOT_FOUND, refuse, UNKNOWN_SENDER } from '../routes/problem.ts';
import { rightsFor } from '../tenants/standing.ts';
import { SESSION_SCRIPT, SIGN_IN_SCRIPT } from './scripts.ts';
import { ICON, notBuiltPage, PAGE_STYLE, pageAt, signInPage } from './pages.ts';
import { languageOf } from './words.ts';

/** What the pages and their sign-in need. */
export interface PageOptions extends Pick<Tenants, 'sourceFor'> {
  readonly keeper: Keeper;
  readonly spent: SpentKeys;
  /** Whether the elements are built. */
  readonly built: boolean;
}

/** Where pages are: each path answers GET and nothing else. */
export const PAGES = ['/', '/forecast', '/board', '/tasks', '/settings', '/records/:path'] as const;

/**
 * Spends the key of a sign-in link. A look ahead (HEAD) does not spend it; who opens a spent link and is signed in already just goes on.
 */
const signIn = async (c: Ask, key: string, { keeper, spent }: PageOptions): Promise<Response> => {
  const claim = c.req.method === 'GET' ? await keeper.read('key', key) : null;
  if (claim && (await spent.spend(claim))) await startSession(c, keeper, claim);
  else if (c.get('session') === null) return c.html(signInPage(languageIn(c), true), 401);
  return c.redirect('/', 303);
};

const languageIn = (c: Ask) => languageOf(c.req.header('accept-language'));

/** The pages of whoever is signed in, and the way in for everyone else. */
export const pageRoutes = (app: Hono<Env>, options: PageOptions): void => {
  const page = async (c: Ask): Promise<Response> => {
    const key = c.req.query('key');
    if (key !== undefined && c.req.path === '/') return signIn(c, key, options);
    const session = c.get('session');
    if (session === null) return c.html(signInPage(languageIn(c), false), 401);
    if (!options.built) return c.html(notBuiltPage());
    const source = (await options.sourceFor(session, 'page')) ?? refuse(UNKNOWN_SENDER);
    return c.html(pageAt(c.req.path, languageIn(c), source.model, rightsFor(session)) ?? refuse(NOT_FOUND));
  };
  for (const path of PAGES) app.get(path, page);
  const file = (path: string, type: string, text: string) =>
    app.get(path, (c) => c.body(text, 200, { 'Content-Type': type, 'Cache-Control': 'no-cache' }));
  file('/page.css', 'text/css; charset=utf-8', PAGE_STYLE);
  file('/sign-in.js', 'text/javascript; charset=utf-8', SIGN_IN_SCRIPT);
  file('/session.js', 'text/javascript; charset=utf-8', SESSION_SCRIPT);
  file('/icon.svg', 'image/svg+xml', ICON);
};
