import type { Field } from '../model/index.ts';
import { writtenDate } from './dates.ts';
import { numeral } from './numerals.ts';
import { blank, flagOf, vocabulary } from './vocabulary.ts';

const MOST = 0.9;

/** Whether a guess that a column feeds a field stands up to its values: nine in ten of those that are filled can be read. */
export function fits(values: readonly string[], field: Field): boolean {
  const test = readableAs(field);
  if (test === null) return true;
  const filled = values.filter((value) => !blank(value));
  return (
    filled.length > 0 && filled.filter((value) => value.length <= 500 && test(value)).length >= filled.length * MOST
  );
}

function readableAs(field: Field): ((text: string) => boolean) | null {
  switch (field.kind) {
    case 'number':
    case 'money':
    case 'percent':
      return (text) => numeral(text) !== null;
    case 'date':
    case 'instant':
      return (text) => writtenDate(text) !== null;
    case 'flag':
      return (text) => flagOf(text) !== null;
    case 'choice':
    case 'stage': {
      const known = vocabulary(field.options);
      return (text) => known.keyOf(text) !== null;
    }
    case 'email':
      return (text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());
    case 'url':
      return (text) => /^\S+\.\S+$/.test(text.trim());
    case 'phone':
      return (text) => (text.match(/\d/g)?.length ?? 0) >= 6 && !/[@:]/.test(text);
    default:
      return null;
  }
}
