import type { Language } from '../words.ts';

/** Sentences in the languages other than English, which is that of the issue itself. */
export type Translations = Readonly<Record<string, Readonly<Record<Exclude<Language, 'en'>, string>>>>;
