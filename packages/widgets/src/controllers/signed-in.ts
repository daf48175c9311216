import type { Account, Grant } from '../sources/account.ts';

/** Part of a token's life after which a new one is asked for. */
const SHARE = 0.6;
const AGAIN = 15_000;

/**
 * Keeps a sign-in alive while the page is open: asks for a new access token in time, and says when the session has ended. Tokens stay
 * in memory: a page that is loaded again signs in again, unless its server's cookie speaks for it.
 */
export class SignedIn {
  #grant: Grant;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #account: Account;
  readonly #over: () => void;

  constructor(account: Account, grant: Grant, over: () => void) {
    this.#account = account;
    this.#grant = grant;
    this.#over = over;
    this.#wait(grant.expiresIn * 1000 * SHARE);
  }

  /** The latest that the server gave. */
  get grant(): Grant {
    return this.#grant;
  }

  /** For requests: the access token as a header. */
  readonly headers = (): Readonly<Record<string, string>> => ({ Authorization: `Bearer ${this.#grant.token}` });

  /** Lets the sign-in sleep, without ending it on the server. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Ends it, here and on the server. */
  async end(): Promise<void> {
    this.stop();
    await this.#account.signOut(this.#grant.refresh);
  }

  #wait(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#renew(), milliseconds);
  }

  async #renew(): Promise<void> {
    try {
      const answer = await this.#account.refresh(this.#grant.refresh);
      if (answer.ok) {
        this.#grant = answer.value;
        this.#wait(answer.value.expiresIn * 1000 * SHARE);
      } else if (answer.code === 'signed_out') this.#over();
      else this.#wait(AGAIN);
    } catch {
      // nobody was reached: the session is not over for that
      this.#wait(AGAIN);
    }
  }
}
