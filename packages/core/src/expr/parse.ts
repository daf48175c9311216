import { bad, type Checked, good, type Issue } from '../issue.ts';
import { fault } from './faults.ts';
import { type Token, tokens } from './tokens.ts';
import type { Syntax } from './tree.ts';

// or         = and { "or" and }
// and        = not { "and" not }
// not        = "not" not | comparison
// comparison = sum [ ("=" | "!=" | "<>" | "<" | "<=" | ">" | ">=") sum
//                  | "is" ["not"] "empty"
//                  | ["not"] "in" "(" or { "," or } ")"
//                  | ["not"] "between" sum "and" sum ]
// sum        = product { ("+" | "-") product }
// product    = sign { ("*" | "/") sign }
// sign       = "-" sign | primary
// primary    = number | text | "true" | "false" | "null" | name | function "(" [ or { "," or } ] ")" | "(" or ")"
// name       = word { "." word }
// function   = word
// number     = digits [ "." digits ]
// text       = "'" { any character but "'" | "''" } "'"
// Words that are grammar (and or not is empty in between true false null) are read in any case.

/** The deepest nesting that is read; a chain of `+ - * /` nests to the left, one of `and` or `or` does not. */
export const DEEPEST = 200;

/**
 * Reads an expression: text in, what was written out. Knows nothing of names and units (`check` does). The first thing that cannot be
 * read is one issue, with its character in `params.at` and a remedy; never throws.
 */
export function parse(text: string): Checked<Syntax> {
  const words = tokens(text);
  if (!words.ok) return words;
  try {
    const reader = new Reader(words.value);
    return good(reader.whole());
  } catch (thrown) {
    if (thrown instanceof Unreadable) return bad([thrown.issue]);
    throw thrown;
  }
}

class Unreadable extends Error {
  readonly issue: Issue;
  constructor(issue: Issue) {
    super(issue.message);
    this.issue = issue;
  }
}

const COMPARISONS: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);
const RESERVED: ReadonlySet<string> = new Set(['and', 'or', 'not']);

class Reader {
  #next = 0;
  #depth = 0;
  readonly #words: readonly Token[];
  readonly #depths = new WeakMap<Syntax, number>();

  constructor(words: readonly Token[]) {
    this.#words = words;
  }

  whole(): Syntax {
    const syntax = this.#chain('or');
    if (this.#peek().kind !== 'end') this.#refuse('an operator or the end');
    return syntax;
  }

  #peek(ahead = 0): Token {
    return this.#words[this.#next + ahead] ?? { kind: 'end', text: '', at: 0 };
  }

  #isWord(word: string, ahead = 0): boolean {
    const token = this.#peek(ahead);
    return token.kind === 'word' && token.text.toLowerCase() === word;
  }

  #isSign(sign: string): boolean {
    const token = this.#peek();
    return token.kind === 'sign' && token.text === sign;
  }

  #take(word: string): void {
    if (!(this.#isSign(word) || this.#isWord(word))) this.#refuse(`\`${word}\``);
    this.#next++;
  }

  #refuse(expected: string): never {
    const { kind, text, at } = this.#peek();
    const remedy = kind === 'sign' && text === '=' ? 'Compare with a single `=`.' : `Write ${expected} here.`;
    if (kind === 'end') throw new Unreadable(fault('unexpected_end', at, { expected, remedy }));
    throw new Unreadable(
      fault('unexpected_word', at, { expected, received: kind === 'text' ? `'${text}'` : text, remedy }),
    );
  }

  #deeper<T>(read: () => T): T {
    this.#limit(++this.#depth, this.#peek().at);
    const result = read();
    this.#depth--;
    return result;
  }

  #call(name: string, args: readonly Syntax[], at: number): Syntax {
    const call: Syntax = { op: 'call', name, args, at };
    const depth = 1 + Math.max(0, ...args.map((arg) => this.#depths.get(arg) ?? 0));
    this.#limit(depth, at);
    this.#depths.set(call, depth);
    return call;
  }

  #limit(depth: number, at: number): void {
    if (depth <= DEEPEST) return;
    const remedy = 'Split it into derived fields.';
    throw new Unreadable(fault('too_deep_an_expression', at, { expected: `${DEEPEST} levels`, remedy }));
  }

  #chain(word: 'or' | 'and'): Syntax {
    const next = () => (word === 'or' ? this.#chain('and') : this.#not());
    const first = next();
    const args = [first];
    while (this.#isWord(word)) {
      this.#next++;
      args.push(next());
    }
    return args.length === 1 ? first : this.#call(word, args, first.at);
  }

  #not(): Syntax {
    if (!this.#isWord('not')) return this.#comparison();
    const { at } = this.#peek();
    this.#next++;
    return this.#call('not', [this.#deeper(() => this.#not())], at);
  }

  #comparison(): Syntax {
    const left = this.#sums();
    const compared = this.#compared(left);
    if (compared === undefined) return left;
    const { kind, text, at } = this.#peek();
    if (
      (kind === 'sign' && COMPARISONS.has(text)) ||
      this.#isWord('is') ||
      this.#isWord('in') ||
      this.#isWord('between')
    ) {
      throw new Unreadable(
        fault('chained_comparison', at, { remedy: 'Join two comparisons with `and`, or use parentheses.' }),
      );
    }
    return compared;
  }

  #compared(left: Syntax): Syntax | undefined {
    const { kind, text, at } = this.#peek();
    if (kind === 'sign' && COMPARISONS.has(text)) {
      this.#next++;
      return this.#call(text, [left, this.#sums()], at);
    }
    if (this.#isWord('is')) {
      this.#next++;
      const not = this.#isWord('not');
      if (not) this.#next++;
      this.#take('empty');
      return this.#call(not ? 'filled' : 'empty', [left], at);
    }
    const not = this.#isWord('not') && (this.#isWord('in', 1) || this.#isWord('between', 1));
    if (not) this.#next++;
    if (this.#isWord('in')) {
      this.#next++;
      const list: Syntax = this.#call('in', [left, ...this.#list()], at);
      return not ? this.#call('not', [list], at) : list;
    }
    if (!this.#isWord('between')) return undefined;
    this.#next++;
    const least = this.#sums();
    this.#take('and');
    const between: Syntax = this.#call('between', [left, least, this.#sums()], at);
    return not ? this.#call('not', [between], at) : between;
  }

  #sums(): Syntax {
    return this.#left('+', '-', () => this.#left('*', '/', () => this.#sign()));
  }

  #left(one: string, other: string, read: () => Syntax): Syntax {
    let left = read();
    while (this.#isSign(one) || this.#isSign(other)) {
      const { text, at } = this.#peek();
      this.#next++;
      left = this.#call(text, [left, read()], at);
    }
    return left;
  }

  #sign(): Syntax {
    if (!this.#isSign('-')) return this.#primary();
    const { at } = this.#peek();
    this.#next++;
    return this.#call('neg', [this.#deeper(() => this.#sign())], at);
  }

  #primary(): Syntax {
    const { kind, text, at } = this.#peek();
    if (this.#isSign('(')) {
      this.#next++;
      const inner = this.#deeper(() => this.#chain('or'));
      this.#take(')');
      return inner;
    }
    if (kind === 'end' || kind === 'sign' || (kind === 'word' && RESERVED.has(text.toLowerCase())))
      this.#refuse('a value');
    this.#next++;
    if (kind === 'number') return { op: 'literal', value: Number(text), text, at };
    if (kind === 'text') return { op: 'literal', value: text, text: `'${text.replaceAll("'", "''")}'`, at };
    const constant = text.toLowerCase();
    if (constant === 'true' || constant === 'false')
      return { op: 'literal', value: constant === 'true', text: constant, at };
    if (constant === 'null') return { op: 'literal', value: null, text: constant, at };
    if (this.#isSign('(')) return this.#call(text, this.#list(), at);
    return { op: 'name', path: this.#path(text), at };
  }

  #path(first: string): readonly string[] {
    const path = [first];
    while (this.#isSign('.')) {
      this.#next++;
      if (this.#peek().kind !== 'word') this.#refuse('the name of a field');
      path.push(this.#peek().text);
      this.#next++;
    }
    return path;
  }

  #list(): readonly Syntax[] {
    this.#take('(');
    const list: Syntax[] = [];
    while (!this.#isSign(')')) {
      if (list.length > 0) this.#take(',');
      list.push(this.#deeper(() => this.#chain('or')));
    }
    this.#next++;
    return list;
  }
}
