import { type CSSResultGroup, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { jobReasons, jobsMessages } from '../../locales/messages/jobs.ts';
import type { Answered, Asking } from '../../sources/answered.ts';
import { type DeadJob, deadJobs, forgetJob, retryJob } from '../../sources/jobs.ts';
import { DeskElement } from '../login/desk-element.ts';
import { jobsStyles } from './jobs.styles.ts';

const KINDS = ['mail', 'webhook', 'daily', 'backup'] as const;
const isReason = (code: string): code is keyof typeof jobReasons => Object.hasOwn(jobReasons, code);

/**
 * What the server was to do while nobody waits and gave up: mails that nobody took, webhooks that nobody heard. Each with its reason, and
 * the way to try it once more or to forget it; for whoever runs the tenant.
 *
 * @tag sluice-jobs
 * @csspart base - the card
 * @csspart title - its heading
 * @csspart item - each job
 * @csspart note - what was just done, or why it was not
 * @csspart error - what stands there when the list cannot be had
 */
export class SluiceJobs extends DeskElement {
  static override styles: CSSResultGroup = [DeskElement.styles, jobsStyles];

  @state() private jobs: readonly DeadJob[] = [];

  protected override async load(ask: Asking): Promise<void> {
    const answer = await deadJobs(ask);
    if (this.settled(answer)) this.jobs = answer.value;
  }

  protected override render(): TemplateResult {
    const say = this.say(jobsMessages);
    return html`<section class="card" part="base" aria-labelledby="title" aria-busy=${this.busy ? 'true' : 'false'}>
      <h3 part="title" id="title" tabindex="-1">
        ${this.label || say('title')}${
          this.jobs.length > 0 ? html` <span class="count">${this.format.number(this.jobs.length)}</span>` : nothing
        }
      </h3>
      ${this.problem ? this.renderProblem(this.problem, this.again) : this.renderJobs()}
      <p class=${this.note?.bad ? 'note bad' : 'note'} part="note" role="status">${this.note?.text ?? ''}</p>
    </section>`;
  }

  private renderJobs(): TemplateResult {
    if (!this.loaded)
      return html`<ul class="apart" aria-hidden="true">
        ${[0, 1].map(() => html`<li><div><div class="skeleton line"></div><div class="skeleton line"></div></div></li>`)}
      </ul>`;
    if (this.jobs.length === 0) return html`<p class="muted">${this.say(jobsMessages)('none')}</p>`;
    return html`<ul class="apart">
      ${this.jobs.map((job) => this.renderJob(job))}
    </ul>`;
  }

  private renderJob(job: DeadJob): TemplateResult {
    const say = this.say(jobsMessages);
    const what = this.nameOf(job);
    const when = this.format.instant(job.endedAt);
    const { code, message } = job.reason;
    return html`<li part="item">
      <div>
        <p class="name">${what}</p>
        <p class="reason">${isReason(code) ? this.say(jobReasons)(code) : html`<bdi>${message}</bdi>`}</p>
        <p class="muted">${say('tried', { count: job.attempts, when })}</p>
      </div>
      <div class="actions">
        <button
          class="button"
          type="button"
          ?disabled=${this.busy}
          aria-label=${say('retryOf', { what, when })}
          @click=${() => this.settle(job, retryJob, 'retried')}
        >
          ${say('retry')}
        </button>
        <button
          class="button quiet"
          type="button"
          ?disabled=${this.busy}
          aria-label=${say('forgetOf', { what, when })}
          @click=${() => this.settle(job, forgetJob, 'forgotten')}
        >
          ${say('forget')}
        </button>
      </div>
    </li>`;
  }

  private nameOf({ kind }: DeadJob): string {
    const known = KINDS.find((one) => one === kind);
    return known ? this.say(jobsMessages)(known) : kind;
  }

  private async settle(
    { id }: DeadJob,
    work: (ask: Asking, id: string) => Promise<Answered<null>>,
    done: 'retried' | 'forgotten',
  ): Promise<void> {
    await this.during(async (ask) => {
      const answer = await work(ask, id);
      // one that is dead no longer, whoever saw to it, is not in the list any more
      if (!answer.ok && answer.code !== 'not_found') {
        this.settled(answer);
        return;
      }
      this.jobs = this.jobs.filter((one) => one.id !== id);
      this.note = { text: this.say(jobsMessages)(done), bad: false };
    });
    await this.updateComplete;
    // the button that had the focus is gone with its job
    const next =
      this.renderRoot.querySelector<HTMLElement>('li button') ?? this.renderRoot.querySelector<HTMLElement>('h3');
    next?.focus();
  }
}
