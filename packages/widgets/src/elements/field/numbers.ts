/** The marks of a language: `1.234,5` in German, `1 234,5` in French. */
interface Marks {
  readonly group: string;
  readonly decimal: string;
}

const known = new Map<string, Marks>();

function marksOf(locale: string): Marks {
  let marks = known.get(locale);
  if (!marks) {
    const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(1_234_567.5);
    marks = {
      group: parts.find((part) => part.type === 'group')?.value ?? ',',
      decimal: parts.find((part) => part.type === 'decimal')?.value ?? '.',
    };
    known.set(locale, marks);
  }
  return marks;
}

/**
 * A number as somebody of that language types it, as a plain decimal text (`-1000.55`): spaces, apostrophes, a currency sign or code and
 * a percent sign are taken off, grouping is understood. Null when it is not one number. `1,234` is a thousand in English
 * and a unit and decimals in French; `1.234` the other way round only where the point groups (German).
 */
export function plainDecimal(text: string, locale: string): string | null {
  const bare = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[−–—]/g, '-')
    .replace(/^\s*(-?)\s*(?:\p{Sc}|[A-Z]{3}\b)/u, '$1')
    .replace(/(?:\p{Sc}|\b[A-Z]{3}|%)\s*$/u, '')
    .replace(/(\d)[\s'’](?=\d{3}(?:\D|$))/g, '$1')
    .trim();
  const match = /^([-+]?)\s*([\d.,]*\d[\d.,]*)$/.exec(bare);
  if (!match) return null;
  const [, sign = '', body = ''] = match;
  const plain = withPoint(body, marksOf(locale));
  return plain === null ? null : (sign === '-' ? '-' : '') + plain;
}

function withPoint(body: string, { group }: Marks): string | null {
  const last = Math.max(body.lastIndexOf('.'), body.lastIndexOf(','));
  if (last < 0) return body;
  const mark = body[last] ?? '';
  const other = mark === '.' ? ',' : '.';
  const several = body.indexOf(mark) !== last;
  const groups = several || (mark === group && !body.includes(other) && /^\d{1,3}[.,]\d{3}$/.test(body));
  if (groups) return grouped(body, mark) ? body.replaceAll(mark, '') : null;
  const whole = body.slice(0, last);
  if (whole.includes(other) && !grouped(whole, other)) return null;
  const digits = whole.replaceAll(other, '');
  const decimals = body.slice(last + 1);
  return decimals === '' ? digits : `${digits === '' ? '0' : digits}.${decimals}`;
}

function grouped(text: string, mark: string): boolean {
  const [first = '', ...rest] = text.split(mark);
  return /^\d{1,3}$/.test(first) && rest.every((part) => /^\d{3}$/.test(part));
}

/** A decimal text (`1000.55`) as the language writes it in a form: grouped, with its own mark, no more and no fewer decimals. */
export function shownDecimal(decimal: string, locale: string): string {
  const fraction = decimal.split('.')[1]?.length ?? 0;
  return new Intl.NumberFormat(locale, {
    numberingSystem: 'latn',
    minimumFractionDigits: fraction,
    maximumFractionDigits: fraction,
  }).format(decimal as `${number}`);
}
