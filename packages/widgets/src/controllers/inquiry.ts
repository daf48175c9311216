import { type Checked, type Issue, SourceError } from '@sluice/core';
import type { Source } from '@sluice/core';
import { type Problem, problemOf } from '../problem.ts';
import type { Session } from './session.ts';
import { turn } from './turns.ts';

/** What an inquiry needs to know of whoever asks. */
export interface Asker<Q> {
  readonly session: () => Session | undefined;
  /** The language in which problems are worded. */
  readonly tongue: () => string;
  /** The question, as it stands now; null while there is none. */
  readonly question: (session: Session) => Q | null;
  /** Called when there is news to show. */
  readonly changed: () => void;
  /** Whether no session will come: the element stands in no app. */
  readonly homeless: () => boolean;
}

/**
 * A question that is asked again whenever it, the data or the source has changed. The last answer stays while the next one is under
 * way, and of several the last question wins.
 */
export class Inquiry<Q, A> {
  /** The last answer; null until there is one. */
  answer: A | null = null;
  /** What is doubtful about the answer. */
  issues: readonly Issue[] = [];
  /** The question that was asked last. */
  asked: Q | null = null;
  /** Why there is no (new) answer. */
  problem: Problem | null = null;
  /** Whether an answer is under way. */
  loading = false;

  #key: string | null = null;
  #source: Source | null = null;
  readonly #asker: Asker<Q>;
  readonly #put: (source: Source, question: Q) => Promise<Checked<A>>;

  /** `put` puts the question to a source. */
  constructor(asker: Asker<Q>, put: (source: Source, question: Q) => Promise<Checked<A>>) {
    this.#asker = asker;
    this.#put = put;
  }

  /** Asks, when there is something new to ask. Called before every rendering. */
  look(): void {
    const session = this.#asker.session();
    const source = session?.source ?? null;
    if (!session || !source) {
      this.#stop();
      this.problem = session
        ? session.problem
        : this.#asker.homeless()
          ? problemOf(new SourceError('no_app', 'There is no app.', ''), this.#asker.tongue())
          : null;
      this.loading = this.problem === null;
      return;
    }
    const question = this.#asker.question(session);
    const key = question === null ? null : JSON.stringify([session.dataRevision, session.today, question]);
    if (key === this.#key && source === this.#source) return;
    if (source !== this.#source) this.answer = null;
    this.#key = key;
    this.#source = source;
    this.asked = question;
    if (question === null) {
      this.answer = null;
      this.issues = [];
      this.problem = null;
      this.loading = false;
    } else {
      this.loading = true;
      void this.#ask(source, question, key);
    }
  }

  /** Asks again, after a problem. */
  retry(): void {
    const session = this.#asker.session();
    if (session && !session.source) void session.retry();
    this.#key = null;
    this.#source = session?.source ?? null;
    this.#asker.changed();
  }

  #stop(): void {
    this.#key = null;
    this.#source = null;
    this.asked = null;
    this.answer = null;
    this.issues = [];
  }

  async #ask(source: Source, question: Q, key: string | null): Promise<void> {
    const current = (): boolean => key === this.#key && source === this.#source;
    await turn();
    if (!current()) return;
    let failure: unknown;
    try {
      const answer = await this.#put(source, question);
      if (!current()) return;
      if (answer.ok) {
        this.answer = answer.value;
        this.issues = answer.issues;
      } else failure = answer.issues;
    } catch (thrown) {
      failure = thrown ?? new Error('The source failed without a reason.');
    }
    if (!current()) return;
    this.problem = failure === undefined ? null : problemOf(failure, this.#asker.tongue());
    this.loading = false;
    this.#asker.changed();
  }
}
