import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, headerKey, similar, titleCase, words } from './text.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 30 });

describe('fold', () => {
  it.each([
    ['  Négociation ', 'negociation'],
    ['NE\u0301GOCIATION', 'negociation'],
    ['Gagné\u00a0-\u202fen  cours', 'gagne - en cours'],
    ['Œuvre', 'oeuvre'],
    ['Straße', 'strasse'],
    ['İstanbul', 'istanbul'],
    ['Переговоры', 'переговоры'],
    ['Ёлка', 'елка'],
    ['שָׁלוֹם', 'שלום'],
    ['l’échéance', "l'echeance"],
    ['\ufeffid\u200b', 'id'],
    ['', ''],
  ])('reads %j as %j', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });

  it('does not see the difference between composed and decomposed letters', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')));
      }),
    );
  });

  it('never leaves a space at an end or two in a row', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fold(text)).not.toMatch(/^\s|\s$|\s\s/);
      }),
    );
  });
});

describe('words and headings', () => {
  it.each([
    ['dueOn', ['due', 'on']],
    ['due_on', ['due', 'on']],
    ['HTTPServerName', ['http', 'server', 'name']],
    ['montant_brut', ['montant', 'brut']],
    ['Chiffre d’affaires (€)', ['chiffre', 'd', 'affaires']],
    ['year2024Total', ['year2024', 'total']],
    ['…', []],
  ])('splits %j into %j', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it.each([
    ['Date d’échéance', 'date_echeance'],
    ["date de l'échéance", 'Date Échéance'],
    ['Due Date', 'dueDate'],
    ['The name of the account', 'name account'],
    ['Montant\u00a0Deal', 'montant_deal'],
  ])('takes %j and %j for the same heading', (a, b) => {
    expect(headerKey(a)).toBe(headerKey(b));
  });

  it('keeps a heading that is nothing but an article', () => {
    expect(headerKey('La')).toBe('la');
  });

  it.each([
    ['dueOn', 'Due on'],
    ['amount_won', 'Amount won'],
    ['deal.average', 'Deal average'],
    ['échéance', 'Échéance'],
    ['', ''],
  ])('shows the identifier %j as %j', (identifier, label) => {
    expect(titleCase(identifier)).toBe(label);
  });
});

describe('similar', () => {
  it.each([
    ['GTX Pro', 'gtx  pro', 1],
    ['GTXPro', 'GTX Pro', 1 - 1 / 7],
    ['Négociation', 'negotiation', 1 - 1 / 11],
    ['abc', 'xyz', 0],
    ['', '', 1],
    ['', 'abc', 0],
  ])('finds %j and %j alike to %d', (a, b, expected) => {
    expect(similar(a, b)).toBeCloseTo(expected, 12);
  });

  it('is the same both ways, between 0 and 1, and 1 only for equal folded texts', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        const likeness = similar(a, b);
        expect(likeness).toBe(similar(b, a));
        expect(likeness).toBeGreaterThanOrEqual(0);
        expect(likeness).toBeLessThanOrEqual(1);
        expect(likeness === 1).toBe(fold(a) === fold(b));
      }),
    );
  });

  it('counts one wrong letter as one step', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'abcdef'), minLength: 1, maxLength: 20 }),
        fc.nat(),
        (text, at) => {
          const place = at % text.length;
          expect(similar(text, `${text.slice(0, place)}z${text.slice(place + 1)}`)).toBeCloseTo(
            1 - 1 / text.length,
            12,
          );
        },
      ),
    );
  });
});
