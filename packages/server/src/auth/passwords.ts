import { hash, verify } from '@node-rs/argon2';
import { isCommon } from './common-passwords.ts';

/** argon2id as OWASP asks for it: 19 MiB, two passes, one lane; about 30 ms on one core. */
export const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const MARK = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`;

/** Fewer letters than this are refused; more than `LONGEST` bytes are not worth hashing. */
export const SHORTEST = 12;
export const LONGEST = 1024;

/** Too many passwords wait to be hashed already. */
export class TooBusy extends Error {
  constructor() {
    super('too many sign-ins at once');
    this.name = 'TooBusy';
  }
}

/** Runs few things at once and lets few wait; throws `TooBusy` for more, which `full` tells beforehand. */
export const narrow = (atOnce: number, waiting: number) => {
  let running = 0;
  const queue: (() => void)[] = [];
  const full = (): boolean => running >= atOnce && queue.length >= waiting;
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (full()) throw new TooBusy();
      // whoever ends hands its place on, so that `running` stays
      await new Promise<void>((resolve) => queue.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running -= 1;
    }
  };
  return Object.assign(inTurn, { full });
};

/** Hashes and checks passwords, a few at once. */
export interface Passwords {
  readonly hash: (password: string) => Promise<string>;
  /** Whether a password is the one of a hash; without a hash the same work is done and the answer is no. */
  readonly check: (kept: string | null, password: string) => Promise<boolean>;
  /** Whether the next one would be refused: nothing else need be done for it. */
  readonly full: () => boolean;
}

/** The same letters are the same password, however a keyboard composes them. */
const lettersOf = (password: string): Buffer => Buffer.from(password.normalize('NFC'), 'utf8');

/** Whether a hash was made with other parameters than today's. */
export const isOutdated = (kept: string): boolean => !kept.startsWith(MARK);

/** `atOnce` hashes at a time, `waiting` more in line. */
export const openPasswords = ({ atOnce = 2, waiting = 20 } = {}): Passwords => {
  const inTurn = narrow(atOnce, waiting);
  // what the password of nobody is compared with
  let nobody: Promise<string> | undefined;
  return {
    hash: (password) => inTurn(() => hash(lettersOf(password), PARAMETERS)),
    check: async (kept, password) => {
      nobody ??= hash('nobody has this password', PARAMETERS);
      const unknown = await nobody;
      const against = kept ?? unknown;
      const same = await inTurn(() => verify(against, lettersOf(password)).catch(() => false));
      return kept !== null && same;
    },
    full: inTurn.full,
  };
};

/** Why a password is not taken, as a sentence; null for one that is. `words`: what nobody may build theirs of (e-mail, tenant). */
export const refusalOfPassword = (password: string, words: readonly string[] = []): string | null => {
  const letters = [...password.normalize('NFC')];
  if (letters.length < SHORTEST) return `A password has at least ${SHORTEST} letters; this one has ${letters.length}.`;
  if (lettersOf(password).byteLength > LONGEST) return `A password has at most ${LONGEST} bytes.`;
  if (isCommon(password, words)) return 'This password is among those that are tried first.';
  return null;
};
