/** The currencies whose minor unit is not a hundredth (ISO 4217, list one, amendment 177). */
const EXPONENTS: Readonly<Record<string, number>> = Object.freeze({
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3])),
  ...Object.fromEntries('CLF UYW'.split(' ').map((code) => [code, 4])),
});

/** ISO 4217 alphabetic codes in use, and those withdrawn since 2010 that old files still carry. */
const CURRENCIES: ReadonlySet<string> = new Set(
  (
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BYR BZD CAD CDF CHE CHF CHW CLF CLP ' +
    'CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EEK EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ' +
    'ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LTL LVL LYD MAD MDL MGA MKD MMK MNT MOP MRO MRU ' +
    'MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP ' +
    'SLE SLL SOS SRD SSP STD STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VEF VES VND VUV WST ' +
    'XAF XCD XCG XOF XPF YER ZAR ZMW ZWG ZWL'
  ).split(' '),
);

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/;

/** Whether the text is an ISO 4217 currency code, in capitals. */
export function isCurrency(code: string): boolean;
export function isCurrency(code: unknown): code is string;
export function isCurrency(code: unknown): code is string {
  return typeof code === 'string' && CURRENCIES.has(code);
}

/** How many decimals a currency has: 2, but 0 for JPY, 3 for TND, … */
export function exponent(currency: string): number {
  return Object.hasOwn(EXPONENTS, currency) ? (EXPONENTS[currency] ?? 2) : 2;
}

/**
 * Reads a plain decimal (`1000.55`, `-3`, `1e3`, or a number by its shortest decimal form) as whole minor units, exactly, half away
 * from zero; `exact` is false when decimals were rounded off. Null when it is not a decimal or passes 2^53 − 1.
 */
export function minorFromDecimal(
  decimal: string | number,
  exponent: number,
): { readonly minor: number; readonly exact: boolean } | null {
  const match = DECIMAL.exec(typeof decimal === 'number' ? String(decimal) : decimal.trim());
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = '', power = '0'] = match;
  const all = whole + fraction;
  if (all === '') return null;
  const digits = all.replace(/^0+/, '');
  if (digits === '') return { minor: 0, exact: true };
  // how many of the digits stand before the minor unit's own decimal point
  const keep = digits.length - fraction.length + Number(power) + exponent;
  if (keep > 16) return null;
  if (keep < 0) return { minor: 0, exact: false };
  const kept = BigInt(digits.slice(0, keep).padEnd(keep, '0') || '0');
  const up = digits.charCodeAt(keep) >= 53; // NaN past the end is not ≥ '5'
  const size = Number(up ? kept + 1n : kept);
  if (!Number.isSafeInteger(size)) return null;
  return { minor: sign === '-' && size !== 0 ? -size : size, exact: /^0*$/.test(digits.slice(keep)) };
}

/** Writes minor units as a decimal in major units with all the currency's decimals: 100055 → `1000.55`. */
export function decimalFromMinor(minor: number, exponent: number): string {
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0');
  const sign = minor < 0 ? '-' : '';
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/**
 * An amount as JSON carries it: a number in major units where a number says it exactly (`1000.55`), else its decimal text; both are read
 * by `minorFromDecimal`. Only amounts from about 45 trillion on need the text.
 */
export function jsonFromMinor(minor: number, exponent: number): number | string {
  const decimal = decimalFromMinor(minor, exponent);
  return minorFromDecimal(Number(decimal), exponent)?.minor === minor ? Number(decimal) : decimal;
}

/** The nearest whole number, halves away from zero, as PostgreSQL's `round(numeric)`. Never −0. */
export function roundHalfAway(x: number): number {
  const whole = Math.trunc(x);
  return (Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole) + 0;
}

/**
 * round(x·num ÷ den), half away from zero, exact for whole numbers even where x·num passes 2^53; `den` is not 0.
 * A result beyond 2^53 − 1 comes as the nearest double: check `Number.isSafeInteger` where that can happen.
 */
export function scale(x: number, num: number, den: number): number {
  const product = x * num;
  if (Number.isSafeInteger(product) && Number.isSafeInteger(den)) {
    const rest = product % den;
    const quotient = (product - rest) / den;
    const up = Math.abs(rest) >= Math.abs(den) - Math.abs(rest);
    return (up ? quotient + Math.sign(product) * Math.sign(den) : quotient) + 0;
  }
  return Number(scaleBig(BigInt(x) * BigInt(num), BigInt(den)));
}

/** A share of an amount: minor units × basis points ÷ 10 000, rounded half away from zero (1000.55 × 30 % = 300.17). */
export function share(minor: number, basisPoints: number): number {
  const product = minor * basisPoints;
  // The usual case, short enough for a million at once: below 2^53 the quotient of whole numbers never rounds up to the next one.
  if (product >= 0 && product <= Number.MAX_SAFE_INTEGER - 5000) return Math.floor((product + 5000) / 10_000);
  return scale(minor, basisPoints, 10_000);
}

function scaleBig(product: bigint, den: bigint): bigint {
  const negative = product < 0n !== den < 0n;
  const p = product < 0n ? -product : product;
  const d = den < 0n ? -den : den;
  const size = (2n * p + d) / (2n * d);
  return negative ? -size : size;
}
