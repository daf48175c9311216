import { exponent, type Format, type MeasureColumn, type MeasureUnit, UNKNOWN } from '@sluice/core';
import { figureMessages } from '../../locales/messages/figure.ts';
import { sayIn } from '../../locales/words.ts';

/** How a figure is written: `short` on cards (`115,3 k€`), `full` to the last digit that means something. */
export type FigureLook = 'short' | 'full';

/** Amounts from here on are shortened where room is scarce: below, shortening would save nothing. */
const SHORTENED_FROM = 10_000;

/** One figure: its value, how it is called and the words of its measure. */
export interface Figure {
  readonly value: MeasureColumn['values'][number];
  readonly unit: MeasureUnit;
  readonly currency?: string;
  readonly reason: string | null;
}

/** The figure in a row of a measure. */
export const figureAt = (column: MeasureColumn | undefined, row: number): Figure => {
  const currency = column?.currencies?.[row] ?? column?.currency;
  return {
    value: column?.values[row] ?? null,
    unit: column?.unit ?? 'number',
    ...(currency === undefined ? {} : { currency }),
    reason: column?.reasons?.[row] ?? null,
  };
};

/** A figure in words: shortened without cents, or exact. */
export const figureText = (
  format: Format,
  { value, unit, currency }: Pick<Figure, 'value' | 'unit' | 'currency'>,
  look: FigureLook,
): string => {
  if (value === null) return UNKNOWN;
  if (look === 'full' || typeof value !== 'number') return format.value(unit, value, { currency });
  if (unit === 'money') {
    const large = Math.abs(value) >= SHORTENED_FROM * 10 ** exponent(currency ?? '');
    return format.money(value, currency, { compact: large, cents: false });
  }
  if (unit === 'moneyPerDay') return format.value(unit, value, { currency, compact: true });
  return format.value(unit, value, { currency });
};

/** A number of a cell; null for everything else. */
export const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

/** Why a figure is unknown, in a sentence. */
export const whyNull = (reason: string | null, locale: string): string => {
  const say = sayIn(figureMessages, locale);
  switch (reason) {
    case 'mixed_currencies':
      return say('mixedCurrencies');
    case 'no_rows':
      return say('noRows');
    case 'no_values':
      return say('noValues');
    case 'zero_denominator':
      return say('noDenominator');
    default:
      return say('unknown');
  }
};
