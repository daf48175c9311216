import { type Field, resolveModel } from '@sluice/core';
import { deals } from '@sluice/core/blueprints';
import { describe, expect, it } from 'vitest';
import { entryText, readEntry } from './entry.ts';

const checked = resolveModel(deals);
const fieldOf = (name: string, entity = 'deal'): Field => {
  const field = checked.ok ? checked.value.find(entity)?.field(name) : undefined;
  if (!field) throw new Error(`no field ${name}`);
  return field;
};
const fr = { locale: 'fr', zone: 'Europe/Paris' };
const en = { locale: 'en', zone: 'UTC' };

describe('what is typed into a form', () => {
  it('reads 1 000,55 € in French as 100 055 cents, exactly', () => {
    expect(readEntry(fieldOf('amount'), '1 000,55 €', fr)).toMatchObject({ ok: true, value: 100_055 });
    expect(readEntry(fieldOf('amount'), '0.295', en)).toMatchObject({ ok: false, issues: [{ code: 'too_precise' }] });
  });

  it('reads 30 % as 3 000 basis points and refuses 130 %', () => {
    expect(readEntry(fieldOf('probability'), '30 %', fr)).toMatchObject({ ok: true, value: 3000 });
    expect(readEntry(fieldOf('probability'), '130', fr)).toMatchObject({ ok: false, issues: [{ code: 'too_large' }] });
  });

  it('reads a blank as unknown, never as zero', () => {
    expect(readEntry(fieldOf('amount'), '  ', fr)).toMatchObject({ ok: true, value: null });
  });

  it('says that « douze » is not an amount and −5 too small', () => {
    expect(readEntry(fieldOf('amount'), 'douze', fr)).toMatchObject({ ok: false, issues: [{ code: 'not_money' }] });
    expect(readEntry(fieldOf('amount'), '-5', fr)).toMatchObject({ ok: false, issues: [{ code: 'too_small' }] });
  });

  it('splits tags at commas, each once', () => {
    expect(readEntry(fieldOf('tags'), 'SaaS, B2B, SaaS,', fr)).toMatchObject({ ok: true, value: ['SaaS', 'B2B'] });
  });

  it('refuses a stage that the pipeline does not have', () => {
    expect(readEntry(fieldOf('stage'), 'limbo', en)).toMatchObject({ ok: false, issues: [{ code: 'not_an_option' }] });
  });

  it.each([
    ['amount', 100_055, '1\u202f000,55'],
    ['amount', 300_000, '3\u202f000'],
    ['probability', 1250, '12,5'],
    ['probability', 3000, '30'],
    ['dueOn', '2025-02-05', '2025-02-05'],
    ['tags', ['SaaS', 'B2B'], 'SaaS, B2B'],
    ['notes', null, ''],
  ] as const)('shows %s %s as %s, and reads that back', (name, value, text) => {
    const field = fieldOf(name);
    expect(entryText(field, value, fr)).toBe(text);
    expect(readEntry(field, text, fr)).toMatchObject({ ok: true, value });
  });
});
