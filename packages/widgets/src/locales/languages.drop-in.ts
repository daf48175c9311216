import { type Language, languageOf, type PluralForms } from './words.ts';

/** The sentences of one language: those of all catalogues, each by its keys. */
export type Sentences = Readonly<Record<string, Readonly<Record<string, string | PluralForms>>>>;

/** A catalogue as the drop-in's build leaves it: in English, with room for the other languages. */
type Catalogue = Readonly<Record<string, Partial<Record<Language, string | PluralForms>>>>;

type Other = Exclude<Language, 'en'>;
const FILES: Readonly<Record<Other, () => Promise<{ readonly sentences: Sentences }>>> = {
  fr: () => import('sluice:language/fr'),
  ru: () => import('sluice:language/ru'),
  he: () => import('sluice:language/he'),
};

const catalogues = new Map<string, Catalogue>();
const arrived = new Map<Other, Sentences>();
const arriving = new Map<Other, Promise<void>>();

const fill = (name: string, catalogue: Catalogue, language: Other, sentences: Sentences): void => {
  for (const [key, sentence] of Object.entries(sentences[name] ?? {})) {
    const message = catalogue[key];
    if (message) message[language] = sentence;
  }
};

/** Takes a catalogue in, whichever comes first, it or its translations. */
export const known = <C extends Catalogue>(name: string, catalogue: C): C => {
  catalogues.set(name, catalogue);
  for (const [language, sentences] of arrived) fill(name, catalogue, language, sentences);
  return catalogue;
};

const fetched = async (language: Other): Promise<void> => {
  let sentences: Sentences = {};
  try {
    ({ sentences } = await FILES[language]());
  } catch (failure) {
    // English stands in
    console.error(`The sentences in "${language}" cannot be loaded.`, failure);
  }
  arrived.set(language, sentences);
  for (const [name, catalogue] of catalogues) fill(name, catalogue, language, sentences);
};

/** What has to arrive before elements can speak a locale's language; null when it is here. */
export const languageArriving = (locale: string): Promise<void> | null => {
  const language = languageOf(locale);
  if (language === 'en' || arrived.has(language)) return null;
  const known = arriving.get(language) ?? fetched(language);
  arriving.set(language, known);
  return known;
};
