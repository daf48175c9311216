import type { Hono } from 'hono';
import { startSession } from '../auth/session.ts';
import type { SpentKeys } from '../auth/spent-keys.ts';
import type { Keeper } from '../auth/token.ts';
import type { Ask, Env } from '../routes/context.ts';
import { SESSION_SCRIPT, SIGN_IN_SCRIPT } from './scripts.ts';
import { dashboardPage, ICON, languageOf, notBuiltPage, PAGE_STYLE, signInPage } from './pages.ts';

/** What the page and its sign-in need. */
export interface PageOptions {
  readonly keeper: Keeper;
  readonly spent: SpentKeys;
  /** People reach the server over HTTPS. */
  readonly secure: boolean;
  /** Whether the elements are built. */
  readonly built: boolean;
}

/**
 * Spends the key of a sign-in link. A look ahead (HEAD) does not spend it; who opens a spent link and is signed in already just goes on.
 */
const signIn = async (c: Ask, key: string, { keeper, spent, secure }: PageOptions): Promise<Response> => {
  const claim = c.req.method === 'GET' ? await keeper.read('key', key) : null;
  if (claim && (await spent.spend(claim))) await startSession(c, keeper, claim, secure);
  else if (c.get('session') === null) return c.html(signInPage(true), 401);
  return c.redirect('/', 303);
};

/** `/`: the dashboard of whoever is signed in, and the way in for everyone else. */
export const pageRoutes = (app: Hono<Env>, options: PageOptions): void => {
  app.get('/', async (c) => {
    const key = c.req.query('key');
    if (key !== undefined) return signIn(c, key, options);
    if (c.get('session') === null) return c.html(signInPage(false), 401);
    return c.html(options.built ? dashboardPage(languageOf(c.req.header('accept-language'))) : notBuiltPage());
  });
  const file = (path: string, type: string, text: string) =>
    app.get(path, (c) => c.body(text, 200, { 'Content-Type': type, 'Cache-Control': 'no-cache' }));
  file('/page.css', 'text/css; charset=utf-8', PAGE_STYLE);
  file('/sign-in.js', 'text/javascript; charset=utf-8', SIGN_IN_SCRIPT);
  file('/session.js', 'text/javascript; charset=utf-8', SESSION_SCRIPT);
  file('/icon.svg', 'image/svg+xml', ICON);
};
