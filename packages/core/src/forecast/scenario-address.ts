import { bad, type Checked, good, hasErrors, type Issue } from '../issue.ts';
import { checkLever, type ScenarioLever, LONGEST_WORD, MOST_LEVERS, notAScenario, type Scenario } from './lever.ts';

// The URL form of a scenario: `a11000.sector*3D'…_p500.negotiation_c8000_d<id>_n5.100000.3000`. A lever is a letter and its parts, joined
// by `.`; levers are joined by `_`. Numbers are in memory units (basis points, minor units). Only characters that `URLSearchParams` leaves
// as they are: in words all but letters, digits and `-` is `*` and the hexadecimal of a UTF-8 byte.

const WORD = /^(?:[A-Za-z0-9-]|\*[0-9A-F]{2})+$/;
const NUMBER = /^(?:0|-?[1-9]\d{0,15})$/;

const hex = (letter: string): string => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;

const escaped = (text: string): string =>
  encodeURIComponent(text.toWellFormed())
    .replace(/[_.!~*'()]/g, hex)
    .replaceAll('%', '*');

const unescaped = (text: string): string | null => {
  if (!WORD.test(text)) return null;
  try {
    const word = decodeURIComponent(text.replaceAll('*', '%'));
    return word.length <= LONGEST_WORD ? word : null;
  } catch {
    return null; // bytes that are no UTF-8
  }
};

const toText = (lever: ScenarioLever): string => {
  switch (lever.kind) {
    case 'amount':
      return `a${lever.factor}${lever.where === undefined ? '' : `.${escaped(lever.where)}`}`;
    case 'probability':
      return `p${lever.points}.${escaped(lever.stage)}`;
    case 'cycle':
      return `c${lever.factor}`;
    case 'drop':
      return `d${escaped(lever.id)}`;
    case 'add':
      return `n${lever.count}.${lever.amount}.${lever.probability}`;
  }
};

/** A scenario as one compact word for an address; a scenario without levers is the empty word. */
export const scenarioToAddress = ({ levers }: Scenario): string => levers.map(toText).join('_');

const fromText = (text: string): ScenarioLever | null => {
  const [first = '', ...rest] = text.slice(1).split('.');
  const numbers = [first, ...rest].map((part) => (NUMBER.test(part) ? Number(part) : Number.NaN));
  const [one = Number.NaN, two = Number.NaN, three = Number.NaN] = numbers;
  const [second] = rest;
  const kind = text[0];
  if (kind === 'd') {
    const id = rest.length === 0 ? unescaped(first) : null;
    return id === null ? null : { kind: 'drop', id };
  }
  if (Number.isNaN(one)) return null;
  if (kind === 'c') return rest.length === 0 ? { kind: 'cycle', factor: one } : null;
  if (kind === 'n')
    return rest.length === 2 && !Number.isNaN(two) && !Number.isNaN(three)
      ? { kind: 'add', count: one, amount: two, probability: three }
      : null;
  if (kind === 'a' && second === undefined) return { kind: 'amount', factor: one };
  const word = second === undefined || rest.length > 1 ? null : unescaped(second);
  if (word === null) return null;
  if (kind === 'a') return { kind: 'amount', where: word, factor: one };
  return kind === 'p' ? { kind: 'probability', stage: word, points: one } : null;
};

/** Reads a scenario from an address; the inverse of `scenarioToAddress`. Issues: `not_a_scenario`, `too_small`, `too_large`. */
export const scenarioFromAddress = (address: string): Checked<Scenario> => {
  if (address === '') return good({ levers: [] });
  const texts = address.split('_');
  if (texts.length > MOST_LEVERS) return bad([notAScenario(['levers'], `more than ${MOST_LEVERS} levers`)]);
  const issues: Issue[] = [];
  const levers = texts.flatMap((text, i): readonly ScenarioLever[] => {
    const lever = fromText(text);
    if (lever === null) issues.push(notAScenario(['levers', i], text));
    else issues.push(...checkLever(lever, ['levers', i]));
    return lever === null ? [] : [lever];
  });
  return hasErrors(issues) ? bad(issues) : good({ levers }, issues);
};
