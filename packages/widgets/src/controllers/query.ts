import type { Answer, Issue, Query } from '@sluice/core';
import type { ReactiveController } from 'lit';
import { SluiceElement } from '../element.ts';
import type { Problem } from '../problem.ts';
import { Inquiry } from './inquiry.ts';
import { narrowed } from './narrowed.ts';

/**
 * The answer to an element's query, kept up to date: it is asked again when the query, the filters of the app, the data or the source
 * change. `ask` is called before every rendering; the filters of the app are added to what it returns.
 */
export class QueryController implements ReactiveController {
  readonly #inquiry: Inquiry<Query, Answer>;

  /** `except` names the element's own dimension: filters on it do not limit the element itself. */
  constructor(host: SluiceElement, ask: () => Query | null, { except }: { readonly except?: () => string } = {}) {
    this.#inquiry = new Inquiry<Query, Answer>(
      {
        session: () => SluiceElement.sessionOf(host),
        tongue: () => SluiceElement.tongueOf(host),
        question: (session) => narrowed(ask(), session, except?.()),
        changed: () => host.requestUpdate(),
        homeless: () => customElements.get('sluice-app') !== undefined,
      },
      (source, query) => source.measure(query),
    );
    host.addController(this);
  }

  /** The last answer; it stays while the next one is under way. */
  get answer(): Answer | null {
    return this.#inquiry.answer;
  }
  /** The query as it was asked, with the filters of the app. */
  get query(): Query | null {
    return this.#inquiry.asked;
  }
  /** What is doubtful about the answer. */
  get issues(): readonly Issue[] {
    return this.#inquiry.issues;
  }
  /** Why there is no (new) answer. */
  get problem(): Problem | null {
    return this.#inquiry.problem;
  }
  /** Whether an answer is under way. */
  get loading(): boolean {
    return this.#inquiry.loading;
  }

  /** Asks again, after a problem. */
  retry(): void {
    this.#inquiry.retry();
  }

  hostUpdate(): void {
    this.#inquiry.look();
  }
}
