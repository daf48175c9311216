import type { Expr } from '../expr/index.ts';
import { type Issue, issue } from '../issue.ts';
import type { Entity, Model } from '../model/index.ts';
import { exponent, isCurrency } from '../money.ts';
import { isDate } from '../time.ts';
import { constant, flagCall } from './conditions.ts';
import { lookUp } from './place.ts';
import type { Rates } from './query.ts';

const RATE = /^(\d{1,9})(?:\.(\d{1,12}))?$/;

/** num ÷ den, in lowest terms. */
interface Factor {
  readonly num: number;
  readonly den: number;
}

/** What minor units of one currency are multiplied by to be minor units of another; null when that is no rate above 0, or has too many digits. */
const factorOf = (rate: string | number, from: string, to: string): Factor | null => {
  const [, whole = '', fraction = ''] = RATE.exec(String(rate)) ?? [];
  const shift = exponent(to) - exponent(from) - fraction.length;
  let num = BigInt(`${whole}${fraction}` || '0') * 10n ** BigInt(Math.max(0, shift));
  let den = 10n ** BigInt(Math.max(0, -shift));
  let [a, b] = [num, den];
  while (b > 0n) [a, b] = [b, a % b];
  if (num === 0n) return null;
  num /= a;
  den /= a;
  const most = BigInt(Number.MAX_SAFE_INTEGER);
  return num <= most && den <= most ? { num: Number(num), den: Number(den) } : null;
};

/** What is wrong with rates: codes that are no currencies, rates that are no decimals above 0. */
export const checkRates = ({ to, on, rates }: Rates): readonly Issue[] => [
  ...[to, ...Object.keys(rates)]
    .filter((code) => !isCurrency(code))
    .map((code) => issue('not_currency', ['rates', code], { received: code, remedy: 'Write a code like EUR or USD.' })),
  ...Object.entries(rates)
    .filter(([code, rate]) => isCurrency(code) && isCurrency(to) && factorOf(rate, code, to) === null)
    .map(([code, rate]) =>
      issue('not_a_rate', ['rates', code], {
        received: String(rate),
        remedy: `Write how many ${to} one ${code} is worth, as a decimal above 0: 0.9217.`,
      }),
    ),
  ...(on === undefined || isDate(on) ? [] : [issue('not_date', ['rates', 'on'], { received: on })]),
];

/** What an amount of several currencies is kept in: the field that names it, as an expression of the row. */
export const currencyOfColumn = (expr: Expr, entity: Entity, model: Model): Expr | undefined => {
  if (expr.op !== 'column' || expr.type.unit !== 'money' || expr.type.currency !== undefined) return undefined;
  const found = lookUp(model, entity, [...expr.links, expr.name].join('.'), []);
  const named = found.ok ? found.value.field?.currencyField : undefined;
  return named === undefined ? undefined : entity.scope.resolve([...expr.links, named]);
};

const TEXT = { unit: 'text' } as const;

/** The currency of a row once its amounts are converted: `to` where there is a rate, its own where there is none. */
export const convertedCurrency = (currency: Expr, { to, rates }: Rates): Expr => ({
  op: 'call',
  type: TEXT,
  name: 'coalesce',
  args: [
    { op: 'lookup', type: TEXT, of: currency, table: Object.keys({ ...rates, [to]: 1 }).map((code) => [code, to]) },
    currency,
  ],
});

/** One amount of a row in the currency asked for, rounded half away from zero to its minor unit; as it is where there is no rate. */
const converted = (amount: Expr, currency: Expr, { to, rates }: Rates): Expr => {
  const type = amount.type;
  return Object.entries(rates).reduceRight((rest: Expr, [code, rate]) => {
    const factor = code === to ? null : factorOf(rate, code, to);
    if (factor === null) return rest;
    const is = flagCall('eq', currency, constant(currency.type, code));
    const scaled: Expr = { op: 'call', type, name: 'scale', args: [amount], ...factor };
    return { op: 'call', type, name: 'if', args: [is, scaled, rest] };
  }, amount);
};

/**
 * An expression in which every stored amount that names its own currency is converted first, each rounded once, half away from zero: what is
 * reckoned of them (weighted, sums, means) is reckoned in the currency asked for, in whole minor units, the same in every runtime.
 */
export const convertedBy = (expr: Expr, rates: Rates, entity: Entity, model: Model): Expr => {
  const currency = currencyOfColumn(expr, entity, model);
  if (currency) return converted(expr, currency, rates);
  if (expr.op === 'call') return { ...expr, args: expr.args.map((arg) => convertedBy(arg, rates, entity, model)) };
  return expr.op === 'lookup' ? { ...expr, of: convertedBy(expr.of, rates, entity, model) } : expr;
};
