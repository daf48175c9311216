import { createFormat, exponent, type Field, type Issue, labelIn } from '@sluice/core';
import { issueMessages } from '../../locales/messages/issues.ts';
import { sayIn } from '../../locales/words.ts';

const isKnown = (code: string): code is keyof typeof issueMessages => Object.hasOwn(issueMessages, code);

/** The bound that an issue speaks of, as people of the locale write it. */
function boundOf(issue: Issue, field: Field, locale: string): string {
  const format = createFormat({ locale, currency: field.currency });
  switch (issue.code) {
    case 'too_small':
    case 'too_large': {
      const usual = field.kind === 'percent' ? { too_small: 0, too_large: 10_000 }[issue.code] : undefined;
      const bound = (issue.code === 'too_small' ? field.min : field.max) ?? usual;
      return bound === undefined ? (issue.expected ?? '') : format.value(field.unit, bound);
    }
    case 'too_precise':
      return String(field.kind === 'money' ? exponent(field.currency ?? 'EUR') : 2);
    default:
      return /\d[\d\s]*/.exec(issue.expected ?? '')?.[0].trim() ?? issue.expected ?? '';
  }
}

/** An issue with a field's value in one sentence of the locale; an issue of a code that nobody translated keeps its own message. */
export function wordIssue(issue: Issue, field: Field, locale: string): string {
  if (!isKnown(issue.code)) return issue.message;
  const expected = boundOf(issue, field, locale);
  return sayIn(issueMessages, locale)(issue.code, { field: labelIn(field.label, locale), expected });
}
