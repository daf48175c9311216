import { CSSResult, type ReactiveController } from 'lit';
import { SluiceElement } from '../element.ts';
import { type Problem, problemOf } from '../problem.ts';
import { loaded } from '../sources/failure.ts';

/**
 * A part of an element that is loaded when somebody first wants it: what it has, or why it cannot be had. The element renders again
 * whenever that changes, with the look of what the part renders: its `partStyles`, where it has some.
 */
export class Part<T extends object> implements ReactiveController {
  content: T | null = null;
  problem: Problem | null = null;
  readonly #host: SluiceElement;
  readonly #load: () => Promise<T>;
  #coming: Promise<T | null> | null = null;

  constructor(host: SluiceElement, load: () => Promise<T>) {
    this.#host = host;
    this.#load = load;
    host.addController(this);
  }

  hostConnected(): void {}

  /** Loads it, once; what could not be loaded is tried again when it is next wanted. Null when it cannot be had. */
  want(): Promise<T | null> {
    this.#coming ??= this.#fetch();
    return this.#coming;
  }

  async #fetch(): Promise<T | null> {
    this.problem = null;
    try {
      this.content = await loaded(this.#load());
      if ('partStyles' in this.content) this.#dress(this.content.partStyles);
    } catch (failure) {
      this.problem = problemOf(failure, SluiceElement.tongueOf(this.#host));
      this.#coming = null;
    }
    this.#host.requestUpdate();
    return this.content;
  }

  #dress(styles: unknown): void {
    const root = this.#host.renderRoot;
    if (styles instanceof CSSResult && styles.styleSheet && root instanceof ShadowRoot)
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, styles.styleSheet];
  }
}
