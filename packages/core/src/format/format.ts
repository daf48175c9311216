import type { MetricUnit } from '../blueprint/index.ts';
import { labelIn, type Label, type Unit } from '../kinds/index.ts';
import { decimalFromMinor, exponent, roundHalfAway } from '../money.ts';
import { titleCase } from '../text.ts';
import { instantFromText, isDate } from '../time.ts';
import { dateFormatter, knownLocale, numberFormatter, pluralRules, relativeFormatter } from './formatters.ts';
import { formatWords, type Noun, type NounForms } from './words.ts';

/** What stands for an unknown value. */
export const UNKNOWN = '—';

/** How long a date is written: 05/02/2025, 5 févr. 2025, 5 février 2025, mercredi 5 février 2025. */
export type DateStyle = 'short' | 'medium' | 'long' | 'full';

export interface MoneyStyle {
  /** `115,3 k€` */
  readonly compact?: boolean | undefined;
  /** True: always the currency's decimals. False: never. Left out: only where the amount has some. */
  readonly cents?: boolean | undefined;
}

/** What a field needs to show its values; the model's fields satisfy it. */
export interface FieldLook {
  readonly unit: Unit;
  readonly options?: readonly { readonly key: string; readonly label?: Label }[];
  readonly currency?: string;
}

/** What a value needs beside itself: the currency of its record, the titles of the records it links to. */
export interface ValueContext extends MoneyStyle {
  readonly currency?: string | undefined;
  readonly titles?: Readonly<Record<string, string>> | undefined;
}

/** Writes values for people of one locale. Money is in minor units, percent in basis points, ratios 0–1; unknown is '—'. */
export interface Format {
  readonly locale: string;
  money(minor: number | null, currency?: string | undefined, style?: MoneyStyle): string;
  /** 3 000 basis points → `30 %`. */
  percentFromBps(bps: number | null): string;
  /** 0.16 → `16,00 %`, with two decimals unless told otherwise. */
  percentFromRatio(ratio: number | null, digits?: number): string;
  /** A plain number, up to `digits` (2) decimals. */
  number(value: number | null, digits?: number): string;
  /** A 'YYYY-MM-DD' date. */
  date(date: string | null, style?: DateStyle): string;
  /** An ISO instant as date and time in the format's zone. */
  instant(instant: string | null, style?: DateStyle): string;
  /** The key of a period (`2025-W06`, `2025-02`, `2025-Q1`, `2025`). */
  period(key: string | null): string;
  /** A length of time: `12,5 jours`. */
  days(days: number | null): string;
  /** A distance from today: `in 3 days`, `yesterday`. */
  fromToday(days: number | null): string;
  /** `1 сделка`, `2 сделки`, `5 сделок`. */
  count(n: number, noun: Noun | NounForms): string;
  flag(value: boolean | null): string;
  /** A value of a unit, of a field or of a metric. */
  value(unit: Unit | MetricUnit, value: unknown, context?: ValueContext): string;
  /** A field's value: labels for stages and options, titles for links. */
  field(field: FieldLook, value: unknown, context?: ValueContext): string;
}

/** Makes the format of a locale. `currency` is used where a value names none; instants are shown in `zone` (UTC when left out). */
export function createFormat({
  locale: asked,
  currency: usual,
  zone = 'UTC',
}: {
  readonly locale: string;
  readonly currency?: string | undefined;
  readonly zone?: string | undefined;
}): Format {
  const locale = knownLocale(asked);
  const words = formatWords(locale);

  const number = (value: number | null, digits = 2): string =>
    known(value)
      ? numberFormatter(locale, { maximumFractionDigits: digits, signDisplay: 'negative' }).format(value)
      : UNKNOWN;

  const money = (minor: number | null, currency = usual, { compact = false, cents }: MoneyStyle = {}): string => {
    if (!known(minor)) return UNKNOWN;
    const places = exponent(currency ?? '');
    const whole = roundHalfAway(minor);
    const digits = compact ? 1 : (cents ?? whole % 10 ** places !== 0) ? places : 0;
    const formatter = numberFormatter(locale, {
      ...(currency === undefined ? {} : { style: 'currency', currency }),
      ...(compact ? { notation: 'compact' } : { minimumFractionDigits: digits }),
      maximumFractionDigits: digits,
      signDisplay: 'negative',
    });
    // as text, because a double cannot hold the cents of the largest amounts
    const decimal = decimalFromMinor(whole, places) as `${number}`;
    return compact ? joinCompact(formatter.formatToParts(decimal)) : formatter.format(decimal);
  };

  const percentFromBps = (bps: number | null): string =>
    known(bps)
      ? numberFormatter(locale, { style: 'percent', maximumFractionDigits: 2, signDisplay: 'negative' }).format(
          bps / 10_000,
        )
      : UNKNOWN;

  const percentFromRatio = (ratio: number | null, digits = 2): string =>
    known(ratio)
      ? numberFormatter(locale, {
          style: 'percent',
          minimumFractionDigits: digits,
          maximumFractionDigits: digits,
          signDisplay: 'negative',
        }).format(ratio)
      : UNKNOWN;

  const date = (text: string | null, style: DateStyle = 'medium'): string =>
    isDate(text) ? dateFormatter(locale, { dateStyle: style, timeZone: 'UTC' }).format(Date.parse(text)) : UNKNOWN;

  const instant = (text: string | null, style: DateStyle = 'medium'): string => {
    const canonical = text === null ? null : instantFromText(text);
    if (canonical === null) return UNKNOWN;
    return dateFormatter(locale, { dateStyle: style, timeStyle: 'short', timeZone: zone }).format(
      Date.parse(canonical),
    );
  };

  const period = (key: string | null): string => {
    if (isDate(key)) return date(key);
    const match = /^(\d{4})(?:-(?:(W|Q)(\d{1,2})|(\d{2})))?$/.exec(key ?? '');
    if (match === null) return key ?? UNKNOWN;
    const [, year = '', letter, part, month] = match;
    if (letter === 'Q') return words.quarter(Number(part), year);
    if (letter === 'W') return words.week(Number(part), year);
    if (month === undefined || !isDate(`${year}-${month}-01`)) return key ?? UNKNOWN;
    return dateFormatter(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
      Date.parse(`${year}-${month}-01`),
    );
  };

  const days = (length: number | null): string =>
    known(length)
      ? numberFormatter(locale, {
          style: 'unit',
          unit: 'day',
          unitDisplay: 'long',
          maximumFractionDigits: 1,
          signDisplay: 'negative',
        }).format(length)
      : UNKNOWN;

  const count = (n: number, noun: Noun | NounForms): string => {
    const forms: NounForms = typeof noun === 'string' ? words.nouns[noun] : noun;
    return `${number(n)} ${forms[pluralRules(locale).select(n)] ?? forms.other}`;
  };

  const flag = (value: boolean | null): string => (value === null ? UNKNOWN : value ? words.yes : words.no);

  const value = (unit: Unit | MetricUnit, given: unknown, context: ValueContext = {}): string => {
    if (given === null || given === undefined) return UNKNOWN;
    if (typeof given === 'boolean') return flag(given);
    if (Array.isArray(given)) return list(given.map((one) => context.titles?.[String(one)] ?? String(one)));
    const text = typeof given === 'string' ? given : JSON.stringify(given);
    switch (unit) {
      case 'money':
        return money(numeric(given), context.currency ?? usual, context);
      case 'moneyPerDay':
        return typeof given === 'number' && known(given)
          ? words.perDay(money(given, context.currency ?? usual, context))
          : UNKNOWN;
      case 'percent':
        return percentFromBps(numeric(given));
      case 'ratio':
        return percentFromRatio(numeric(given));
      case 'number':
      case 'count':
        return number(numeric(given));
      case 'days':
        return days(numeric(given));
      case 'date':
        return date(text);
      case 'instant':
        return instant(text);
      case 'link':
        return context.titles?.[text] ?? text;
      default:
        return text;
    }
  };

  const field = (look: FieldLook, given: unknown, context: ValueContext = {}): string => {
    const option = look.options?.find((one) => one.key === given);
    if (option !== undefined) return option.label === undefined ? titleCase(option.key) : labelIn(option.label, locale);
    return value(look.unit, given, { ...context, currency: context.currency ?? look.currency });
  };

  return {
    locale,
    money,
    percentFromBps,
    percentFromRatio,
    number,
    date,
    instant,
    period,
    days,
    fromToday: (n) => (known(n) ? relativeFormatter(locale).format(n + 0, 'day') : UNKNOWN),
    count,
    flag,
    value,
    field,
  };
}

function known(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}

function numeric(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function list(items: readonly string[]): string {
  return items.length === 0 ? UNKNOWN : items.join(', ');
}

/** `115,3 k €` is written `115,3 k€`: a one-letter multiple belongs to its unit. Words (`тыс. €`) keep their space. */
function joinCompact(parts: readonly Intl.NumberFormatPart[]): string {
  return parts
    .map(({ type, value }, at) => {
      const joins =
        type === 'literal' &&
        /^\s$/.test(value) &&
        parts[at + 1]?.type === 'currency' &&
        /^(k|M|Md|Bn|Mrd)$/.test(parts[at - 1]?.value ?? '');
      return joins ? '' : value;
    })
    .join('');
}
