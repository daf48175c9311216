import type { Syntax } from './tree.ts';

const TIGHTNESS: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  not: 3,
  '=': 4,
  '!=': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  empty: 4,
  filled: 4,
  in: 4,
  between: 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  neg: 7,
};
const LOOSEST = 0;
const PRIMARY = 8;

/** Writes an expression as text, with no more parentheses than it needs: reading it again gives the same tree but for positions. */
export function print(syntax: Syntax): string {
  return write(syntax, LOOSEST);
}

/** Writes a part so that it can stand where something at least so tight must. */
function write(syntax: Syntax, least: number): string {
  if (syntax.op === 'literal') return syntax.text;
  if (syntax.op === 'name') return syntax.path.join('.');
  const own = tightness(syntax);
  const text = phrase(syntax.name, syntax.args, own);
  return own < least ? `(${text})` : text;
}

function tightness({ name, args }: Extract<Syntax, { op: 'call' }>): number {
  const own = Object.hasOwn(TIGHTNESS, name) ? (TIGHTNESS[name] ?? PRIMARY) : PRIMARY;
  return fits(name, args.length) ? own : PRIMARY;
}

/** Whether a call has the form of its operator; `neg` or `empty` may also be called as functions, with any number of arguments. */
function fits(name: string, count: number): boolean {
  if (name === 'not' || name === 'neg' || name === 'empty' || name === 'filled') return count === 1;
  if (name === 'between') return count === 3;
  return count >= (name === 'in' ? 1 : 2);
}

function phrase(name: string, args: readonly Syntax[], own: number): string {
  const [first, second, third] = args;
  const list = (all: readonly Syntax[]) => `(${all.map((arg) => write(arg, LOOSEST)).join(', ')})`;
  if (own === PRIMARY || first === undefined) return `${name}${list(args)}`;
  switch (name) {
    case 'or':
    case 'and':
      return args.map((arg) => write(arg, own + 1)).join(` ${name} `);
    case 'not':
      return `not ${write(first, own)}`;
    case 'neg':
      return `-${write(first, own)}`;
    case 'empty':
      return `${write(first, own + 1)} is empty`;
    case 'filled':
      return `${write(first, own + 1)} is not empty`;
    case 'in':
      return `${write(first, own + 1)} in ${list(args.slice(1))}`;
    case 'between':
      return `${write(first, own + 1)} between ${write(second ?? first, own + 1)} and ${write(third ?? first, own + 1)}`;
    case '+':
    case '-':
    case '*':
    case '/':
      return `${write(first, own)} ${name} ${write(second ?? first, own + 1)}`;
    default:
      return `${write(first, own + 1)} ${name} ${write(second ?? first, own + 1)}`;
  }
}
