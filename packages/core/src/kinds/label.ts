/** A word shown to people: one text for every language, or one per language (`{ en: 'Deal', fr: 'Affaire' }`). */
export type Label = string | { readonly [language: string]: string };

/** The text of a label in a language: exact tag, then primary language, then English, then the first there is. */
export const labelIn = (label: Label, language: string): string => {
  if (typeof label === 'string') return label;
  const primary = language.split('-')[0] ?? language;
  return label[language] ?? label[primary] ?? label['en'] ?? Object.values(label)[0] ?? '';
};

/** Every text a label has, in the order it was written: what an import compares headings and values with. */
export const labelTexts = (label: Label): readonly string[] =>
  typeof label === 'string' ? [label] : Object.values(label);
