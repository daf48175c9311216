import { issue, ISSUE_MESSAGES } from '@sluice/core';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { issueMessages } from '../messages/issues.ts';
import { remediedCodes, remedyOf, sentenceOf, wordedCodes } from './words.ts';

const CORE = join(import.meta.dirname, '../../../../core/src');
const LANGUAGES = ['fr', 'ru', 'he'] as const;
const placesOf = (text: string): readonly string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

/** The codes that core's sources give to issues, those of expressions with them. */
const givenCodes = (): ReadonlySet<string> => {
  const codes = new Set(Object.keys(ISSUE_MESSAGES));
  const files = readdirSync(CORE, { recursive: true }).map(String);
  for (const file of files.filter((name) => name.endsWith('.ts') && !/\.test\.ts$|testing\.ts$/.test(name))) {
    const text = readFileSync(join(CORE, file), 'utf8');
    for (const [, code = ''] of text.matchAll(/\b(?:issue|fault)\(\s*'([a-z_]+)'/g)) codes.add(code);
  }
  return codes;
};

describe('the words of issues', () => {
  it('are there for every code of core', () => {
    expect([...givenCodes()].filter((code) => !wordedCodes.has(code))).toEqual([]);
  });

  it('say for every code what to do about it', () => {
    expect([...givenCodes()].filter((code) => !remediedCodes.has(code))).toEqual([]);
  });

  it.each(LANGUAGES)('are all written in %s, and name nothing that core’s sentence does not', (language) => {
    for (const code of wordedCodes) {
      const sentence = sentenceOf(code, language, {});
      expect([code, sentence]).not.toEqual([code, '']);
      if (code in ISSUE_MESSAGES && !(code in issueMessages)) {
        const own = placesOf(ISSUE_MESSAGES[code as keyof typeof ISSUE_MESSAGES]);
        expect([code, placesOf(sentence).filter((place) => !own.includes(place))]).toEqual([code, []]);
      }
    }
    for (const code of remediedCodes) expect([code, remedyOf(code, language, {})]).not.toEqual([code, '']);
  });

  it('fill in what an issue tells', () => {
    const { code, received = '', params } = issue('no_such_sheet', ['sheet'], { received: 'Ventes' });
    expect(sentenceOf(code, 'fr', { ...params, received })).toBe('Le classeur n’a pas de feuille Ventes.');
    expect(remedyOf(code, 'fr-CA', {})).toBe('Choisissez une autre feuille si ce n’est pas la bonne.');
  });

  it('leave to the issue what it says better: English, and codes that nobody knows', () => {
    expect(sentenceOf('nothing_mapped', 'en', {})).toBe('');
    expect(sentenceOf('gate_unpriced_deal', 'fr', {})).toBe('');
    expect(sentenceOf('constructor', 'fr', {})).toBe('');
  });
});
