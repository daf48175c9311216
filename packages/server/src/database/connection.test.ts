import { expect, it } from 'vitest';
import { connectionFrom } from './connection.ts';

it.each([
  ['postgres://a:b@host:6432/name', { url: 'postgres://a:b@host:6432/name' }],
  ['postgresql://a@host/name?sslmode=require', { url: 'postgresql://a@host/name?sslmode=require' }],
  [
    'postgres://a@host/name?pgbouncer=1&sslmode=require',
    { url: 'postgres://a@host/name?sslmode=require', pooled: true },
  ],
  ['postgres://a@host/name?pgbouncer=0', { url: 'postgres://a@host/name' }],
])('the address %s is read', (address, connection) => {
  expect(connectionFrom(address)).toEqual(connection);
});

it.each(['', 'localhost', 'mysql://a:secret@host/name', 'postgres://a:secret@:x/y'])(
  '%j is refused and not repeated',
  (address) => {
    expect(() => connectionFrom(address)).toThrow(
      expect.objectContaining({ code: 'bad_url', message: expect.not.stringContaining('secret') }),
    );
  },
);
