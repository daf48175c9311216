import { type Issue, OPERATORS } from '@sluice/core';

/** What is taken at all: the last word where nothing nearer can be said. */
export const DESCRIBED = 'GET /api/v1/openapi.json tells what is taken.';

/** The longest list that helps somebody more than the description does. */
const LISTED = 400;

const BY_CODE: Readonly<Record<string, string>> = {
  required: 'Send a value for it.',
  read_only: 'Leave it out: it follows from other fields.',
  no_such_field: 'Look for a typing mistake; GET /api/v1/model lists the fields there are.',
  no_such_entity: 'Look for a typing mistake; GET /api/v1/model lists the entities there are.',
  no_such_metric: 'Look for a typing mistake; GET /api/v1/model lists the figures there are.',
  field_not_allowed: 'Leave it out, or ask somebody with the role admin.',
  not_an_object: 'Send one JSON object with the names of fields.',
  not_money: 'Write it as 1234.56.',
  not_number: 'Write it as 1234.56.',
  not_percent: 'Write it as a number: 30 is 30 %.',
  too_precise: 'Write it with fewer decimals.',
  not_date: 'Write it as 2025-01-31.',
  not_instant: 'Write it as 2025-01-31T09:00:00Z.',
  not_flag: 'Write true or false.',
  not_email: 'Write it as anna@example.com.',
  not_url: 'Write it as https://example.com.',
  not_id: 'Send the id of a record.',
  not_linked: 'Send the id of a record that is there.',
  no_such_record: 'Send the id of a record that is there.',
  not_unique: 'Send another value, or change the record that has it.',
  still_linked: 'Link them to another record first, or leave this one.',
  changed_meanwhile: 'Look at the record as it is now, and send the change again with its version.',
  not_a_cursor: 'Ask for the first page again, without a cursor.',
  no_next_stage: 'Set the stage that is meant.',
  overlay_drops: 'Say it again in the overlay, beside what is new.',
  overlay_loosens: 'Leave it as the blueprint has it, or say something stricter.',
  overlay_forbidden: 'Leave it out of the overlay.',
  kind_is_fixed: 'Leave the kind, and add a field of another name.',
  reserved_name: 'Take another name.',
  mixed_currencies: 'Group by currency, or filter for one.',
};

/** What looks like a field of an address and ends like an operator. */
const OPERATED = new RegExp(String.raw`^([\w.]+)[._](${OPERATORS.join('|')})$`);

/** What to do about an issue: what it says itself, what it expects, or what its code asks for. */
export const remedyOf = ({ code, expected, received, remedy }: Issue): string => {
  if (remedy !== undefined) return remedy;
  const listed = expected !== undefined && expected.length <= LISTED && /^(?:one of|at least|at most) /.test(expected);
  if (listed) return `Send ${expected}.`;
  const [, field, operator] = code === 'no_such_field' ? (OPERATED.exec(received ?? '') ?? []) : [];
  if (field !== undefined) return `Write an operator in brackets: ${field}[${operator}]=….`;
  if (code.startsWith('gate_')) return 'Fill in what the rule asks for, then try again.';
  return BY_CODE[code] ?? DESCRIBED;
};
