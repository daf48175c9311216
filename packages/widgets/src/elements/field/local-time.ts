const formatters = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}

/** An instant as the clock on the wall of a zone shows it, `YYYY-MM-DDTHH:MM`: what a datetime-local input holds. */
export function localFromInstant(instant: string, zone: string): string {
  const found: Record<string, string> = {};
  for (const { type, value } of clockOf(zone).formatToParts(Date.parse(instant))) found[type] = value;
  const year = (found['year'] ?? '').padStart(4, '0');
  return `${year}-${found['month']}-${found['day']}T${found['hour']}:${found['minute']}`;
}

/**
 * The instant at which the clock of a zone shows a local time (`YYYY-MM-DDTHH:MM`), ISO in UTC; null when the text is no such time.
 * An hour that a change of clocks repeats is taken the first time; one that it skips is moved on by the hour that is missing.
 */
export function instantFromLocal(local: string, zone: string): string | null {
  const match = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.exec(local.slice(0, 16));
  const asUtc = match ? Date.parse(`${match[0]}:00Z`) : Number.NaN;
  if (Number.isNaN(asUtc)) return null;
  const offsetAt = (at: number) => Date.parse(`${localFromInstant(new Date(at).toISOString(), zone)}:00Z`) - at;
  const day = 86_400_000;
  const before = asUtc - offsetAt(asUtc - day);
  const after = asUtc - offsetAt(asUtc + day);
  const right = [before, after].find((at) => at + offsetAt(at) === asUtc) ?? before;
  return new Date(right).toISOString();
}
