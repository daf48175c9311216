import type { Query } from './query.ts';

/** A question as the attributes of an element say it: lists are space-separated, `top` is a number as text. */
export interface QueryWords {
  readonly entity: string;
  readonly where?: string;
  readonly by?: string;
  readonly measure?: string;
  readonly sort?: string;
  readonly top?: string | number | null;
  readonly other?: boolean;
}

/** Words separated by spaces; those in parentheses stay together, so that `sum(amount, stage.won)` is one. */
export const listed = (text: string): readonly string[] => {
  const found: string[] = [];
  let depth = 0;
  let word = '';
  for (const letter of text) {
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (depth <= 0 && /\s/.test(letter)) {
      if (word !== '') found.push(word);
      word = '';
    } else word += letter;
  }
  return word === '' ? found : [...found, word];
};

/** Makes a query of words; what is wrong with them the plan says. */
export const queryFromWords = ({
  entity,
  where = '',
  by = '',
  measure = '',
  sort = '',
  top = null,
  other = false,
}: QueryWords): Query => ({
  entity,
  ...(where.trim() === '' ? {} : { where }),
  by: listed(by),
  measures: listed(measure),
  sort: listed(sort),
  ...(top === null || top === '' ? {} : { top: Number(top) }),
  ...(other ? { other } : {}),
});
