import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check } from './check.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';
import { SCOPE, WORDS } from './testing.ts';

const written = (text: string) => {
  const syntax = parse(text);
  return syntax.ok ? print(syntax.value) : syntax.issues.map((one) => `${one.code} at ${one.params?.['at']}`).join();
};

/** Every grouping made visible. */
const grouped = (text: string): string => {
  const syntax = parse(text);
  if (!syntax.ok) throw new Error(text);
  const show = (at: typeof syntax.value): string =>
    at.op === 'literal' ? at.text : at.op === 'name' ? at.path.join('.') : `${at.name}[${at.args.map(show).join(' ')}]`;
  return show(syntax.value);
};

describe('reading an expression', () => {
  it.each([
    ['amount * probability + 1', '+[*[amount probability] 1]'],
    ['a - b - c', '-[-[a b] c]'],
    ['a / b * c', '*[/[a b] c]'],
    ['-a * b', '*[neg[a] b]'],
    ['a = 1 or b = 2 and not c', 'or[=[a 1] and[=[b 2] not[c]]]'],
    ['not a = b', 'not[=[a b]]'],
    ['a or b or c', 'or[a b c]'],
    ['(a or b) or c', 'or[or[a b] c]'],
    ['amount is empty or amount = 0', 'or[empty[amount] =[amount 0]]'],
    ['owner is not empty', 'filled[owner]'],
    ["stage in ('a', 'b''c')", "in[stage 'a' 'b''c']"],
    ["stage not in ('a')", "not[in[stage 'a']]"],
    ['x between 1 and 2 and y', 'and[between[x 1 2] y]'],
    ['x not between 1 + 1 and 2', 'not[between[x +[1 1] 2]]'],
    ['a <> b', '!=[a b]'],
    ['account.owner.name = null', '=[account.owner.name null]'],
    ['count(stage.won) / count()', '/[count[stage.won] count[]]'],
    ['A IS NOT EMPTY AND TRUE', 'and[filled[A] true]'],
    ["montant_brut > 1 and société = 'é'", "and[>[montant_brut 1] =[société 'é']]"],
    ['\n a\t+\u00a0b ', '+[a b]'],
  ])('reads %s', (text, tree) => {
    expect(grouped(text)).toBe(tree);
  });

  it.each([
    ['', 'unexpected_end at 1'],
    ['amount >', 'unexpected_end at 9'],
    ['amount 3', 'unexpected_word at 8'],
    ['a == b', 'unexpected_word at 4'],
    ['a && b', 'unreadable_character at 3'],
    ['stage = "won"', 'unreadable_character at 9'],
    ["stage = 'won", 'unclosed_text at 9'],
    ['a < b < c', 'chained_comparison at 7'],
    ['a is empty = b', 'chained_comparison at 12'],
    ['f(a,)', 'unexpected_word at 5'],
    ['f(a b)', 'unexpected_word at 5'],
    ['(a', 'unexpected_end at 3'],
    ['stage.', 'unexpected_end at 7'],
    ['1234567890123456', 'too_precise_a_number at 1'],
    ['not', 'unexpected_end at 4'],
    [`${'('.repeat(201)}a`, 'too_deep_an_expression at 202'],
    [Array.from({ length: 202 }, () => 'a').join('+'), 'too_deep_an_expression at 402'],
    ['a'.repeat(10_001), 'too_long_an_expression at 10001'],
  ])('says where %s stops making sense', (text, said) => {
    expect(written(text)).toBe(said);
  });

  it('gives every refusal a sentence and a remedy', () => {
    for (const text of ['', 'a ==b', 'a % b', '"a"', "'a", '1 < 2 < 3', 'a ☃ b', ')', 'x is full']) {
      const syntax = parse(text);
      if (syntax.ok) throw new Error(text);
      expect(syntax.issues[0]?.message).not.toMatch(/[{}]|undefined/);
      if (text !== 'a ☃ b') expect(syntax.issues[0]?.remedy).toMatch(/\.$/);
    }
  });

  it('reads 800 alternatives, because a chain of `or` does not nest', () => {
    expect(parse(Array.from({ length: 800 }, (_, n) => `a = ${n}`).join(' or ')).ok).toBe(true);
  });

  it.each([
    ['((a))', 'a'],
    ['(a + b) + c', 'a + b + c'],
    ['a - (b - c)', 'a - (b - c)'],
    ['- (- a)', '--a'],
    ['-(a * b)', '-(a * b)'],
    ['not (a and b)', 'not (a and b)'],
    ['(a = b) = c', '(a = b) = c'],
    ['neg(a)', '-a'],
    ['empty(a)', 'a is empty'],
    ['empty(a, b)', 'empty(a, b)'],
    ['not (x in (1))', 'not x in (1)'],
    ['(not a) = b', '(not a) = b'],
  ])('writes %s as %s', (text, clean) => {
    expect(written(text)).toBe(clean);
    expect(written(clean)).toBe(clean);
  });

  it('never throws, whatever is typed, and what it reads it can write, read again and check', () => {
    const words = [
      '(',
      ')',
      ',',
      '.',
      "'",
      "'a'",
      '1',
      '2.5',
      '0',
      '-',
      '+',
      '*',
      '/',
      '=',
      '<=',
      '!=',
      ' and ',
      ' or ',
      ' not ',
      ' in ',
      ' is ',
      ' empty ',
      ' between ',
      'null',
      'true',
      'if',
      'sum',
      'count',
      'today()',
      'has',
      '__proto__',
      'constructor',
      'toString',
      ...WORDS.map(({ name }) => ` ${name} `),
    ];
    const soup = fc.array(fc.constantFrom(...words), { maxLength: 14 }).map((list) => list.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), soup), fc.boolean(), (text, aggregates) => {
        const syntax = parse(text);
        if (!syntax.ok) return syntax.issues.length === 1 && syntax.issues[0]?.severity === 'error';
        expect(written(print(syntax.value))).toBe(print(syntax.value));
        const expr = check(syntax.value, SCOPE, { aggregates });
        return expr.ok || expr.issues.every(({ message }) => !/[{}]|undefined/.test(message.replace(text, '')));
      }),
      { numRuns: 20_000 },
    );
  }, 120_000);
});
