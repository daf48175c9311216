import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readArray, WIRE_TYPES, writeArray } from './wire.ts';

describe('an array of PostgreSQL', () => {
  it.each([
    ['{}', []],
    ['{a}', ['a']],
    ['{a,"b,c",NULL,"NULL",""}', ['a', 'b,c', null, 'NULL', '']],
    ['{"\\"","\\\\","{}"}', ['"', '\\', '{}']],
    ['{"two\nlines", b}', ['two\nlines', ' b']],
  ])('%j is read', (text, list) => {
    expect(readArray(text, (item) => item)).toEqual(list);
  });

  it('is read as it was written, whatever the texts', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.string({ unit: 'grapheme' }))), (list) => {
        expect(readArray(writeArray(list, String), (item) => item)).toEqual(list);
      }),
    );
  });
});

it.each([
  ['2025-02-05 23:30:00.123456+00', '2025-02-05T23:30:00.123Z'],
  ['2025-02-05 23:30:00+05:30', '2025-02-05T18:00:00.000Z'],
  ['infinity', 'infinity'],
])('the instant %s is %s', (text, iso) => {
  expect(WIRE_TYPES.timestamptz.parse(text)).toBe(iso);
});
