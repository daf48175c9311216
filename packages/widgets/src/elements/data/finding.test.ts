import { issue } from '@sluice/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { issueWordsArriving } from '../../locales/issue-words.ts';
import { dataMessages } from '../../locales/messages/data.ts';
import { sayIn } from '../../locales/words.ts';
import { bySeverity, foundOf } from './finding.ts';

const told = (found: Parameters<typeof foundOf>[0], locale = 'fr') =>
  foundOf(found, locale, sayIn(dataMessages, locale));

describe('what was found on reading a file, in words', () => {
  beforeAll(async () => {
    await issueWordsArriving();
  });

  it('says row, column and value of a date that is none', () => {
    const found = issue('not_date', ['rows', 12, 'Échéance'], { received: '31/02/2025', params: { count: 3 } });
    expect(told(found)).toMatchObject({
      severity: 'error',
      message: 'Ce jour n’existe pas au calendrier.',
      place: 'ligne 12 et 2 autres · colonne Échéance · « 31/02/2025 »',
    });
  });

  it('says of a row how many cells it has, once', () => {
    const found = issue('short_row', ['rows', 2], {
      severity: 'warning',
      received: '1',
      expected: '3',
      params: { count: 1 },
    });
    expect(told(found)).toMatchObject({ message: 'Cellules de la ligne : 1, de l’en-tête : 3.', place: 'ligne 2' });
  });

  it('counts the rows that were left out', () => {
    const found = issue('rows_left_out', [], { severity: 'warning', message: '…', params: { count: 3, rows: 40 } });
    expect(told(found, 'ru').message).toBe('Пропущены 3 строки.');
  });

  it('keeps the message of a code that nobody translated', () => {
    expect(told(issue('gone_fishing', [], { message: 'Gone fishing.' })).message).toBe('Gone fishing.');
  });

  it('puts errors first', () => {
    const warning = issue('unpriced', ['rows', 2, 'Montant'], { severity: 'warning' });
    const error = issue('not_date', ['rows', 3, 'Échéance']);
    expect(bySeverity([warning, error])).toEqual([error, warning]);
  });
});
