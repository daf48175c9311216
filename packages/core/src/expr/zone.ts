import { daysFromDate, FIRST_DAY, LAST_DAY } from '../time.ts';

const DAY = 86_400_000;
const MOST = 40_000;

const formatters = new Map<string, Intl.DateTimeFormat>();
/** By zone and UTC day: the offset from UTC in milliseconds; NaN on a day when it changes. */
const offsets = new Map<string, Map<number, number>>();

/**
 * The local calendar day of an instant, in days since 1970-01-01; NaN for NaN and outside the years 0001–9999. Asks the calendar
 * library twice per UTC day, not once per instant. Throws RangeError when the zone is unknown.
 */
export function localDay(epochMillis: number, zone: string): number {
  if (Number.isNaN(epochMillis)) return Number.NaN;
  const day = Math.floor((epochMillis + offset(epochMillis, zone)) / DAY);
  return day >= FIRST_DAY && day <= LAST_DAY ? day : Number.NaN;
}

function offset(at: number, zone: string): number {
  if (zone === 'UTC') return 0;
  let days = offsets.get(zone);
  if (days === undefined) {
    days = new Map();
    offsets.set(zone, days);
  }
  const day = Math.floor(at / DAY);
  let known = days.get(day);
  if (known === undefined) {
    if (days.size >= MOST) days.clear();
    const first = measured(day * DAY, zone);
    known = first === measured((day + 1) * DAY, zone) ? first : Number.NaN;
    days.set(day, known);
  }
  return Number.isNaN(known) ? measured(at, zone) : known;
}

/** Local time less universal time, as the calendar library has it. */
function measured(at: number, zone: string): number {
  // The library counts years before 1 in another era: a day inside the calendar has the same offset.
  const inside = Math.min(Math.max(at, (FIRST_DAY + 2) * DAY), (LAST_DAY - 2) * DAY);
  const second = Math.floor(inside / 1000) * 1000;
  const part: Record<string, string> = {};
  for (const { type, value } of formatter(zone).formatToParts(second)) part[type] = value;
  const { year = '', month = '', day = '', hour = '0', minute = '0', second: seconds = '0' } = part;
  const local = daysFromDate(`${year.padStart(4, '0')}-${month}-${day}`) * DAY;
  return local + ((Number(hour) * 60 + Number(minute)) * 60 + Number(seconds)) * 1000 - second;
}

function formatter(zone: string): Intl.DateTimeFormat {
  let known = formatters.get(zone);
  if (known === undefined) {
    const two = '2-digit';
    known = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
    });
    formatters.set(zone, known);
  }
  return known;
}
