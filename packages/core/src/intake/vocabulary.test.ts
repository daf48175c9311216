import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blank, flagOf, vocabulary } from './vocabulary.ts';

const YES = 'true t yes y oui o vrai да д истина כן נכון אמת 1 on x ✓ ✔ ☑ ✅'.split(' ');
const NO = 'false f no n non faux нет н ложь לא שקר 0 off ✗ ✘ ☐ ❌'.split(' ');

describe('yes and no', () => {
  it.each(YES)('%s is yes', (word) => expect(flagOf(word)).toBe(true));
  it.each(NO)('%s is no', (word) => expect(flagOf(word)).toBe(false));
  it.each(['maybe', 'peut-être', 'может быть', 'אולי', '2', 'yes no', 'да нет', '', '-'])('%j is neither', (word) =>
    expect(flagOf(word)).toBeNull(),
  );

  it('are read in any case and with spaces around them', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...YES, ...NO),
        fc.constantFrom('', ' ', '\u00a0', '\t'),
        fc.boolean(),
        (word, space, loud) => {
          const written = `${space}${loud ? word.toUpperCase() : word}${space}`;
          expect(flagOf(written)).toBe(YES.includes(word));
        },
      ),
    );
  });

  it('are never words for a missing value', () => {
    for (const word of [...YES, ...NO]) expect(blank(word)).toBe(false);
  });
});

describe('words of a list', () => {
  const known = vocabulary([
    { key: 'won', label: { en: 'Won', fr: 'Gagné', ru: 'Выиграна', he: 'זכייה' }, aliases: ['closed won'] },
    { key: 'lost', label: { en: 'Lost', fr: 'Perdu', ru: 'Проиграна', he: 'הפסד' } },
  ]);

  it.each([
    ['won', 'won'],
    [' WON ', 'won'],
    ['gagne', 'won'],
    ['GAGNÉ', 'won'],
    ['gagne\u0301', 'won'],
    ['closed-won', 'won'],
    ['Closed  Won', 'won'],
    ['выиграна', 'won'],
    ['זכייה', 'won'],
    ['Perdu.', 'lost'],
    ['gagnés', null],
    ['', null],
    ['constructor', null],
  ])('%j means %j', (text, key) => expect(known.keyOf(text)).toBe(key));

  it('offers what is nearly so called, and takes it for nothing', () => {
    expect(known.keyOf('Gagnee')).toBeNull();
    expect(known.nearest('Gagnee')).toBe('won');
    expect(known.nearest('quelque chose')).toBeNull();
  });
});
