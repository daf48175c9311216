import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SHORTEST = 32;

/** The secret cannot be read or kept. `remedy` is a sentence for the operator. */
export class SecretError extends Error {
  readonly remedy: string;
  constructor(message: string, remedy: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SecretError';
    this.remedy = remedy;
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/**
 * The secret that signs tokens: `given` (SLUICE_SECRET), or the one kept in the data folder, made at the first use and readable by nobody
 * else. Two commands that start together end up with the same one. Throws `SecretError`.
 */
export const secretFrom = (folder: string, given: string | undefined): Uint8Array => {
  if (given !== undefined) return new TextEncoder().encode(given);
  const file = join(folder, 'secret');
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, randomBytes(48).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw unkept(file, error);
  }
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw unkept(file, error);
  }
  if (text.length >= SHORTEST) return new TextEncoder().encode(text);
  throw new SecretError(
    `The secret in ${file} is too short to be safe.`,
    'Delete the file: a new secret is made, and everybody signs in again.',
  );
};

const unkept = (file: string, cause: unknown): SecretError =>
  new SecretError(
    `The secret that signs tokens cannot be kept in ${file} (${codeOf(cause)}).`,
    'Make the data folder writable, set SLUICE_DATA to another folder, or give a secret as SLUICE_SECRET.',
    cause,
  );
