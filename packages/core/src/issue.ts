/**
 * One thing that is wrong (error) or doubtful (warning) with something a person wrote: a cell, a field, a blueprint, a query.
 * `path` leads to it (field names and positions), `message` is the English sentence, `remedy` what to do about it.
 */
export interface Issue {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly expected?: string;
  readonly received?: string;
  readonly remedy?: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** A value that was checked: good with its warnings, or bad with at least one error. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** What `issue` takes beside the code and the path. `message` overrides the catalogue (a tenant's own gate message). */
export interface IssueDetails {
  readonly severity?: Issue['severity'] | undefined;
  readonly message?: string | undefined;
  readonly expected?: string | undefined;
  readonly received?: string | undefined;
  readonly remedy?: string | undefined;
  readonly params?: Readonly<Record<string, string | number>> | undefined;
}

/**
 * The English sentence of every issue, by code. `{field}` is the last name in the path; `{expected}`, `{received}` and the
 * params stand for themselves. Other languages translate by the same code and params.
 */
export const ISSUE_MESSAGES = {
  // a value
  required: '{field} is required.',
  read_only: '{field} is computed and cannot be written.',
  no_such_field: '{received} is not a field here.',
  field_not_allowed: '{received} is not for you to read or write.',
  no_such_entity: '{received} is not an entity of this model.',
  not_text: '{field} is not a text: {received}.',
  not_number: '{field} is not a number: {received}.',
  not_money: '{field} is not an amount: {received}.',
  not_percent: '{field} is not a percentage: {received}.',
  not_date: '{field} is not a date of the calendar: {received}.',
  not_instant: '{field} is not a point in time: {received}.',
  not_flag: '{field} is neither yes nor no: {received}.',
  not_email: '{field} is not an e-mail address: {received}.',
  not_phone: '{field} is not a telephone number: {received}.',
  not_url: '{field} is not a web address: {received}.',
  not_an_object: 'A record is written as a JSON object of fields.',
  not_id: '{field} is not an identifier: {received}.',
  not_json: '{field} is not JSON: {received}.',
  not_tags: '{field} is not a list of tags: {received}.',
  not_an_option: '{field} has no option {received}.',
  not_currency: '{received} is not an ISO 4217 currency.',
  not_a_rate: '{received} is not a rate of exchange.',
  not_linked: '{field} links to nothing known: {received}.',
  not_unique: '{field} is already used by another record: {received}.',
  too_small: '{field} must be {expected}, and is {received}.',
  too_large: '{field} must be {expected}, and is {received}.',
  too_long: '{field} is too long: it may have {expected}.',
  too_many: '{field} may have {expected}.',
  too_precise: '{field} has more decimals than it can keep: {received}.',
  mixed_currencies: 'Amounts in several currencies cannot be added: {received}.',
  // a question
  no_such_metric: '{received} is neither a metric nor an expression.',
  not_a_dimension: '{field} cannot be grouped by: {received}.',
  not_a_period: '{field} is not a date and has no periods.',
  not_comparable: '{field} cannot be compared by {received}.',
  not_one_value: '{field} is compared with one value, not with {received}.',
  not_a_condition: 'A condition is a flag, not a {received}.',
  not_sortable: '{received} is not something to sort by.',
  not_a_limit: 'The limit is not {expected}: {received}.',
  not_a_cursor: 'The cursor is not one of this list.',
  after_today: '{received} is still to come.',
  not_a_query: 'The question cannot be read: {received}.',
  not_a_scenario: 'The scenario cannot be read: {received}.',
  not_an_answer: 'What came back is not an answer.',
  not_an_explanation: 'What came back is not an explanation.',
  // a write
  no_such_record: 'There is no record {received}.',
  no_next_stage: 'There is no stage after {received}.',
  not_now: 'This cannot be done to the record as it is.',
  already_converted: 'The record was converted already.',
  not_converted: 'There is no conversion of the record to take back.',
  cannot_do_without: 'This cannot be done without {field}.',
  still_linked: '{received} records of {entity} link to this one.',
  changed_meanwhile:
    'The record was changed meanwhile: it is at version {expected}, the edit was made on version {received}.',
  // an import and its undo
  ambiguous_record: 'Several records could be meant: {received}.',
  duplicate_row: 'The row is the same record as row {received}.',
  consent_kept: '{field} stays as it is: an import does not take back a refusal.',
  edited_since:
    'The record was edited after the import: it is at version {received}, the import left it at {expected}.',
  cannot_return: 'A record that was removed does not come back.',
  // a blueprint or an overlay
  named_twice: 'Two of {field} have the same name.',
  no_such_kind: 'There is no kind of field called {received}.',
  refers_to_itself: '{field} is computed from itself: {received}.',
  wrong_unit: '{field} should give {expected}, not {received}.',
  kind_is_fixed: '{field} is fixed: it is {expected} and cannot become {received}.',
  outcome_is_fixed: 'The outcome of a stage cannot be changed by an overlay.',
  overlay_forbidden: '{field} cannot be changed by an overlay.',
  overlay_loosens: '{field} may be tightened by an overlay, not loosened.',
  overlay_drops: 'An overlay cannot drop {received}.',
  new_field_incomplete: 'The new field {field} needs {expected}.',
  new_gate_incomplete: 'The new gate {field} needs {expected}.',
  new_stage_incomplete: 'The new stage needs {expected}.',
  no_such_pipeline: 'There is no pipeline {received}.',
  no_such_stage: 'There is no stage {received}.',
  reserved_name: '{received} is a name that Sluice uses itself.',
  too_many_fields: '{field} would have more than {expected}.',
  not_an_overlay: '{field} cannot be read: {received}.',
  // what a role may do
  not_rights: 'What a role may do is {expected}.',
  no_such_right: '{received} is not something that can be allowed here.',
  read_needed: 'Whoever may do something to {field} reads it, too: {received}.',
  title_hidden: '{received} names the records, and cannot be hidden while they are seen.',
  not_a_name: '{received} cannot be a name here: {expected} is needed.',
  // a file
  empty_file: 'The file is empty.',
  not_a_table: 'The file is {received}, not a table of text.',
  too_large_a_file: 'The file is larger than {expected}.',
  no_header: 'The first row is already data: the columns are called Column 1, Column 2, … here.',
  header_only: 'The file has a header and no rows.',
  repaired_encoding: 'The text had been encoded twice and was repaired ({count} places).',
  guessed_encoding: 'The file was read as {received}.',
  unreadable_text: '{count} characters could not be read as {expected}.',
  nul_removed: '{count} NUL characters were removed.',
  duplicate_header: 'The column {received} appears more than once.',
  short_row: 'The row has {received} cells where the header has {expected}.',
  long_row: 'The row has {received} cells where the header has {expected}; the surplus is ignored.',
  mended_row:
    'The row has {received} cells where the header has {expected}; they were put under the columns they look like.',
  narrow_header: 'The header has {received} names where the rows have {expected} cells.',
  repeated_header: 'The header stands in the file again; that row was left out.',
  total_row: 'The row holds totals and was left out.',
  note_row: 'The row is a note below the table and was left out.',
  second_table: 'A second table begins in row {row}; its {count} rows were left out.',
  unclosed_quote: 'A quoted cell is never closed.',
  stray_quote: 'A quoted cell holds a quote that is not doubled; it was kept.',
  broken_workbook: 'The workbook cannot be read: {received}.',
  no_such_sheet: 'The workbook has no sheet {received}.',
  several_sheets: 'The workbook has {count} sheets; {received} was read, not {others}.',
  error_cells: '{count} cells hold errors such as {received}; they are blank here.',
  uncomputed_cells: '{count} formulas have no value; they are blank here.',
  nothing_mapped: 'No column matches a field of {entity}.',
  unmapped_required: 'No column gives {field}, which is required.',
  no_such_column: 'There is no column {received} in the file.',
  mapped_twice: 'Two columns are mapped to {field}.',
  // a column of a file
  ambiguous_dates: 'The dates of {field} can be read day first or month first; {expected} was taken.',
  ambiguous_numbers: 'The numbers of {field} can be read in two ways; {expected} was taken.',
  mixed_dates: 'The dates of {field} are written both day first and month first; {expected} was taken.',
  // a cell of a file
  negative_amount: '{field} is negative: {received}.',
  unpriced: '{field} is empty or zero.',
  other_currency: '{field} is in {received}, not in {expected}.',
} as const satisfies Readonly<Record<string, string>>;

/** A code of the catalogue. */
export type IssueCode = keyof typeof ISSUE_MESSAGES;

/**
 * Builds an issue and words its English message from the catalogue; a code that is not in it needs a `message`,
 * else the code itself is the message.
 */
export function issue(
  code: IssueCode | (string & {}),
  path: readonly (string | number)[],
  { severity = 'error', message, expected, received, remedy, params }: IssueDetails = {},
): Issue {
  const template = message ?? (Object.hasOwn(ISSUE_MESSAGES, code) ? ISSUE_MESSAGES[code as IssueCode] : code);
  return {
    code,
    severity,
    path,
    message: fill(template, { ...params, field: fieldOf(path), expected, received }),
    ...(expected === undefined ? {} : { expected }),
    ...(received === undefined ? {} : { received }),
    ...(remedy === undefined ? {} : { remedy }),
    ...(params === undefined ? {} : { params }),
  };
}

/** A checked value that is good, with the warnings found on the way. */
export function good<T>(value: T, issues: readonly Issue[] = []): Checked<T> {
  return { ok: true, value, issues };
}

/** A checked value that is bad: at least one of the issues is an error. */
export function bad(issues: readonly Issue[]): { readonly ok: false; readonly issues: readonly Issue[] } {
  return { ok: false, issues };
}

/** Whether one of the issues is an error. */
export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some((one) => one.severity === 'error');
}

function fieldOf(path: readonly (string | number)[]): string {
  return path.findLast((step): step is string => typeof step === 'string') ?? 'The value';
}

function fill(template: string, values: Readonly<Record<string, string | number | undefined>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? whole : String(value);
  });
}
