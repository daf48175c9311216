import { issue, resolveModel } from '@sluice/core';
import { deals } from '@sluice/core/blueprints';
import { describe, expect, it } from 'vitest';
import { readEntry } from './entry.ts';
import { wordIssue } from './wording.ts';

const checked = resolveModel(deals);
const worded = (name: string, text: string, locale: string): string => {
  const field = checked.ok ? checked.value.find('deal')?.field(name) : undefined;
  if (!field) throw new Error(`no field ${name}`);
  const [first] = readEntry(field, text, { locale, zone: 'UTC' }).issues;
  return first
    ? wordIssue(first, field, locale)
        .replace(/[\u00a0\u202f]/g, ' ')
        .replace(/[\u200e\u200f]/g, '')
    : '';
};

describe('what is wrong with an entry, in words', () => {
  it.each([
    ['amount', '-5', 'fr', 'Au moins 0 €.'],
    ['amount', '-5', 'en', 'At least €0.'],
    ['amount', 'douze', 'fr', 'Écrivez un montant, par exemple 1 000,55.'],
    ['amount', '1.005', 'en', 'At most 2 decimals.'],
    ['probability', '130', 'ru', 'Не больше 100 %.'],
    ['client', 'x'.repeat(300), 'fr', '255 lettres au plus.'],
    ['stage', 'limbo', 'he', 'בחרו מהרשימה.'],
    ['client', 'EcoGreen', 'fr', ''],
  ])('%s: %s in %s', (name, text, locale, sentence) => {
    expect(worded(name, text, locale)).toBe(sentence);
  });

  it('names the field that is missing in the language of the reader', () => {
    const field = checked.ok ? checked.value.find('deal')?.field('stage') : undefined;
    expect(field && wordIssue(issue('required', ['stage']), field, 'fr')).toBe('Il manque : Étape.');
  });

  it('keeps the message of a code that only the server knows', () => {
    const field = checked.ok ? checked.value.find('deal')?.field('stage') : undefined;
    expect(
      field && wordIssue(issue('gate_unowned', [], { message: 'A deal this far on needs an owner.' }), field, 'fr'),
    ).toBe('A deal this far on needs an owner.');
  });
});
