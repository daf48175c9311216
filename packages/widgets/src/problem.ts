import { type Issue, SourceError } from '@sluice/core';
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

/**
 * Words a failure for people of a locale: issues (the first error speaks), a source's error (in the reader's language where we know
 * its code, else as the source says it), or anything that was thrown.
 */
export function problemOf(failure: unknown, locale: string): Problem {
  const say = sayIn(problemMessages, locale);
  if (isIssues(failure)) {
    const first = failure.find((one) => one.severity === 'error') ?? failure[0];
    return first
      ? made(first.code, first.message, first.remedy)
      : made('unknown', say('unknown'), say('unknownRemedy'));
  }
  if (failure instanceof SourceError)
    return isRemedied(failure.code)
      ? made(failure.code, say(failure.code), say(`${failure.code}Remedy`))
      : made(failure.code, failure.message, failure.remedy);
  console.error(failure);
  return made('unknown', say('unknown'), say('unknownRemedy'));
}
