import { describe, expect, it } from 'vitest';
import { crm } from '../blueprints/index.ts';
import { resolveModel } from '../model/index.ts';
import { check } from './check.ts';
import { parse } from './parse.ts';

declare const process: {
  getBuiltinModule(name: 'node:fs'): { readFileSync(path: string, encoding: 'utf8'): string };
};

const page = process.getBuiltinModule('node:fs').readFileSync('docs/expressions.md', 'utf8');
const fences = (language: string) =>
  [...page.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)]
    .filter(([, named]) => named === language)
    .map(([, , text = '']) => text);
const lines = (text: string | undefined) => (text ?? '').split('\n').filter((line) => line !== '');

function dealScope() {
  const model = resolveModel(crm);
  const deal = model.ok ? model.value.find('deal') : undefined;
  if (deal === undefined) throw new Error('no deal');
  return deal.scope;
}

const told = (text: string, aggregates = /^(sum|avg|count|max)/.test(text)) => {
  const syntax = parse(text);
  const expr = syntax.ok ? check(syntax.value, dealScope(), { aggregates }) : syntax;
  return expr.issues.map(({ message, remedy }) => `${message} ${remedy}`).join(' ');
};

describe('the page on expressions', () => {
  const examples = [...lines(fences('')[0]), ...lines(fences('figures')[0])];

  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(10);
  });

  it.each(examples)('%s means something for a deal', (text) => {
    expect(told(text)).toBe('');
  });

  const issues = [...page.matchAll(/^\| `([^`]+)` \| (.+\(character \d+\).*) \|$/gm)].map(
    ([, text = '', said = '']) => [text, said.replaceAll('\\`', '`')] as const,
  );

  it('tells five issues', () => {
    expect(issues.length).toBe(5);
  });

  it.each(issues)('%s: %s', (text, said) => {
    const [sentence = '', remedy = ''] = said.split(/(?<=\)[^.]*\.) /);
    expect(told(text)).toContain(sentence);
    expect(told(text)).toContain(remedy.replace(/[?.]$/, ''));
  });

  it('has the grammar that the reader states', () => {
    const source = process.getBuiltinModule('node:fs').readFileSync('packages/core/src/expr/parse.ts', 'utf8');
    const rules = (text: string) => [...text.matchAll(/^(?:\/\/ )?(\w+) += /gm)].map(([, name]) => name);
    expect(rules(fences('ebnf')[0] ?? '')).toEqual(
      rules(source.slice(0, source.indexOf('/** The deepest'))).filter((name) => name !== undefined),
    );
  });
});
