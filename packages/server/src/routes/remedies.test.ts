import { ISSUE_MESSAGES, issue } from '@sluice/core';
import { describe, expect, it } from 'vitest';
import { badQuestion, invalid } from './problem.ts';
import { DESCRIBED, remedyOf } from './remedies.ts';

describe('what to do about an issue', () => {
  it('is what the issue says, else what it expects, else what its code asks for', () => {
    expect(remedyOf(issue('required', ['client'], { remedy: 'Say who buys.' }))).toBe('Say who buys.');
    expect(remedyOf(issue('not_an_option', ['colour'], { expected: 'one of red, white', received: 'blue' }))).toBe(
      'Send one of red, white.',
    );
    expect(remedyOf(issue('too_large', ['month'], { expected: 'at most 12', received: '13' }))).toBe(
      'Send at most 12.',
    );
    expect(remedyOf(issue('not_date', ['dueOn'], { received: '2025-02-30' }))).toBe('Write it as 2025-01-31.');
    expect(remedyOf(issue('gate_thin', [], { message: 'Thin margin' }))).toMatch(/^Fill in/);
  });

  it('names the bracket to whoever wrote an operator behind a point, and no list that is too long to help', () => {
    const names = Array.from({ length: 99 }, (_, at) => `field${at}`).join(', ');
    const wrong = (received: string) => remedyOf(issue('no_such_field', ['filters', 0], { expected: names, received }));
    expect(wrong('heldOn.gte')).toBe('Write an operator in brackets: heldOn[gte]=….');
    expect(wrong('heldOnn')).toMatch(/typing mistake/);
  });

  it('is there for every code of the catalogue, whatever it came with', () => {
    for (const code of Object.keys(ISSUE_MESSAGES))
      for (const refusal of [invalid([issue(code, ['x'])]), badQuestion([issue(code, ['x'])])])
        expect([code, refusal.remedy.length > 0]).toEqual([code, true]);
    expect(invalid([]).remedy).toBe(DESCRIBED);
  });
});
