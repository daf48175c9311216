import type { CSSResultGroup, PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { SluiceElement } from '../../element.ts';
import { accountMessages } from '../../locales/messages/login.ts';
import { type Problem, problemOf } from '../../problem.ts';
import { type Answered, type Asking, askingAt, type Declined } from '../../sources/answered.ts';
import { cardStyles } from '../../styles/card.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import { hostOf } from './host.ts';

const isKnown = (code: string): code is keyof typeof accountMessages => Object.hasOwn(accountMessages, code);

/**
 * What the elements stand on that manage a tenant rather than show its records: a server to ask, once when they are first shown and
 * again when somebody else signs in, and one sentence about what was just done or refused.
 */
export abstract class DeskElement extends SluiceElement {
  static override styles: CSSResultGroup = [SluiceElement.styles, controlStyles, skeletonStyles, cardStyles];

  /** The server, `https://…/api/v1`; that of its app when left out. */
  @property() source = '';
  /** What the card is called. */
  @property() label = '';
  /** What speaks to the server, for pages that have a way of their own; over `source` when left out. */
  @property({ attribute: false }) asking: Asking | null = null;

  /** Why there is nothing to show. */
  @state() protected problem: Problem | null = null;
  /** What was just done, or why it was not. */
  @state() protected note: { readonly text: string; readonly bad: boolean } | null = null;
  @state() protected busy = false;
  @state() protected loaded = false;
  private asked: string | null = null;

  /** Asks for everything that is shown. */
  protected abstract load(ask: Asking): Promise<void>;

  /** Asks the server again. */
  async reload(): Promise<void> {
    this.problem = null;
    await this.during(async (ask) => {
      await this.load(ask);
      this.loaded = this.problem === null;
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const key = `${this.address} ${this.session?.status ?? ''}`;
    if ((this.asking || this.address !== '') && key !== this.asked && this.session?.status !== 'loading') {
      this.asked = key;
      void this.reload();
    }
    this.setState(this.problem ? 'error' : this.loaded ? 'ready' : 'loading');
  }

  private get address(): string {
    return this.source || (hostOf(this, this.app)?.source ?? '');
  }

  /** Does something with the server; while it lasts nothing else is begun, and what goes wrong is told. */
  protected async during(work: (ask: Asking) => Promise<void>): Promise<void> {
    const { headers } = hostOf(this, this.app) ?? {};
    this.busy = true;
    this.note = null;
    try {
      await work(this.asking ?? askingAt(this.address, headers ? { headers } : {}));
    } catch (failure) {
      const problem = problemOf(failure, this.tongue);
      if (this.loaded) this.note = { text: `${problem.message} ${problem.remedy ?? ''}`.trim(), bad: true };
      else this.problem = problem;
    }
    this.busy = false;
  }

  /** Whether an answer is one; a refusal becomes the note below what is shown, or stands in its place while nothing is. */
  protected settled<T>(answer: Answered<T>): answer is Exclude<Answered<T>, Declined> {
    if (answer.ok) return true;
    const { code, detail, remedy } = answer;
    const message = this.worded(answer);
    if (this.loaded) this.note = { text: message, bad: true };
    else this.problem = isKnown(code) ? { code, message } : { code, message: detail, remedy };
    return false;
  }

  /** A refusal in the reader's language, where its code is known. */
  protected worded({ code, detail, remedy }: Declined): string {
    return isKnown(code) ? this.say(accountMessages)(code) : `${detail} ${remedy}`.trim();
  }

  protected readonly again = (): void => void this.reload();
}
