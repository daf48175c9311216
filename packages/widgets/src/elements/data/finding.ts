import type { Issue } from '@sluice/core';
import { issueWords } from '../../locales/issue-words.ts';
import type { dataMessages } from '../../locales/messages/data.ts';
import type { Say } from '../../locales/words.ts';

/** A finding about data as a person reads it. */
export interface Found {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** Row, column and value, as far as they are known: `row 12 · column Montant · “abc”`. */
  readonly place: string;
  readonly remedy: string;
}

/** Errors first, otherwise in the order they were found. */
export function bySeverity(issues: readonly Issue[]): readonly Issue[] {
  const errors = issues.filter((one) => one.severity === 'error');
  return [...errors, ...issues.filter((one) => one.severity !== 'error')];
}

/** Words a finding for readers of a locale; while the words of issues are not here, and in English, it keeps its own where it has better. */
export function foundOf(issue: Issue, locale: string, say: Say<typeof dataMessages>): Found {
  const { severity, code, path, message, remedy = '', received = '', expected = '', params = {} } = issue;
  const last = path.at(-1);
  const field = typeof last === 'string' ? last : '';
  const words = issueWords();
  const known = { ...params, field, received, expected };
  return {
    severity,
    message: words?.sentenceOf(code, locale, known) || message,
    place: placeOf(issue, say),
    remedy: words?.remedyOf(code, locale, known) || remedy,
  };
}

function placeOf({ code, path, received, params }: Issue, say: Say<typeof dataMessages>): string {
  const [kind, second, third] = path;
  const row = kind === 'rows' && typeof second === 'number' ? second : null;
  const column = kind === 'rows' ? third : kind === 'columns' ? second : undefined;
  const count = Number(params?.['count'] ?? 1);
  const said = issueWords()?.saysWhatWasReceived(code) ?? false;
  return [
    row === null ? '' : say('rows', { count, row, others: count - 1 }),
    column === undefined || column === '' ? '' : say('column', { column: String(column) }),
    received === undefined || received === '' || said ? '' : say('value', { value: received }),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
