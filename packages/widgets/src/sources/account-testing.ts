// People of a server in the page, for tests and stories. No part of the package.
import type { Account, Grant, LoginSession } from './account.ts';
import type { Asking, Declined } from './answered.ts';

const refused = (code: string): Declined => ({
  ok: false,
  code,
  detail: `It is ${code}.`,
  remedy: '',
  issues: [],
  body: null,
});
const done = Promise.resolve({ ok: true, value: null } as const);

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1';

/** Three sign-ins of one person, the first on the device that is here. */
export const someSessions: readonly LoginSession[] = [FIREFOX, IPHONE, 'importer/2.1'].map((agent, at) => ({
  id: `018f2f6e-0000-7000-8000-00000000000${at}`,
  tenant: 'demo',
  agent,
  createdAt: `2025-02-0${3 - at}T08:00:00.000Z`,
  usedAt: `2025-02-05T0${9 - at}:30:00.000Z`,
  expiresAt: '2025-03-05T08:00:00.000Z',
  current: at === 0,
}));

/** What a server in the page answers: a status with its body, by method and path: `'get auth/sessions'`. */
export type DeskAnswers = Readonly<Record<string, (json: unknown) => readonly [status: number, body: unknown]>>;

/** A server in the page that is asked what is no question about records; `asked` are the questions, in order. */
export const testAsking = (answers: DeskAnswers): { readonly ask: Asking; readonly asked: string[] } => {
  const asked: string[] = [];
  const ask: Asking = async (method, path, read, { json } = {}) => {
    asked.push(json === undefined ? `${method} ${path}` : `${method} ${path} ${JSON.stringify(json)}`);
    const name = Object.keys(answers).find((one) => {
      const pattern = one.replace(/[.?*]/g, '\\$&').replace('{id}', '[^/]+');
      return new RegExp(`^${pattern}$`).test(`${method} ${path}`);
    });
    const [status, body] = (name === undefined ? undefined : answers[name])?.(json) ?? [404, { code: 'not_found' }];
    if (status < 400) return { ok: true, value: read({ status, json: body, warnings: [] }) };
    const { code = 'refused', detail = '', remedy = '' } = body as Partial<Declined>;
    return { ok: false, code, detail, remedy, issues: [], body };
  };
  return { ask, asked };
};

/** The sign-ins of one person on a server in the page. */
export const sessionsServer = (sessions: readonly LoginSession[] = someSessions) => {
  let left = sessions;
  return testAsking({
    'get auth/sessions': () => [200, { items: left }],
    ...Object.fromEntries(
      sessions.map(({ id }) => [
        `delete auth/sessions/${id}`,
        () => {
          left = left.filter((one) => one.id !== id);
          return [204, null] as const;
        },
      ]),
    ),
  });
};

/** What was asked of a desk of invented people, in order. */
export interface TestAccount extends Account {
  readonly asked: string[];
}

/** Anna signs in with `right password here`; she belongs to `demo` and to `north` when `several`. */
export const testAccount = ({ several = false }: { readonly several?: boolean } = {}): TestAccount => {
  const asked: string[] = [];
  const grant: Grant = {
    token: 'an-access-token',
    expiresIn: 900,
    refresh: 'a-refresh-token',
    person: { email: 'anna@example.com', name: 'Anna Petit' },
    tenant: 'demo',
    role: 'admin',
  };
  return {
    asked,
    signIn: ({ email, password, tenant }) => {
      asked.push(`sign in ${email} ${tenant ?? ''}`.trim());
      const right = email === 'anna@example.com' && password === 'right password here';
      if (!right) return Promise.resolve(refused('wrong_sign_in'));
      if (several && tenant === undefined) {
        const tenants = ['demo', 'north'].map((name) => ({ name, label: name.toUpperCase() }));
        return Promise.resolve({ ...refused('tenant_needed'), body: { tenants } });
      }
      return Promise.resolve({ ok: true, value: { ...grant, tenant: tenant ?? 'demo' } });
    },
    refresh: () => Promise.resolve({ ok: true, value: grant }),
    signOut: (token) => {
      asked.push(`sign out ${token ?? ''}`.trim());
      return done;
    },
    accept: (token, _password, name) => {
      asked.push(`accept ${token} ${name}`.trim());
      return Promise.resolve(token === 'spent' ? refused('link_spent') : { ok: true, value: 'anna@example.com' });
    },
    setPassword: (token) => {
      asked.push(`set ${token}`);
      return done;
    },
    askForLink: (email) => {
      asked.push(`link ${email}`);
      return done;
    },
    sessions: () => Promise.resolve({ ok: true, value: someSessions }),
    endSession: () => done,
  };
};
