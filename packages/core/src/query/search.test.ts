import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../text.ts';
import { marked, NEAR, nearness, rankOf } from './search.ts';

describe('a search', () => {
  it.each([
    ['elan', 'Élan', 'equal'],
    ['ÉLAN', 'Élan Capital', 'begins'],
    ['cap ela', 'Élan Capital', 'words'],
    ['pital', 'Élan Capital', 'title'],
    ['paris', 'Élan Capital', 'record'],
  ])('for %s ranks %s as %s', (text, title, rank) => {
    expect(rankOf(text, title)).toBe(rank);
  });

  it.each([
    ['meridain', 'Meridian Partners', true],
    ['nordlich', 'Nordlicht', true],
    ['chateau elann', 'Château Élan', true],
    ['zebra', 'Meridian Partners', false],
    ['', 'Meridian', false],
  ])('for %s comes near to %s: %s', (text, title, near) => {
    expect(nearness(text)(title) >= NEAR).toBe(near);
  });

  it('is as near to itself as can be, and never nearer', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zé]{1,12}( [a-zé]{1,12})?$/), fc.string({ maxLength: 20 }), (text, title) => {
        expect(nearness(text)(text)).toBe(1);
        const near = nearness(text)(title);
        expect(near >= 0 && near <= 1).toBe(true);
      }),
    );
  });
});

describe('a marked text', () => {
  it.each([
    ['Élan Capital', 'elan', ['[Élan]', ' Capital']],
    ['L’Œuvre', 'oeu', ['L’', '[Œu]', 'vre']],
    ['Société Générale', 'gen soc', ['[Soc]', 'iété ', '[Gén]', 'érale']],
    ['nothing', 'zzz', ['nothing']],
    ['', 'a', []],
  ])('of %s for %s', (text, search, parts) => {
    expect(marked(text, search).map((part) => (part.hit ? `[${part.text}]` : part.text))).toEqual(parts);
  });

  it('is the text itself, and marks whenever a word stands in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.string({ maxLength: 4 }), (text, word) => {
        const parts = marked(text, word);
        expect(parts.map((part) => part.text).join('')).toBe(text);
        if (fold(word) !== '' && /^[a-z]+$/.test(word) && /^[a-z ]*$/i.test(text))
          expect(parts.some(({ hit }) => hit)).toBe(fold(text).includes(fold(word)));
      }),
    );
  });
});
