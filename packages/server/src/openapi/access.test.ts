import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { said } from '../../test/http.ts';
import { openTestPeople, serverOver } from '../auth/testing.ts';

type Headers = Readonly<Record<string, string>>;

const ID = '018f2f6e-0000-7000-8000-0000000000ff';
const ALL = ['read', 'create', 'change', 'remove', 'import', 'export'];
/** Roles of a tenant's own, beside the built-in ones. */
const OWN = {
  clerk: {
    tenant: [],
    entities: { '*': [], deal: ['read', 'create'], company: ['read', 'change'], task: ['read', 'export'] },
  },
  board: { tenant: ['audit', 'people'], entities: { '*': ['read'] } },
  keeper: { tenant: ['settings', 'roles', 'embed', 'jobs'], entities: {} },
  mover: { tenant: [], entities: { '*': ALL, deal: ['read', 'change', 'remove'], lead: ['read'] } },
};

let opened: Awaited<ReturnType<typeof openTestPeople>>;
let server: ReturnType<typeof serverOver>;
let admin: Headers;

beforeAll(async () => {
  opened = await openTestPeople();
  server = serverOver(opened.pool);
  admin = await server.token();
  for (const [at, [name, rights]] of Object.entries(OWN).entries()) {
    const made = await server.send('PUT', `/roles/${name}`, { rights }, { ...admin, 'If-Match': `"${at + 1}"` });
    if (made.status !== 200) throw new Error(await made.text());
  }
});
afterAll(() => opened.close());

interface Row {
  readonly method: string;
  readonly path: string;
  readonly roles: readonly string[];
}

/** An address of an operation; what it names is nowhere. */
const address = (path: string): string =>
  path
    .replace('{name}', 'nobody')
    .replaceAll(/\{(year|month)\}/g, '2025')
    .replaceAll(/\{[^}]+\}/g, ID);
const BODIES: Readonly<Record<string, unknown>> = {
  '/query': { entity: 'deal', measures: ['count()'] },
  '/explain': { query: { entity: 'deal', measures: ['count()'] }, measure: 'count()' },
};

describe('the table of permissions', () => {
  it('is kept, cell by cell: roles × operations', async () => {
    const table = (await said(await server.send('GET', '/permissions', undefined, admin))) as {
      roles: string[];
      operations: Record<string, Row>;
    };
    expect(table.roles).toEqual(['admin', 'sales', 'viewer', ...Object.keys(OWN)]);
    const rows = Object.values(table.operations).filter(({ path }) => path !== '/auth/logout');
    const wrong: unknown[] = [];
    let cells = 0;
    for (const role of table.roles) {
      const headers = { ...(await server.token({ role, actor: role })), 'If-Match': '"1"' };
      const cell = async ({ method, path, roles }: Row): Promise<void> => {
        const body = method === 'GET' || method === 'DELETE' ? undefined : (BODIES[path] ?? {});
        const answer = await server.send(method, address(path), body, headers);
        const expected = roles.includes('operator')
          ? 'unknown'
          : roles.includes(role) || roles.includes('anyone')
            ? 'yes'
            : 'no';
        const { status } = answer;
        const code = status >= 400 ? (await said(answer)).code : '';
        // what a role does not even read is not there for it
        const no = ['not_allowed', 'read_only'].includes(code) || (status === 404 && code === 'not_found');
        const got =
          status === 401 && roles.includes('operator')
            ? 'unknown'
            : expected === 'no'
              ? no
                ? 'no'
                : 'yes'
              : status === 403
                ? 'no'
                : 'yes';
        cells += 1;
        if (got !== expected || (status >= 500 && status !== 503))
          wrong.push([role, method, path, status, code, expected]);
      };
      for (let at = 0; at < rows.length; at += 6) await Promise.all(rows.slice(at, at + 6).map(cell));
    }
    expect(wrong).toEqual([]);
    expect(cells).toBeGreaterThan(800);
  });

  it('is the same in the document of the API, and other for another tenant', async () => {
    const mine = await said(await server.send('GET', '/openapi.json', undefined, admin));
    expect(mine.paths['/deals'].post['x-roles']).toEqual(['admin', 'sales', 'clerk']);
    expect(mine.paths['/settings'].put['x-roles']).toEqual(['admin', 'keeper']);
    expect(mine.paths['/operator/tenants'].get['x-roles']).toEqual(['operator']);
    expect(mine.paths['/auth/login'].post['x-roles']).toEqual(['anyone']);
    const other = await server.token({ tenant: 'globex' });
    const theirs = await said(await server.send('GET', '/openapi.json', undefined, other));
    expect(theirs.paths['/deals'].post['x-roles']).toEqual(['admin', 'sales']);
    expect((await server.send('GET', '/permissions')).status).toBe(401);
  });
});
