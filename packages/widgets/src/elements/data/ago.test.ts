import { describe, expect, it } from 'vitest';
import { ago } from './ago.ts';

const now = Date.parse('2025-02-05T10:00:00.000Z');

describe('how long ago', () => {
  it.each([
    ['2025-02-05T09:58:00.000Z', 'en', '2 min. ago'],
    ['2025-02-05T09:58:00.000Z', 'fr', 'il y a 2 min'],
    ['2025-02-05T07:10:00.000Z', 'en', '2 hr. ago'],
    ['2025-02-04T09:00:00.000Z', 'en', 'yesterday'],
    ['2025-02-05T09:59:30.000Z', 'en', null],
    ['2025-02-05T10:30:00.000Z', 'en', null],
  ])('%s is, in %s, %s', (at, locale, words) => {
    expect(ago(at, now, locale)?.replace(/[\u00a0\u202f]/g, ' ') ?? null).toBe(words);
  });
});
