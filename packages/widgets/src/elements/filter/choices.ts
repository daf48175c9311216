import { type Answer, type Cell, type Field, fold } from '@sluice/core';

/** One value of a field that may be chosen, and how many records have it. */
export interface Choice {
  readonly value: Cell;
  readonly text: string;
  /** Null while nobody knows. */
  readonly count: number | null;
}

/** From so many values on, a box to find one. */
export const FINDING = 8;
/** Values that stand in the list at once. */
const SHOWN = 100;

/**
 * The values of a field to choose from: every stage and option, also those nobody has; of other fields what the records hold, the most
 * frequent first, blank last. What is chosen stands in the list even where no record has it.
 */
export function choicesOf(
  field: Field,
  answer: Answer | null,
  chosen: readonly Cell[],
  textOf: (value: Cell, label?: string) => string,
): readonly Choice[] {
  const dimension = answer?.dimensions[0];
  const counts = answer?.measures[0]?.values;
  const counted = new Map<string, Choice>();
  const key = (value: Cell): string => (value === null ? 'null' : `=${String(value)}`);
  dimension?.values.forEach((value, at) => {
    const count = counts?.[at];
    const label = dimension.labels?.[at];
    const text = textOf(value, label);
    counted.set(key(value), { value, text, count: typeof count === 'number' ? count : 0 });
  });
  const absent = answer ? 0 : null;
  const choices = field.options.map(
    (option): Choice => counted.get(key(option.key)) ?? { value: option.key, text: textOf(option.key), count: absent },
  );
  const listed = new Set(choices.map(({ value }) => key(value)));
  const others = [...counted.values()].filter(({ value }) => !listed.has(key(value)));
  const missing = chosen.filter((value) => !counted.has(key(value)) && !listed.has(key(value)));
  const blankLast = (choice: Choice): number => (choice.value === null ? 1 : 0);
  return [
    ...choices,
    ...[...others, ...missing.map((value): Choice => ({ value, text: textOf(value), count: absent }))].sort(
      (a, b) => blankLast(a) - blankLast(b),
    ),
  ];
}

/** The choices that have the words in them, accents and case aside; as many as a list holds, and how many there are besides. */
export function found(
  choices: readonly Choice[],
  words: string,
): { readonly shown: readonly Choice[]; readonly more: number } {
  const sought = fold(words);
  const matching = sought === '' ? choices : choices.filter(({ text }) => fold(text).includes(sought));
  return { shown: matching.slice(0, SHOWN), more: Math.max(0, matching.length - SHOWN) };
}
