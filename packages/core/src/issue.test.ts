import { describe, expect, it } from 'vitest';
import { bad, good, hasErrors, ISSUE_MESSAGES, issue } from './issue.ts';

declare const process: {
  getBuiltinModule(name: 'node:fs'): {
    globSync(pattern: string): string[];
    readFileSync(path: string, encoding: 'utf8'): string;
  };
};

describe('issue', () => {
  it('words the English sentence from the catalogue, naming the last field of the path', () => {
    expect(issue('not_money', ['rows', 3, 'amount'], { received: '12 apples' })).toEqual({
      code: 'not_money',
      severity: 'error',
      path: ['rows', 3, 'amount'],
      message: 'amount is not an amount: 12 apples.',
      received: '12 apples',
    });
  });

  it('takes the words of a tenant, fills in params and keeps them for translation', () => {
    const one = issue('coldDeal', ['deal'], {
      severity: 'warning',
      message: 'Silent for {days} days.',
      params: { days: 11 },
    });
    expect(one.message).toBe('Silent for 11 days.');
    expect(one.params).toEqual({ days: 11 });
    expect(one.severity).toBe('warning');
  });

  it('leaves a place it was given no value for as it stands, even one named like a property of every object', () => {
    expect(issue('x', [], { message: '{constructor} {nothing}' }).message).toBe('{constructor} {nothing}');
    expect(issue('toString', []).message).toBe('toString');
  });

  it('says "The value" where the path names no field', () => {
    expect(issue('required', [4]).message).toBe('The value is required.');
  });

  it('has a finished English sentence for every code', () => {
    for (const sentence of Object.values(ISSUE_MESSAGES)) expect(sentence).toMatch(/^[A-Z{].*\.$/);
  });

  it('has a sentence for every code that the core reports', () => {
    const { globSync, readFileSync } = process.getBuiltinModule('node:fs');
    const files = globSync('packages/core/src/**/*.ts').filter((name) => !/\.test\.ts$|testing\.ts$/.test(name));
    const codes = files.flatMap((name) =>
      [...readFileSync(name, 'utf8').matchAll(/\b(?:issue|faulty)\((?:field, )?'(\w+)'/g)].map(([, code]) => code),
    );
    expect(new Set(codes).size).toBeGreaterThan(40);
    expect([...new Set(codes)].filter((code) => code !== undefined && !Object.hasOwn(ISSUE_MESSAGES, code))).toEqual(
      [],
    );
  });

  it('tells errors from warnings', () => {
    const warning = issue('unpriced', ['amount'], { severity: 'warning' });
    expect(hasErrors([warning])).toBe(false);
    expect(hasErrors([warning, issue('required', ['client'])])).toBe(true);
    expect(good(7, [warning])).toEqual({ ok: true, value: 7, issues: [warning] });
    expect(bad([warning]).ok).toBe(false);
  });
});
