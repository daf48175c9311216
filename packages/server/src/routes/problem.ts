import type { Issue, WireProblem } from '@sluice/core';
import { SourceError } from '@sluice/core';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { isDatabaseError } from '../database/errors.ts';
import type { WireImport } from '../imports/wire.ts';
import type { Env } from './context.ts';
import { DESCRIBED, remedyOf } from './remedies.ts';

const TITLES = {
  400: 'The request cannot be read',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  405: 'No such method here',
  409: 'Not in this state',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'Not JSON',
  421: 'Not this server',
  422: 'Not valid',
  428: 'Say which version',
  429: 'Too many requests',
  500: 'A fault of the server',
  503: 'Not available at the moment',
} as const satisfies Partial<Record<ContentfulStatusCode, string>>;

/** The statuses with which the server refuses. */
export type RefusalStatus = keyof typeof TITLES;

/** Why something is refused. `code` is stable, `detail` a sentence, `remedy` what to do about it. */
export interface Refusal {
  readonly status: RefusalStatus;
  readonly code: string;
  readonly detail: string;
  readonly remedy: string;
  readonly issues?: readonly Issue[];
  readonly conflict?: NonNullable<WireProblem['conflict']>;
  /** A plan of an import as it is now. */
  readonly import?: WireImport;
  /** The tenants among which somebody has to choose. */
  readonly tenants?: readonly { readonly name: string; readonly label: string }[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal on its way to whoever asked. */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.detail);
    this.name = 'Refused';
    this.refusal = refusal;
  }
}

/** Ends a request with a refusal. */
export const refuse = (refusal: Refusal): never => {
  throw new Refused(refusal);
};

/** The one answer for whatever is not there: an unknown path, an unknown id and the id of another tenant look alike. */
export const NOT_FOUND: Refusal = {
  status: 404,
  code: 'not_found',
  detail: 'There is nothing here.',
  remedy: 'Check the address; GET /api/v1/openapi.json lists all there are.',
};

/** Without a valid token or session; the same words for every reason. */
export const UNKNOWN_SENDER: Refusal = {
  status: 401,
  code: 'not_signed_in',
  detail: 'This request carries no valid token or session.',
  remedy: 'Send "Authorization: Bearer …" with the output of "npm exec sluice -- token", or open a sign-in link.',
  headers: { 'WWW-Authenticate': 'Bearer realm="sluice"' },
};

/** Issues of what somebody sent: a name that is not there is a broken request, anything else a value that is not valid. */
export const invalid = (issues: readonly Issue[]): Refusal => {
  const errors = issues.filter((one) => one.severity === 'error');
  const first = errors[0];
  const kept = errors.find((one) => one.code === 'field_not_allowed');
  if (kept) return { status: 400, code: kept.code, detail: kept.message, remedy: remedyOf(kept), issues };
  const shape = errors.find((one) => one.code === 'no_such_field' || one.code === 'not_an_object');
  const detail = first?.message ?? 'What was sent is not valid.';
  const more = errors.length > 1 ? ` (${errors.length - 1} more)` : '';
  if (shape) {
    const code = shape.code === 'no_such_field' ? 'unknown_field' : 'bad_request';
    return { status: 400, code, detail: `${shape.message}${more}`, remedy: remedyOf(shape), issues };
  }
  const remedy = first ? remedyOf(first) : DESCRIBED;
  return { status: 422, code: 'not_valid', detail: `${detail}${more}`, remedy, issues };
};

/** Issues of a question: whatever is wrong with it, it was not asked. */
export const badQuestion = (issues: readonly Issue[]): Refusal => {
  const refusal = invalid(issues);
  return refusal.code === 'field_not_allowed' ? refusal : { ...refusal, status: 400, code: 'bad_query' };
};

const RETRY = { 'Retry-After': '2' };
const MISHAP: Refusal = {
  status: 500,
  code: 'internal',
  detail: 'Something went wrong in the server; it was noted.',
  remedy: 'Try again; if it happens again, tell whoever runs the server the requestId.',
};

/** What an error is to whoever asked. What it was inside stays in the log. */
export const refusalOf = (error: unknown): Refusal => {
  if (error instanceof Refused) return error.refusal;
  if (error instanceof SourceError)
    return { status: 503, code: error.code, detail: error.message, remedy: error.remedy, headers: RETRY };
  if (isDatabaseError(error)) {
    const { code, message, remedy } = error;
    const away = code === 'unavailable' || code === 'overloaded' || code === 'storage_full' || code === 'not_ready';
    if (away) return { status: 503, code, detail: message, remedy, headers: RETRY };
    if (code === 'unknown_outcome') return { status: 503, code, detail: message, remedy };
  }
  if (error instanceof HTTPException && error.status in TITLES) {
    const status = error.status as RefusalStatus;
    return status === 503
      ? { status, code: 'timeout', detail: error.message, remedy: 'Ask for less, or look whether it was done.' }
      : { status, code: 'bad_request', detail: error.message, remedy: DESCRIBED };
  }
  return MISHAP;
};

/** Writes a refusal as problem details (RFC 9457). */
export const problem = (c: Context<Env>, refusal: Refusal): Response => {
  const { status, code, detail, remedy, issues, conflict, import: plan, tenants, headers = {} } = refusal;
  c.set('refusal', code);
  const body: WireProblem & Pick<Refusal, 'import' | 'tenants'> = {
    type: `urn:sluice:problem:${code}`,
    title: TITLES[status],
    status,
    detail,
    code,
    instance: c.req.path,
    requestId: c.get('requestId') ?? '',
    remedy,
    ...(issues === undefined ? {} : { issues }),
    ...(conflict === undefined ? {} : { conflict }),
    ...(plan === undefined ? {} : { import: plan }),
    ...(tenants === undefined ? {} : { tenants }),
  };
  return c.body(JSON.stringify(body), status, { ...headers, 'Content-Type': 'application/problem+json' });
};
