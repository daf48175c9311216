import { isDatabaseError } from '../database/errors.ts';

/** Why a job failed: a code that stays, and a sentence for whoever runs the tenant. Holds nobody's data. */
export interface Reason {
  readonly code: string;
  readonly message: string;
}

/** What a job throws when it knows why it cannot be done now. It is tried again. */
export class JobFault extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'JobFault';
    this.code = code;
  }
}

/** What is kept of an error: sentences of ours; of anything else only that it happened, as its text may hold what nobody should read. */
export const reasonOf = (error: unknown): Reason => {
  if (error instanceof JobFault) return { code: error.code, message: error.message };
  if (isDatabaseError(error)) return { code: error.code, message: error.message };
  return { code: 'internal', message: 'Something went wrong in the server; its log says what.' };
};

/** The reason out of what was kept of a failure; what the library noted itself is a job that took too long, or whose server died. */
export const readReason = (output: unknown): Reason => {
  if (typeof output === 'object' && output !== null && 'code' in output && 'message' in output) {
    const { code, message } = output;
    if (typeof code === 'string' && typeof message === 'string') return { code, message };
  }
  return { code: 'no_answer', message: 'It took too long, or the server ended while it was at it.' };
};
