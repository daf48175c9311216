import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantFromLocal, localFromInstant } from './local-time.ts';

describe('the local time of an instant', () => {
  it('is one hour on in Paris in winter and two in summer', () => {
    expect(localFromInstant('2025-02-05T23:30:00.000Z', 'Europe/Paris')).toBe('2025-02-06T00:30');
    expect(instantFromLocal('2025-07-01T09:00', 'Europe/Paris')).toBe('2025-07-01T07:00:00.000Z');
  });

  it('is taken the first time where the clock repeats an hour, and moved on where it skips one', () => {
    expect(instantFromLocal('2025-10-26T02:30', 'Europe/Paris')).toBe('2025-10-26T00:30:00.000Z');
    expect(instantFromLocal('2025-03-30T02:30', 'Europe/Paris')).toBe('2025-03-30T01:30:00.000Z');
  });

  it('is nothing where the text is no time', () => {
    expect(instantFromLocal('2025-13-01T09:00', 'UTC')).toBeNull();
    expect(instantFromLocal('soon', 'UTC')).toBeNull();
  });

  it('comes back as the same minute, in zones with odd offsets too', () => {
    const minutes = fc.integer({ min: Date.UTC(2000, 0, 1) / 60_000, max: Date.UTC(2040, 0, 1) / 60_000 });
    fc.assert(
      fc.property(
        minutes,
        fc.constantFrom('UTC', 'Asia/Kolkata', 'Asia/Jerusalem', 'America/St_Johns', 'Pacific/Chatham'),
        (minute, zone) => {
          const local = localFromInstant(new Date(minute * 60_000).toISOString(), zone);
          const again = instantFromLocal(local, zone);
          expect(again === null ? null : localFromInstant(again, zone)).toBe(local);
        },
      ),
    );
  });
});
