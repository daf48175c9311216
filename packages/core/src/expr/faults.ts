import { type Issue, issue } from '../issue.ts';

/** The English sentence of everything that can be wrong with an expression, by code; `{at}` counts characters from 1. */
export const EXPRESSION_MESSAGES = {
  unexpected_end: 'The expression ends where {expected} should follow.',
  unexpected_word: '{received} cannot stand here (character {at}): {expected} should.',
  unreadable_character: '{received} is not part of the language (character {at}).',
  unclosed_text: 'The text that begins at character {at} is never closed.',
  too_long_an_expression: 'The expression is longer than {expected}.',
  too_deep_an_expression: 'The expression is nested deeper than {expected} (character {at}).',
  chained_comparison: 'Comparisons cannot be chained (character {at}).',
  too_precise_a_number: '{received} has more digits than a number can keep (character {at}).',
  unknown_name: '{received} is not a field of {entity} (character {at}).',
  unknown_function: '{received} is not a function (character {at}).',
  wrong_count: '{name} takes {expected}, not {received} (character {at}).',
  mixed_units: '{left} and {right} cannot be combined by {name} (character {at}).',
  mixed_expression_currencies: 'Amounts in {left} and {right} cannot be combined (character {at}).',
  wrong_operand: '{name} takes {expected}, not {received} (character {at}).',
  not_a_constant: '{name} takes constants only (character {at}).',
  compares_null: 'Nothing is equal to null (character {at}).',
  unreadable_constant: '{received} is not {expected} (character {at}).',
  aggregate_here: '{name} speaks of many rows and cannot stand where one row is meant (character {at}).',
  nested_aggregate: '{name} cannot stand inside another aggregate (character {at}).',
  not_aggregated:
    '{name} differs from row to row; a figure of many rows needs an aggregate around it (character {at}).',
} as const satisfies Readonly<Record<string, string>>;

export type ExpressionCode = keyof typeof EXPRESSION_MESSAGES;

/** What a fault says beside its code and place. */
export interface FaultDetails {
  readonly expected?: string;
  readonly received?: string;
  readonly remedy?: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** An issue of an expression: `params.at` is the 1-based character where it stands. The path is empty: the caller knows the field. */
export function fault(
  code: ExpressionCode,
  at: number,
  { expected, received, remedy, params }: FaultDetails = {},
): Issue {
  return issue(code, [], {
    message: EXPRESSION_MESSAGES[code],
    expected,
    received: received === undefined ? undefined : short(received),
    remedy,
    params: { ...params, at: at + 1 },
  });
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
