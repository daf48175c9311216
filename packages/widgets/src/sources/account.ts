import { type Answered, type Asking, askingAt } from './answered.ts';
import { isObject, unreadableError } from './failure.ts';
import type { RemoteAnswer, RemoteOptions } from './remote-types.ts';

/** What somebody has who signed in. */
export interface Grant {
  /** The access token; pages of the server itself need none, their cookie speaks for them. */
  readonly token: string;
  /** Seconds until the token is no good any more. */
  readonly expiresIn: number;
  /** Good once; absent where a cookie carries it. */
  readonly refresh?: string;
  readonly person: { readonly email: string; readonly name: string };
  /** The tenant's short name. */
  readonly tenant: string;
  readonly role: string;
}

/** A sign-in that lasts, on one device. */
export interface LoginSession {
  readonly id: string;
  readonly tenant: string;
  /** The browser or program, as it called itself. */
  readonly agent: string;
  /** ISO instants. */
  readonly createdAt: string;
  readonly usedAt: string;
  readonly expiresAt: string;
  /** The one that asks. */
  readonly current: boolean;
}

/** What somebody signs in with. */
export interface SignInForm {
  readonly email: string;
  readonly password: string;
  /** The short name, for those who belong to several. */
  readonly tenant?: string;
}

/** The people's side of a server: who may come in, and where somebody is signed in. */
export interface Account {
  readonly signIn: (form: SignInForm) => Promise<Answered<Grant>>;
  /** A new access token; without a token of its own the browser's cookie is shown. */
  readonly refresh: (token?: string) => Promise<Answered<Grant>>;
  readonly signOut: (token?: string) => Promise<Answered<null>>;
  /** Takes an invitation; answers the e-mail address to sign in with. */
  readonly accept: (token: string, password: string, name: string) => Promise<Answered<string>>;
  readonly setPassword: (token: string, password: string) => Promise<Answered<null>>;
  /** Asks for a link to set a new password. The answer is the same whether there is such an account or not. */
  readonly askForLink: (email: string) => Promise<Answered<null>>;
  readonly sessions: () => Promise<Answered<readonly LoginSession[]>>;
  readonly endSession: (id: string) => Promise<Answered<null>>;
}

const textOf = (json: Readonly<Record<string, unknown>>, name: string): string => {
  const value = json[name];
  return typeof value === 'string' ? value : '';
};

const grantIn = (json: unknown): Grant => {
  const person = isObject(json) ? json['person'] : null;
  if (!isObject(json) || !isObject(person) || typeof json['token'] !== 'string')
    throw unreadableError('What came back is not the sign-in of a Sluice server.');
  const { refresh, expiresIn } = json;
  return {
    token: json['token'],
    expiresIn: typeof expiresIn === 'number' ? expiresIn : 0,
    ...(typeof refresh === 'string' ? { refresh } : {}),
    person: { email: textOf(person, 'email'), name: textOf(person, 'name') },
    tenant: textOf(json, 'tenant'),
    role: textOf(json, 'role'),
  };
};

const sessionsIn = (json: unknown): readonly LoginSession[] => {
  const items = isObject(json) ? json['items'] : null;
  if (!Array.isArray(items)) throw unreadableError('What came back is not a list of sessions.');
  return items.filter(isObject).map((one) => ({
    id: textOf(one, 'id'),
    tenant: textOf(one, 'tenant'),
    agent: textOf(one, 'agent'),
    createdAt: textOf(one, 'createdAt'),
    usedAt: textOf(one, 'usedAt'),
    expiresAt: textOf(one, 'expiresAt'),
    current: one['current'] === true,
  }));
};

/** Whether pages of a server's own origin are asking: then cookies carry the sign-in, and no script ever sees it. */
const isOwn = (base: string): boolean => new URL(base, location.href).origin === location.origin;

/** The people's side of a server that is asked by `ask`. `cookies`: whether its sign-ins stay in cookies of this page's own origin. */
export const accountOver = (ask: Asking, cookies: boolean): Account => {
  const asked = <T>(
    method: 'get' | 'post' | 'delete',
    path: string,
    json: unknown,
    read: (answer: RemoteAnswer) => T,
  ): Promise<Answered<T>> => ask(method, `auth/${path}`, read, json === undefined ? {} : { json });
  const nothing = (): null => null;
  const shown = (token: string | undefined): unknown => (token === undefined ? undefined : { refresh: token });
  return {
    signIn: (form) => asked('post', 'login', { ...form, cookies }, ({ json }) => grantIn(json)),
    refresh: (token) => asked('post', 'refresh', shown(token), ({ json }) => grantIn(json)),
    signOut: (token) => asked('post', 'logout', shown(token), nothing),
    accept: (token, password, name) =>
      asked('post', 'accept', { token, password, ...(name === '' ? {} : { name }) }, ({ json }) =>
        isObject(json) ? textOf(json, 'email') : '',
      ),
    setPassword: (token, password) => asked('post', 'reset', { token, password }, nothing),
    askForLink: (email) => asked('post', 'reset-request', { email }, nothing),
    sessions: () => asked('get', 'sessions', undefined, ({ json }) => sessionsIn(json)),
    endSession: (id) => asked('delete', `sessions/${encodeURIComponent(id)}`, undefined, nothing),
  };
};

/** The people's side of the server at an address, `https://…/api/v1`. */
export const openAccount = (address: string, options: Partial<RemoteOptions> = {}): Account =>
  accountOver(askingAt(address, options), isOwn(address));
