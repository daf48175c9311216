import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deadlinesMessages } from './messages/deadlines.ts';
import { fieldMessages } from './messages/field.ts';
import { type Language, languageOf, type Messages, sayIn } from './words.ts';

const folder = new URL('messages/', import.meta.url);
/** Every catalogue there is, by the name of its file and its own. */
const catalogues: Record<string, Messages> = {};
for (const file of readdirSync(folder).filter((one) => /^[\w-]+\.ts$/.test(one)))
  for (const [name, messages] of Object.entries((await import(new URL(file, folder).href)) as Record<string, Messages>))
    catalogues[`${file} ${name}`] = messages;
const languages: readonly Language[] = ['en', 'fr', 'ru', 'he'];
const placesOf = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort();

describe('sentences', () => {
  it.each([
    ['en', 1, '1 day late'],
    ['en', 4, '4 days late'],
    ['fr', 1, '1 jour de retard'],
    ['ru', 1, 'опоздание 1 день'],
    ['ru', 3, 'опоздание 3 дня'],
    ['ru', 11, 'опоздание 11 дней'],
    ['he', 2, 'איחור של יומיים'],
  ])('counts days in %s: %d', (locale, count, expected) => {
    expect(sayIn(deadlinesMessages, locale)('late', { count })).toBe(expected);
  });

  it('writes large numbers as the language does', () => {
    expect(sayIn(fieldMessages, 'fr')('found', { count: 8800 })).toBe('8\u202f800 trouvés');
  });

  it('speaks English where it does not know the language, and Hebrew to the old code', () => {
    expect(languageOf('pt-BR')).toBe('en');
    expect(languageOf('iw-IL')).toBe('he');
  });

  it.each(Object.keys(catalogues))('%s has the same places in every language', (name) => {
    for (const [key, message] of Object.entries(catalogues[name] ?? {})) {
      const wanted = placesOf(typeof message.en === 'string' ? message.en : message.en.other);
      for (const language of languages) {
        const text = message[language];
        expect([name, key, language, placesOf(typeof text === 'string' ? text : text.other)]).toEqual([
          name,
          key,
          language,
          wanted,
        ]);
        expect(typeof text === 'string' ? text : text.other).not.toBe('');
      }
    }
  });
});
