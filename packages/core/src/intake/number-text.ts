/**
 * A number as a plain decimal: `1234.5`. What a sum leaves behind (0.30000000000000004) is rounded off, and nobody can take `1.234` for
 * a thousand: it is written `1.2340`.
 */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return '';
  const short = Number(value.toPrecision(15));
  const noise = !Number.isSafeInteger(value) && String(short).length < 14;
  const text = plain(noise ? short : value);
  return /^-?\d{1,3}\.\d{3}$/.test(text) ? `${text}0` : text;
}

function plain(value: number): string {
  const text = String(value);
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(text) ?? [];
  const shift = Number(power);
  if (shift === 0) return text;
  const digits = whole + fraction;
  if (shift > 0) return `${sign}${digits.padEnd(shift + 1, '0')}`;
  return `${sign}0.${'0'.repeat(-shift - 1)}${digits}`;
}
