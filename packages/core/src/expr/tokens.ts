import { bad, type Checked, good } from '../issue.ts';
import { fault } from './faults.ts';

/** One word of an expression. `text` is the content of a quoted text, the writing of anything else. `at` counts characters from 0. */
export interface Token {
  readonly kind: 'number' | 'text' | 'word' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

/** The longest expression that is read, in characters. */
export const LONGEST = 10_000;

const PATTERN =
  /(?<number>\d+(?:\.\d+)?)|(?<text>'(?:[^']|'')*')|(?<word>[\p{L}_][\p{L}\p{M}\p{N}_]*)|(?<sign><=|>=|!=|<>|[-+*/()<>=,.])/uy;
const SPACE = /[\s\p{Z}]*/uy;

const REMEDIES: Readonly<Record<string, string>> = {
  '"': "Write texts in single quotes: 'won'.",
  '’': "Write texts in straight single quotes: 'won'.",
  '‘': "Write texts in straight single quotes: 'won'.",
  '&': 'Write `and`.',
  '|': 'Write `or`.',
  '!': 'Write `not`, or `!=` for unequal.',
  '%': 'Write percent as a plain number: `probability >= 70`.',
  '−': 'Write `-`.',
  '×': 'Write `*`.',
  '÷': 'Write `/`.',
  '≤': 'Write `<=`.',
  '≥': 'Write `>=`.',
  '≠': 'Write `!=`.',
};

/** Cuts an expression into words; the last is always the end. */
export function tokens(text: string): Checked<readonly Token[]> {
  if (text.length > LONGEST) {
    return bad([
      fault('too_long_an_expression', LONGEST, {
        expected: `${LONGEST} characters`,
        remedy: 'Split it into derived fields.',
      }),
    ]);
  }
  const found: Token[] = [];
  let at = skip(text, 0);
  while (at < text.length) {
    PATTERN.lastIndex = at;
    const groups = PATTERN.exec(text)?.groups;
    if (groups === undefined) return bad([unreadable(text, at)]);
    const { number, text: quoted, word, sign } = groups;
    if (number !== undefined) {
      const significant = number.replace('.', '').replace(/^0+/, '').length;
      if (significant > 15 || number.length > 17) {
        return bad([fault('too_precise_a_number', at, { received: number, remedy: 'Write at most 15 digits.' })]);
      }
      found.push({ kind: 'number', text: number, at });
      at += number.length;
    } else if (quoted !== undefined) {
      found.push({ kind: 'text', text: quoted.slice(1, -1).replaceAll("''", "'"), at });
      at += quoted.length;
    } else if (word !== undefined) {
      found.push({ kind: 'word', text: word, at });
      at += word.length;
    } else if (sign !== undefined) {
      found.push({ kind: 'sign', text: sign === '<>' ? '!=' : sign, at });
      at += sign.length;
    }
    at = skip(text, at);
  }
  found.push({ kind: 'end', text: '', at: text.length });
  return good(found);
}

function skip(text: string, at: number): number {
  SPACE.lastIndex = at;
  return at + (SPACE.exec(text)?.[0].length ?? 0);
}

function unreadable(text: string, at: number) {
  if (text[at] === "'")
    return fault('unclosed_text', at, { remedy: "Close it with a single quote; write '' for a quote inside." });
  const received = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const remedy = REMEDIES[received];
  return fault('unreadable_character', at, { received, ...(remedy === undefined ? {} : { remedy }) });
}
