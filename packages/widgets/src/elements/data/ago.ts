const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['minute', 60],
  ['hour', 3600],
  ['day', 86_400],
];

/** How long ago an instant was, as people of a locale say it shortly (`2 min ago`); null under a minute and for what is not yet. */
export function ago(instant: string, now: number, locale: string): string | null {
  const seconds = Math.floor((now - Date.parse(instant)) / 1000);
  const unit = UNITS.findLast(([, length]) => seconds >= length);
  if (!unit) return null;
  const [name, length] = unit;
  const format = new Intl.RelativeTimeFormat(locale, { style: 'short', numeric: 'auto' });
  return format.format(-Math.floor(seconds / length), name);
}
