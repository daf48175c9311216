import type { Json } from '@sluice/core';
import fc from 'fast-check';
import type { Description, Operation, Parameter } from './document.ts';
import { EDGES, fitting, hostile, type Known, spoilt, strangeNames } from './generate.ts';
import { wordOf } from './least.ts';
import type { Sent } from './requests.ts';

/** A request before it is known who sends it. */
export interface Made {
  readonly operation: Operation;
  readonly sent: Sent;
  /** Nothing was spoilt on purpose. */
  readonly fits: boolean;
}

const JSON_TYPE = 'application/json';
const TYPES = [
  '',
  'text/plain',
  'text/csv',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  'application/json; charset=utf-16',
  'application/xml',
  'application/json, text/plain',
  '\u00e9',
];

/** A cursor of five years ago: where a page of another day ended. */
export const OLD_CURSOR = Buffer.from(JSON.stringify(['2020-11-21', '0175e7a0-0000-7000-8000-000000000000'])).toString(
  'base64url',
);

const encoded = (name: string, value: string): string =>
  `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(value.toWellFormed())}`;

/** What is done to an address: doubled, broken, far too long, of another time, another language. */
const ADDRESSES: readonly ((address: string) => string)[] = [
  (address) => `${address}${address.includes('?') ? '&' : '?'}%zz=%e0%a4`,
  (address) => `${address}${address.includes('?') ? '&' : '?'}limit=10&limit=20&sort=-id&sort=id`,
  (address) => `${address}${address.includes('?') ? '&' : '?'}cursor=${OLD_CURSOR}`,
  (address) => `${address}${address.includes('?') ? '&' : '?'}cursor=${'A'.repeat(3000)}`,
  (address) => `${address}${address.includes('?') ? '&' : '?'}timeZone=UTC'||pg_sleep(9)||'&zone=UTC'||'`,
  (address) =>
    `${address}${address.includes('?') ? '&' : '?'}where=${encodeURIComponent("amount > 1 or client = '' || pg_sleep(9)")}`,
  (address) => `${address}${address.includes('?') ? '&' : '?'}where=${encodeURIComponent('('.repeat(3000))}`,
  (address) => `${address}${address.includes('?') ? '&' : '?'}q=${encodeURIComponent('%_\\'.repeat(200))}`,
  (address) => `${address}${address.includes('?') ? '&' : '?'}limit=-1`,
  (address) => `${address}${address.includes('?') ? '&' : '?'}offset=999999999999999`,
  (address) => `${address}/${'a'.repeat(100_000)}`,
  (address) => `${address}${'/..'.repeat(20)}`,
  (address) => `${address}/`,
  (address) => `/${address}`,
  (address) => address.replace('/', '/%2e%2e%2f'),
  (address) => `${address}%00`,
  (address) => `${address};a=b`,
  (address) => address.toUpperCase(),
];

const HEADERS: readonly Readonly<Record<string, string>>[] = [
  { 'If-Match': '*' },
  { 'If-Match': '"99999999999999999999"' },
  { 'If-Match': '' },
  { 'Idempotency-Key': 'a'.repeat(300) },
  { 'Idempotency-Key': ' ' },
  { 'Last-Event-ID': '1-1' },
  { 'Last-Event-ID': '99999999999999999999-9999999999999999999' },
  { 'X-HTTP-Method-Override': 'DELETE' },
  { Prefer: 'respond-async' },
  { Accept: 'text/html' },
  { 'If-None-Match': '*' },
  { 'X-Request-Id': '\'"<script>' },
  { 'X-Forwarded-For': '127.0.0.1' },
  { Cookie: 'sluice_session=x; sluice_refresh=y' },
  { 'Accept-Encoding': 'identity;q=0' },
];

/** JSON as text, in ways that readers quarrel about. */
const TEXTS: readonly ((text: string) => string | Uint8Array<ArrayBuffer>)[] = [
  (text) => text.slice(0, -1),
  (text) => `\ufeff${text}`,
  (text) => `${text}${text}`,
  (text) => text.replace('{', '{"__proto__":{"role":"admin"},'),
  (text) => text.replace('{', '{"amount":1,"amount":2,'),
  (text) => `${'['.repeat(10_000)}${text}${']'.repeat(10_000)}`,
  (text) => new Uint8Array([...Buffer.from(text), 0xff, 0xfe]),
  () => '',
  () => 'null',
  () => '1e999',
];

/** Requests of an operation: half of them as the document has it, half with something spoilt. */
export const requestsOf = (operation: Operation, description: Description, known: Known): fc.Arbitrary<Made> => {
  const fits = (parameter: Parameter): fc.Arbitrary<string> =>
    fitting(parameter.schema, description, known).map((value) =>
      Array.isArray(value) ? String(value[0] ?? '') : typeof value === 'string' ? value : JSON.stringify(value),
    );
  const of = (place: Parameter['in']): readonly Parameter[] => operation.parameters.filter((one) => one.in === place);
  const optional = (parameter: Parameter) =>
    fc.record({
      name: fc.constant(parameter.name),
      value: fits(parameter),
      there: parameter.required ? fc.constant(true) : fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
    });
  const type = JSON_TYPE in operation.bodies ? JSON_TYPE : Object.keys(operation.bodies)[0];
  const schema = type === undefined ? undefined : operation.bodies[type];
  return fc
    .record({
      path: fc.tuple(...of('path').map(fits)),
      query: fc.tuple(...of('query').map(optional)),
      header: fc.tuple(...of('header').map(optional)),
      body: schema === undefined ? fc.constant(null) : fitting(schema, description, known),
      spoil: fc.oneof(
        fc.constant('nothing'),
        fc.constantFrom('body', 'text', 'type', 'address', 'query', 'header', 'path'),
      ),
      at: fc.nat(1000),
      by: hostile,
      name: strangeNames,
    })
    .map(({ path, query, header, body, spoil, at, by, name }): Made => {
      const pick = <T>(list: readonly T[]): T => list[at % list.length] as T;
      const odd = typeof by === 'string' ? by : JSON.stringify(by);
      const said = query.filter(({ there }) => there).map((one) => [one.name, one.value] as const);
      if (spoil === 'query') said.push(pick([[name, odd] as const, [said[0]?.[0] ?? 'sort', odd] as const]));
      let place = 0;
      let address = operation.path.replace(/\{[^}]+\}/g, () => {
        const value = spoil === 'path' ? pick(EDGES) : (path[place] ?? '');
        place += 1;
        return encodeURIComponent(value.toWellFormed());
      });
      if (said.length > 0) address += `?${said.map(([one, value]) => encoded(one, value)).join('&')}`;
      if (spoil === 'address') address = pick(ADDRESSES)(address);
      const headers: Record<string, string> = {};
      for (const one of header) {
        // a version is right more often than a text that fits the schema would be
        if (one.there) headers[one.name] = one.name === 'If-Match' ? `"${(at % 3) + 1}"` : one.value;
      }
      if (spoil === 'header') Object.assign(headers, pick(HEADERS));
      let sent: Sent['body'];
      if (schema !== undefined && type !== undefined) {
        const value: Json = spoil === 'body' ? spoilt(body, at, by, name) : body;
        const text = type === JSON_TYPE ? JSON.stringify(value) : wordOf(value);
        sent = spoil === 'text' ? pick(TEXTS)(text) : text;
        const claimed = spoil === 'type' ? pick(TYPES) : type;
        // what no header can say
        if (claimed !== '' && claimed !== '\u00e9') headers['Content-Type'] = claimed;
      }
      return {
        operation,
        fits: spoil === 'nothing',
        sent: {
          method: operation.method,
          address,
          headers: Object.fromEntries(
            Object.entries(headers).filter(([, value]) => /^[\t\x20-\x7e\x80-\xff]*$/.test(value)),
          ),
          ...(sent === undefined ? {} : { body: sent }),
        },
      };
    });
};
