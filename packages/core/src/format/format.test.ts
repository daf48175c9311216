import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFormat, UNKNOWN } from './format.ts';

const fr = createFormat({ locale: 'fr', currency: 'EUR', zone: 'Europe/Paris' });
const en = createFormat({ locale: 'en', currency: 'USD' });
const ru = createFormat({ locale: 'ru', currency: 'RUB' });
const he = createFormat({ locale: 'he', currency: 'ILS' });

/** Spaces and direction marks are written out, so that a test says which ones it means. */
const seen = (text: string): string =>
  text
    .replace(/\u202f/g, '⍽')
    .replace(/\u00a0/g, '␣')
    .replace(/[\u200e\u200f]/g, '');

describe('money', () => {
  it('shows the weighted pipeline as a French founder writes it', () => {
    expect(seen(fr.money(11_527_000))).toBe('115⍽270␣€');
    expect(seen(fr.money(11_527_000, 'EUR', { compact: true }))).toBe('115,3␣k€');
    expect(seen(fr.money(350_000_000, 'EUR', { compact: true }))).toBe('3,5␣M€');
  });

  it.each([
    [en, '€115,270', '€115.3K'],
    [ru, '115␣270␣€', '115,3␣тыс.␣€'],
    [he, '115,270␣€', '115.3K␣€'],
  ])('shows 115 270 € in full and in short', (format, full, short) => {
    expect(seen(format.money(11_527_000, 'EUR'))).toBe(full);
    expect(seen(format.money(11_527_000, 'EUR', { compact: true }))).toBe(short);
  });

  it('shows cents where there are some, always, or never, rounding half away from zero', () => {
    expect(seen(fr.money(100_055))).toBe('1⍽000,55␣€');
    expect(seen(fr.money(100_000, 'EUR', { cents: true }))).toBe('1⍽000,00␣€');
    expect(seen(fr.money(100_050, 'EUR', { cents: false }))).toBe('1⍽001␣€');
    expect(seen(fr.money(-100_050, 'EUR', { cents: false }))).toBe('-1⍽001␣€');
    expect(seen(fr.money(-40, 'EUR', { cents: false }))).toBe('0␣€');
  });

  it('takes the decimals from the currency', () => {
    expect(seen(en.money(5, 'JPY'))).toBe('¥5');
    expect(seen(en.money(1500, 'TND'))).toBe('TND␣1.500');
  });

  it('keeps the last cent of the largest amount', () => {
    expect(en.money(Number.MAX_SAFE_INTEGER, 'USD')).toBe('$90,071,992,547,409.91');
  });

  it('shows a bare number where nobody named a currency', () => {
    expect(createFormat({ locale: 'en' }).money(100_055)).toBe('1,000.55');
  });

  it('writes the digits of any amount, and no others', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (minor) => {
        const digits = en.money(minor, 'USD', { cents: true }).replace(/\D/g, '');
        expect(digits).toBe(String(Math.abs(minor)).padStart(3, '0'));
      }),
    );
  });
});

describe('percent and numbers', () => {
  it('shows a conversion of 16.00 % from its ratio and a probability of 30 % from its basis points', () => {
    expect([fr, en, ru, he].map((format) => seen(format.percentFromRatio(0.16)))).toEqual([
      '16,00␣%',
      '16.00%',
      '16,00␣%',
      '16.00%',
    ]);
    expect([fr, en, ru, he].map((format) => seen(format.percentFromBps(3000)))).toEqual(['30␣%', '30%', '30␣%', '30%']);
    expect(seen(fr.percentFromBps(1250))).toBe('12,5␣%');
    expect(en.percentFromRatio(0.4816, 0)).toBe('48%');
  });

  it('shows numbers with the marks of the language', () => {
    expect([fr, en, ru, he].map((format) => seen(format.number(1234.567)))).toEqual([
      '1⍽234,57',
      '1,234.57',
      '1␣234,57',
      '1,234.57',
    ]);
    expect(en.number(-0)).toBe('0');
  });
});

describe('dates and lengths of time', () => {
  it('shows the same day whatever the zone of the machine', () => {
    expect([fr, en, ru, he].map((format) => seen(format.date('2025-02-05')))).toEqual([
      '5 févr. 2025',
      'Feb 5, 2025',
      '5 февр. 2025 г.',
      '5 בפבר׳ 2025',
    ]);
    expect(fr.date('2025-02-05', 'short')).toBe('05/02/2025');
    expect(fr.date('2025-02-05', 'full')).toBe('mercredi 5 février 2025');
  });

  it('shows an instant in the zone of the tenant', () => {
    expect(fr.instant('2025-02-05T23:30:00Z')).toBe('6 févr. 2025, 00:30');
    expect(seen(en.instant('2025-02-05T23:30:00Z'))).toMatch(/^Feb 5, 2025, 11:30.PM$/);
  });

  it.each([
    ['2025-02-05', '5 févr. 2025', 'Feb 5, 2025'],
    ['2025-W06', 'S6 2025', 'W6 2025'],
    ['2025-02', 'févr. 2025', 'Feb 2025'],
    ['2025-Q1', 'T1 2025', 'Q1 2025'],
    ['2025', '2025', '2025'],
    ['2025-19', '2025-19', '2025-19'],
    ['SaaS', 'SaaS', 'SaaS'],
  ])('shows the period %s as %s and as %s', (key, french, english) => {
    expect(fr.period(key)).toBe(french);
    expect(en.period(key)).toBe(english);
  });

  it('counts days in words, past and future', () => {
    expect([fr, en, ru, he].map((format) => seen(format.days(12.54)))).toEqual([
      '12,5␣jours',
      '12.5 days',
      '12,5 дня',
      '12.5 ימים',
    ]);
    expect([fr, en, ru, he].map((format) => seen(format.fromToday(-3)))).toEqual([
      'il y a 3 jours',
      '3 days ago',
      '3 дня назад',
      'לפני 3 ימים',
    ]);
    expect(en.fromToday(0)).toBe('today');
  });
});

describe('counting', () => {
  it.each([
    [fr, ['0 affaire', '1 affaire', '2 affaires', '5 affaires', '21 affaires']],
    [en, ['0 deals', '1 deal', '2 deals', '5 deals', '21 deals']],
    [ru, ['0 сделок', '1 сделка', '2 сделки', '5 сделок', '21 сделка']],
    [he, ['0 עסקאות', '1 עסקה', '2 עסקאות', '5 עסקאות', '21 עסקאות']],
  ])('puts the noun in the right number', (format, expected) => {
    expect([0, 1, 2, 5, 21].map((n) => format.count(n, 'deal'))).toEqual(expected);
  });

  it('takes the forms of a tenant’s own noun', () => {
    expect(en.count(2, { one: 'bottle', other: 'bottles' })).toBe('2 bottles');
  });
});

describe('values of every unit', () => {
  it('shows an unknown value as a dash, never as 0 or NaN', () => {
    for (const unit of [
      'text',
      'number',
      'money',
      'percent',
      'date',
      'instant',
      'flag',
      'tags',
      'link',
      'ratio',
      'days',
      'moneyPerDay',
    ] as const) {
      expect(fr.value(unit, null)).toBe(UNKNOWN);
    }
    expect(fr.percentFromRatio(Number.NaN)).toBe(UNKNOWN);
    expect(fr.number(Number.POSITIVE_INFINITY)).toBe(UNKNOWN);
    expect(fr.money(null)).toBe(UNKNOWN);
    expect(fr.date('2025-02-30')).toBe(UNKNOWN);
    expect(fr.value('tags', [])).toBe(UNKNOWN);
  });

  it.each([
    ['money', 11_527_000, '115⍽270␣€'],
    ['moneyPerDay', 277_778, '2⍽777,78␣€ par jour'],
    ['percent', 3000, '30␣%'],
    ['ratio', 0.6315, '63,15␣%'],
    ['count', 8800, '8⍽800'],
    ['days', 48, '48␣jours'],
    ['date', '2025-02-05', '5 févr. 2025'],
    ['flag', true, 'Oui'],
    ['tags', ['SaaS', 'B2B'], 'SaaS, B2B'],
    ['text', 'EcoGreen', 'EcoGreen'],
  ] as const)('shows %s', (unit, value, expected) => {
    expect(seen(fr.value(unit, value))).toBe(expected);
  });

  it('shows a stage by its label, a link by the title of its target', () => {
    const stage = {
      unit: 'text',
      options: [{ key: 'won', label: { en: 'Won', fr: 'Gagné' } }, { key: 'followUp' }],
    } as const;
    expect(fr.field(stage, 'won')).toBe('Gagné');
    expect(fr.field(stage, 'followUp')).toBe('Follow up');
    expect(fr.field({ unit: 'link' }, 'x1', { titles: { x1: 'EcoGreen' } })).toBe('EcoGreen');
    expect(seen(fr.field({ unit: 'money', currency: 'USD' }, 500))).toBe('5␣$US');
  });

  it('speaks English where the language tag is not one', () => {
    expect(createFormat({ locale: 'not a tag', currency: 'EUR' }).money(100)).toBe('€1');
  });
});
