import { type Issue, SourceError } from '@sluice/core';
import { issueWords, issueWordsArriving } from './locales/issue-words.ts';
import { problemMessages } from './locales/messages/problem.ts';
import { sayIn } from './locales/words.ts';

/** What went wrong, for a person: a sentence, and what to do about it where that is known. */
export interface Problem {
  /** Stable, for machines: the code of an issue or of a source's error. */
  readonly code: string;
  readonly message: string;
  readonly remedy?: string;
}

const isIssues = (failure: unknown): failure is readonly Issue[] =>
  Array.isArray(failure) && failure.every((one) => typeof one === 'object' && one !== null && 'severity' in one);

const made = (code: string, message: string, remedy?: string): Problem =>
  remedy === undefined || remedy === '' ? { code, message } : { code, message, remedy };

const REMEDIED = ['offline', 'unauthorized', 'forbidden', 'not_found', 'unreadable', 'unavailable', 'no_app'] as const;
type Remedied = (typeof REMEDIED)[number];
const isRemedied = (code: string): code is Remedied => REMEDIED.some((one) => one === code);

/** An issue or an error in the reader's language, where it is known there, else as it says itself. */
const worded = (
  { code, message, remedy, ...about }: Pick<Issue, 'code' | 'message' | 'remedy'> & Partial<Issue>,
  locale: string,
): Problem => {
  const words = issueWords();
  const { path = [], expected = '', received = '', params } = about;
  const known = {
    ...params,
    field: path.findLast((step) => typeof step === 'string') ?? '',
    expected,
    received,
  };
  return made(code, words?.sentenceOf(code, locale, known) || message, words?.remedyOf(code, locale, known) || remedy);
};

/** What has to arrive before a failure can be worded in the reader's language; null when it is here. */
export const wordsArriving = (failure: unknown): Promise<void> | null =>
  isIssues(failure) || (failure instanceof SourceError && !isRemedied(failure.code)) ? issueWordsArriving() : null;

/**
 * Words a failure for people of a locale: issues (the first error speaks), a source's error, or anything that was thrown. What is not
 * known in the reader's language, or has not arrived (`wordsArriving`), speaks as it is.
 */
export function problemOf(failure: unknown, locale: string): Problem {
  const say = sayIn(problemMessages, locale);
  if (isIssues(failure)) {
    const first = failure.find((one) => one.severity === 'error') ?? failure[0];
    return first ? worded(first, locale) : made('unknown', say('unknown'), say('unknownRemedy'));
  }
  if (failure instanceof SourceError)
    return isRemedied(failure.code)
      ? made(failure.code, say(failure.code), say(`${failure.code}Remedy`))
      : worded(failure, locale);
  console.error(failure);
  return made('unknown', say('unknown'), say('unknownRemedy'));
}
