import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { MODEL, said, testApp } from '../../test/http.ts';
import { openApiOf } from './document.ts';

const ID = '018f2f6e-0000-7000-8000-0000000000ff';
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

describe('the description of the API', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(openApiOf(MODEL, '0.0.0'))));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(validator.version).toBe('3.1');
  });

  it('names every route there is and no other', async () => {
    const { app } = testApp();
    const document = await said(await app.request('/api/v1/openapi.json'));
    const paths = document.paths as Record<string, Record<string, unknown>>;
    for (const [path, item] of Object.entries(paths)) {
      for (const method of METHODS) {
        const address = `/api/v1${path.replaceAll(/\{\w+\}/g, ID)}`;
        const { status } = await app.request(address, { method: method.toUpperCase() });
        if (item[method] === undefined) expect([method, path, status]).toEqual([method, path, 405]);
        else {
          const open = JSON.stringify(item[method]).includes('"security":[]');
          const usual = open ? [200, 204, 401, 415] : [200, 401];
          expect([method, path, status, usual.includes(status)]).toEqual([method, path, status, true]);
        }
      }
    }
    const described = new Set(
      Object.entries(paths).flatMap(([path, item]) =>
        Object.keys(item)
          .filter((key) => METHODS.includes(key))
          .flatMap((method) =>
            // general routes speak of any entity
            [path, path.replace(/^\/deals/, '/:path')].map((one) => `${method} ${one.replaceAll(/\{(\w+)\}/g, ':$1')}`),
          ),
      ),
    );
    const mounted = app.routes
      .filter(({ path, method }) => path.startsWith('/api/v1/') && method !== 'ALL')
      .map(({ path, method }) => `${method.toLowerCase()} ${path.slice('/api/v1'.length)}`);
    for (const route of mounted) expect([route, described.has(route)]).toEqual([route, true]);
  });

  it('says of every operation who may send it, whether it is a tenant’s, may be repeated, and what it counts as', () => {
    const { paths } = JSON.parse(JSON.stringify(openApiOf(MODEL, '0.0.0')));
    for (const [path, item] of Object.entries(paths as Record<string, Record<string, Record<string, unknown>>>))
      for (const method of METHODS) {
        const operation = item[method];
        if (!operation) continue;
        const kinds = ['x-roles', 'x-tenant-scoped', 'x-idempotent', 'x-rate-class'].map(
          (word) => typeof operation[word],
        );
        expect([method, path, kinds]).toEqual([method, path, ['object', 'boolean', 'boolean', 'string']]);
        expect([method, path, (operation['x-roles'] as string[]).length > 0]).toEqual([method, path, true]);
        const open = JSON.stringify(operation['security']) === '[]';
        expect([method, path, open]).toEqual([method, path, (operation['x-roles'] as string[]).includes('anyone')]);
      }
  });

  it('lets everything that makes something be asked for twice and made once, but what a link is spent for', () => {
    const { paths } = JSON.parse(JSON.stringify(openApiOf(MODEL, '0.0.0')));
    const made = Object.entries(paths as Record<string, Record<string, Record<string, object>>>).flatMap(
      ([path, { post }]) => (post?.['responses'] && '201' in post['responses'] ? [[path, post] as const] : []),
    );
    expect(made.length).toBeGreaterThan(20);
    const keyless = made.filter(([, post]) => !JSON.stringify(post).includes('#/components/parameters/key'));
    expect(keyless.map(([path]) => path)).toEqual(['/auth/accept']);
    for (const [path, post] of made.filter(([one]) => one !== '/auth/accept'))
      expect([path, '409' in (post['responses'] ?? {}), '422' in (post['responses'] ?? {})]).toEqual([
        path,
        true,
        true,
      ]);
  });

  it('asks for what a write needs and lets blanks be blank', () => {
    const document = JSON.parse(JSON.stringify(openApiOf(MODEL, '0.0.0')));
    const { Deal, DealDraft, DealPatch } = document.components.schemas;
    expect(DealDraft.required).toEqual(['stage']);
    expect(DealPatch.required).toBeUndefined();
    expect(DealDraft.properties.weighted).toBeUndefined();
    expect(Deal.properties.weighted).toMatchObject({ readOnly: true, type: ['number', 'string', 'null'] });
    expect(Deal.properties.priority.enum).toEqual(['high', 'medium', 'low', null]);
  });
});
