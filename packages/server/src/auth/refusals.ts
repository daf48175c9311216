import type { Refusal } from '../routes/problem.ts';

/** The one answer to a sign-in that is not right, whatever is wrong with it. */
export const WRONG_SIGN_IN: Refusal = {
  status: 401,
  code: 'wrong_sign_in',
  detail: 'The e-mail address and the password do not go together here.',
  remedy: 'Look for typing mistakes, or ask for a link to set a new password.',
};

/** A refresh token that is not one, not any more, or was used twice. */
export const SIGNED_OUT: Refusal = {
  status: 401,
  code: 'signed_out',
  detail: 'This session has ended.',
  remedy: 'Sign in again.',
};

/** A single-use link that is not one, not any more, or was used. */
export const LINK_SPENT: Refusal = {
  status: 409,
  code: 'link_spent',
  detail: 'This link was used already, is too old, or was never given out.',
  remedy: 'Ask for a new one.',
};

/** A password that is not taken. */
export const weakPassword = (detail: string): Refusal => ({
  status: 422,
  code: 'weak_password',
  detail,
  remedy: 'Take several words that nobody would guess together; a password manager makes good ones.',
});

/** Too many tries. */
export const wait = (seconds: number): Refusal => ({
  status: 429,
  code: 'too_many_tries',
  detail: 'This was tried too often.',
  remedy: `Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'}, then try again.`,
  headers: { 'Retry-After': String(seconds) },
});

/** More sign-ins at once than the server takes. */
export const BUSY: Refusal = {
  status: 503,
  code: 'busy',
  detail: 'Too many people sign in at this moment.',
  remedy: 'Try again in a few seconds.',
  headers: { 'Retry-After': '3' },
};

/** A tenant to which nobody is let in at the moment. */
export const SUSPENDED: Refusal = {
  status: 403,
  code: 'tenant_suspended',
  detail: 'Whoever runs this server has suspended this tenant.',
  remedy: 'Ask whoever runs the server; what is kept is kept.',
};
