import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Value } from '../kinds/index.ts';
import { dateFromDays, daysFromDate } from '../time.ts';
import { type ExportOptions, exportLines } from './export.ts';
import { counter, crmModel, entityOf, take } from './testing.ts';

const deal = entityOf(crmModel(), 'deal');
const write = (values: readonly Readonly<Record<string, Value>>[], options: ExportOptions = {}): string =>
  [
    ...exportLines(
      deal,
      values.map((one, at) => ({ id: `0194d368-aaaa-7000-8000-${String(at).padStart(12, '0')}`, values: one })),
      options,
    ),
  ].join('');

describe('an export', () => {
  it('writes amounts in major units, percent with its sign, lists with bars and blanks as blanks', () => {
    const text = write(
      [{ client: 'Acme, Inc', amount: 100_055, probability: 1250, tags: ['SaaS', 'B2B'], stage: 'won', dueOn: null }],
      {
        fields: ['client', 'amount', 'probability', 'tags', 'stage', 'dueOn'],
      },
    );
    expect(text).toBe(
      'id,client,amount,probability,tags,stage,dueOn\r\n0194d368-aaaa-7000-8000-000000000000,"Acme, Inc",1000.55,12.50%,SaaS|B2B,won,\r\n',
    );
  });

  it('speaks the language of a French spreadsheet', () => {
    const text = write([{ client: 'Acme', amount: 100_055, stage: 'negotiation' }], {
      fields: ['client', 'amount', 'stage'],
      language: 'fr',
      delimiter: ';',
      decimal: ',',
      mark: true,
    });
    expect(text.split('\r\n').slice(0, 2)).toEqual([
      '\ufeffid;Client;Montant;Étape',
      '0194d368-aaaa-7000-8000-000000000000;Acme;1000,55;Négociation',
    ]);
  });

  it.each(['=1+1', '+33 6 12', '-x', '@cmd', '\tx', "'=1"])('hands no formula to a spreadsheet: %j', (client) => {
    expect(write([{ client }], { fields: ['client'] })).toContain(`'${client}`);
  });

  it('leaves out fields that do not exist', () => {
    expect(write([], { fields: ['client', 'nope', '__proto__'] })).toBe('id,client\r\n');
  });
});

describe('export and import', () => {
  const text = fc
    .string({ unit: fc.constantFrom(...'abÉé€ "\'=+-@,;|:\n\tשл5.'), maxLength: 12 })
    .map((one) => one.normalize('NFC').trim());
  const title = text.filter((one) => one !== '');
  // a text of one line, as the kind keeps it
  const line = title.map((one) => one.replace(/\s+/g, ' '));
  const tag = fc
    .string({ unit: fc.constantFrom(...'abÉ,;=-5 '), minLength: 1, maxLength: 8 })
    .map((one) => one.replace(/\s+/g, ' ').trim())
    .filter((one) => one !== '');
  const blankOr = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null });
  const date = fc.integer({ min: daysFromDate('1900-01-01'), max: daysFromDate('2100-12-31') }).map(dateFromDays);
  const row = fc.record({
    client: line,
    stage: fc.constantFrom('prospect', 'followUp', 'qualified', 'negotiation'),
    amount: blankOr(fc.integer({ min: 0, max: 1e13 })),
    probability: blankOr(fc.constantFrom(0, 1, 1234, 5000, 9999)),
    sector: blankOr(line),
    priority: blankOr(fc.constantFrom('high', 'medium', 'low')),
    dueOn: blankOr(date),
    tags: blankOr(fc.uniqueArray(tag, { minLength: 1, maxLength: 4 })),
    notes: blankOr(title),
    reference: blankOr(line),
  });
  const style = fc.constantFrom<ExportOptions>(
    {},
    { language: 'fr', delimiter: ';', decimal: ',', mark: true },
    { language: 'en', delimiter: '\t' },
    { language: 'ru', delimiter: ';' },
    { language: 'he' },
  );

  it('give the same records again, identifiers included', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 10 }), style, (rows, options) => {
        const fields = [
          'client',
          'stage',
          'amount',
          'probability',
          'sector',
          'priority',
          'dueOn',
          'tags',
          'notes',
          'reference',
        ];
        const result = take(write(rows, { ...options, fields }), { id: counter() });
        expect(result.rejected).toEqual([]);
        expect(result.mapping.unmatched).toEqual([]);
        expect(result.records.map(({ id }) => id)).toEqual(
          rows.map((_, at) => `0194d368-aaaa-7000-8000-${String(at).padStart(12, '0')}`),
        );
        const kept = (values: Readonly<Record<string, unknown>>): unknown => fields.map((name) => values[name]);
        expect(result.records.map(({ values }) => kept(values))).toEqual(rows.map((values) => kept(values)));
      }),
      { numRuns: 300 },
    );
  });
});
