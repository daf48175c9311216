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
  unknownField: '{received} is not a field of {entity}.',
  unknownEntity: '{received} is not an entity of this model.',
  readOnly: '{field} is computed and cannot be written.',
  wrongType: '{field} should be {expected}, not {received}.',
  tooSmall: '{field} is below {expected}.',
  tooLarge: '{field} is above {expected}.',
  tooLong: '{field} is longer than {expected} characters.',
  notANumber: '{field} is not a number: {received}.',
  notAnInteger: '{field} is not a whole number: {received}.',
  notExact: '{field} has more decimals than its currency: {received}.',
  notMoney: '{field} is not an amount: {received}.',
  notAPercent: '{field} is not a percentage between 0 and 100: {received}.',
  notADate: '{field} is not a date of the calendar: {received}.',
  notAnInstant: '{field} is not a point in time: {received}.',
  notAFlag: '{field} is neither yes nor no: {received}.',
  notAnEmail: '{field} is not an e-mail address: {received}.',
  notAPhone: '{field} is not a telephone number: {received}.',
  notAUrl: '{field} is not a web address: {received}.',
  notAnId: '{field} is not an identifier: {received}.',
  notAnOption: '{field} has no option {received}.',
  notAStage: '{field} has no stage {received}.',
  notACurrency: '{received} is not an ISO 4217 currency.',
  notALink: '{field} links to nothing known: {received}.',
  notUnique: '{field} is already used by another record: {received}.',
  negativeAmount: '{field} is negative: {received}.',
  unpriced: '{field} is empty or zero.',
  mixedCurrencies: 'Amounts in several currencies cannot be added: {received}.',
  // a file
  emptyFile: 'The file is empty.',
  notATable: 'The file is {received}, not a table of text.',
  headerOnly: 'The file has a header and no rows.',
  noHeader: 'The file has no header row.',
  repairedEncoding: 'The text had been encoded twice and was repaired ({count} places).',
  unreadableText: 'Some characters could not be read as {expected}.',
  duplicateHeader: 'The header {received} appears more than once.',
  shortRow: 'The row has {received} cells where the header has {expected}.',
  longRow: 'The row has {received} cells where the header has {expected}; the surplus is ignored.',
  unclosedQuote: 'A quoted cell is never closed.',
  nothingMapped: 'No column matches a field of {entity}.',
  unmappedRequired: 'No column gives {field}, which is required.',
  unmappedColumn: 'The column {received} matches no field and is left out.',
  unknownColumn: 'There is no column {received} in the file.',
  ambiguousDates: 'The dates can be read day first or month first; {expected} was taken.',
  nearMiss: '{received} is close to {expected}.',
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
