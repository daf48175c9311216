import { issueMessages } from '../messages/issues.ts';
import { languageOf, type Messages, type Params, sayIn } from '../words.ts';
import { definitionWords } from './definitions.ts';
import { expressionWords } from './expressions.ts';
import { fileWords } from './files.ts';
import { questionWords } from './questions.ts';
import { readingMessages } from './reading.ts';
import { refusalWords } from './refusals.ts';
import { remediesByCode } from './remedies.ts';
import type { Translations } from './translation.ts';
import { writeWords } from './writes.ts';

const WRITTEN: Messages = { ...issueMessages, ...readingMessages };
const TRANSLATED: Translations = {
  ...questionWords,
  ...writeWords,
  ...definitionWords,
  ...expressionWords,
  ...fileWords,
  ...refusalWords,
};

const said = (translations: Translations[string] | undefined, locale: string, params: Params): string => {
  const language = languageOf(locale);
  if (!translations || language === 'en') return '';
  return sayIn({ it: { en: '', ...translations } }, locale)('it', params);
};

/** The sentence of a code in the reader's language; blank where it is the issue's own: in English, or of a code that nobody knows. */
export const sentenceOf = (code: string, locale: string, params: Params): string =>
  Object.hasOwn(WRITTEN, code)
    ? sayIn(WRITTEN, locale)(code, params)
    : said(Object.hasOwn(TRANSLATED, code) ? TRANSLATED[code] : undefined, locale, params);

/** What to do about it, in the reader's language; blank where it is the issue's own. */
export const remedyOf = (code: string, locale: string, params: Params): string =>
  said(remediesByCode.get(code), locale, params);

/** Every code that has a sentence. */
export const wordedCodes: ReadonlySet<string> = new Set([...Object.keys(WRITTEN), ...Object.keys(TRANSLATED)]);
/** Every code that has a remedy in the languages other than English. */
export const remediedCodes: ReadonlySet<string> = new Set(remediesByCode.keys());

/** Whether the sentence of a code says what was received, so that it need not stand beside it: it is no value of a cell. */
export const saysWhatWasReceived = (code: string): boolean =>
  (Object.hasOwn(readingMessages, code) && code !== 'negative_amount') || Object.hasOwn(TRANSLATED, code);
