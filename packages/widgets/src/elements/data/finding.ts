import type { Issue } from '@sluice/core';
import { type dataMessages, readingMessages } from '../../locales/messages/data.ts';
import { issueMessages } from '../../locales/messages/issues.ts';
import { type Say, sayIn } from '../../locales/words.ts';

/** A finding about data as a person reads it. */
export interface Found {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** Row, column and value, as far as they are known: `row 12 · column Montant · “abc”`. */
  readonly place: string;
  readonly remedy: string;
}

const isReading = (code: string): code is keyof typeof readingMessages => Object.hasOwn(readingMessages, code);
const isValue = (code: string): code is keyof typeof issueMessages => Object.hasOwn(issueMessages, code);

/** Errors first, otherwise in the order they were found. */
export function bySeverity(issues: readonly Issue[]): readonly Issue[] {
  const errors = issues.filter((one) => one.severity === 'error');
  return [...errors, ...issues.filter((one) => one.severity !== 'error')];
}

/** Words a finding for readers of a locale; one of a code that nobody translated keeps its own message. */
export function foundOf(issue: Issue, locale: string, say: Say<typeof dataMessages>): Found {
  const { severity, code, path, message, remedy = '', received = '', expected = '', params = {} } = issue;
  const last = path.at(-1);
  const field = typeof last === 'string' ? last : '';
  const words = { ...params, field, received, expected };
  const told = isReading(code)
    ? sayIn(readingMessages, locale)(code, words)
    : isValue(code)
      ? sayIn(issueMessages, locale)(code, words)
      : message;
  return { severity, message: told, place: placeOf(issue, say), remedy };
}

function placeOf({ code, path, received, params }: Issue, say: Say<typeof dataMessages>): string {
  const [kind, second, third] = path;
  const row = kind === 'rows' && typeof second === 'number' ? second : null;
  const column = kind === 'rows' ? third : kind === 'columns' ? second : undefined;
  const count = Number(params?.['count'] ?? 1);
  // in these the received thing is not a value of a cell, and the sentence says it
  const said = isReading(code) && code !== 'negative_amount';
  return [
    row === null ? '' : say('rows', { count, row, others: count - 1 }),
    column === undefined || column === '' ? '' : say('column', { column: String(column) }),
    received === undefined || received === '' || said ? '' : say('value', { value: received }),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
