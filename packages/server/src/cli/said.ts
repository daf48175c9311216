import { BackupError } from '../backup/faults.ts';
import { isDatabaseError } from '../database/errors.ts';
import { SecretError } from '../auth/secret.ts';

/** What a command says and how it ends: 0 well, 1 what it met, 2 the words of the command. */
export interface Said {
  readonly code: 0 | 1 | 2;
  readonly out: string;
  readonly error: string;
}

/** A command that ended well. */
export const told = (out: string): Said => ({ code: 0, out, error: '' });

/** A command that did not. */
export const failed = (error: string, code: 1 | 2 = 1): Said => ({ code, out: '', error });

/** What the operator can do something about, as a sentence with its remedy; anything else is a fault of ours and thrown on. */
export const failure = (error: unknown): Said => {
  if (isDatabaseError(error) || error instanceof SecretError || error instanceof BackupError)
    return failed(`${error.message} ${error.remedy}`);
  throw error;
};
