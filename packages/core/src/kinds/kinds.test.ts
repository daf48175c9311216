import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FieldShape, KINDS, type Kind } from './index.ts';

const shape = (more: Partial<FieldShape> = {}): FieldShape => ({ ...more }) as FieldShape;
const read = (kind: Kind, wire: unknown, more: Partial<FieldShape> = {}) =>
  KINDS[kind].decode(wire, shape(more), ['x']);

describe('a value from the wire', () => {
  it.each<[Kind, unknown, unknown, Partial<FieldShape>?]>([
    ['money', 1000.55, 100_055, { currency: 'EUR' }],
    ['money', '1000.55', 100_055, { currency: 'EUR' }],
    ['money', 1500, 1500, { currency: 'JPY' }],
    ['money', '1.234', 1234, { currency: 'TND' }],
    ['percent', 30, 3000],
    ['percent', 12.25, 1225],
    ['date', '2024-02-29', '2024-02-29'],
    ['instant', '2025-02-05T10:30:00+01:00', '2025-02-05T09:30:00.000Z'],
    ['instant', '2025-02-05T09:30:00Z', '2025-02-05T09:30:00.000Z'],
    ['flag', false, false],
    ['tags', ['a', 'b'], ['a', 'b']],
    ['email', ' Anna@Example.org ', 'anna@example.org'],
  ])('%s %j is %j in memory', (kind, wire, value, more) => {
    expect(read(kind, wire, more)).toMatchObject({ ok: true, value });
  });

  it.each<[Kind, unknown, string, Partial<FieldShape>?]>([
    ['money', 0.001, 'too_precise', { currency: 'EUR' }],
    ['money', 'ten', 'not_money', { currency: 'EUR' }],
    ['percent', 'x', 'not_percent'],
    ['date', '2025-02-29', 'not_date'],
    ['instant', '2025-02-05T10:30:00', 'not_instant'],
    ['flag', 'yes', 'not_flag'],
    ['email', 'anna at example', 'not_email'],
    ['url', 'javascript:alert(1)', 'not_url'],
    ['link', 'company-1', 'not_id'],
    // what brings a toString of its own is quoted all the same
    ['number', { toString: 1, valueOf: 1 }, 'not_number'],
    ['date', { toString: 1 }, 'not_date'],
  ])('%s %j is refused as %s', (kind, wire, code, more) => {
    const refused = read(kind, wire, more);
    expect(refused.ok).toBe(false);
    expect(refused.issues.map((one) => one.code)).toEqual([code]);
  });

  it('comes back as it went out: any amount in any currency, any instant', () => {
    const currency = fc.constantFrom('EUR', 'JPY', 'TND');
    fc.assert(
      fc.property(currency, fc.integer({ min: -(10 ** 13), max: 10 ** 13 }), (code, minor) => {
        const wire = KINDS.money.encode(minor, shape({ currency: code }));
        expect(read('money', wire, { currency: code })).toMatchObject({ ok: true, value: minor });
      }),
    );
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true }), (date) => {
        expect(read('instant', date.toISOString())).toMatchObject({ ok: true, value: date.toISOString() });
      }),
    );
  });
});
