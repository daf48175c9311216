import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repeatedKey } from './repeated-key.ts';

describe('a name that stands twice in one object', () => {
  it('is found however it is written and however deep it lies', () => {
    expect(repeatedKey('{"stage":"won","stage":"lost"}')).toBe('stage');
    expect(repeatedKey('{"stage":"won","\\u0073tage":"lost"}')).toBe('stage');
    expect(repeatedKey('[{"a":[{"b":1, "c":{"d":1,\n"d" : 2}}]}]')).toBe('d');
    expect(repeatedKey('{"":1,"":2}')).toBe('');
  });

  it('is not seen where names only look alike: in texts, in lists, in other objects', () => {
    for (const text of [
      '{"a":"{\\"a\\":1,\\"a\\":2}","b":"a"}',
      '["a","a"]',
      '[{"a":1},{"a":2}]',
      '{"a":{"a":1}}',
      '"a:a"',
    ])
      expect(repeatedKey(text)).toBe(undefined);
  });

  it('is in nothing that was written from an object', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(repeatedKey(JSON.stringify(JSON.parse(text)))).toBe(undefined);
      }),
    );
  });
});
