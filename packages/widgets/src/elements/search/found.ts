import { labelIn, marked, type MarkedPart, type SearchAnswer, type SearchHit, searchAll } from '@sluice/core';
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { Session } from '../../controllers/session.ts';
import { searchMessages } from '../../locales/messages/search.ts';
import { sayIn } from '../../locales/words.ts';
import { type Problem, problemOf } from '../../problem.ts';

export { foundStyles as partStyles } from './found.styles.ts';

/** One record of what was found, with the entity it is of. */
export interface FoundRecord {
  readonly entity: string;
  readonly hit: SearchHit;
}

/** Looks for records of every entity while somebody types; an answer that comes after a newer question is dropped. */
export class FoundRecords implements ReactiveController {
  answer: SearchAnswer | null = null;
  problem: Problem | null = null;
  searching = false;
  /** The place of the record that the keyboard stands on; −1 for none. */
  active = -1;
  readonly #host: ReactiveControllerHost;
  #asked = 0;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.forget();
  }

  /** The records in the order they are shown. */
  get records(): readonly FoundRecord[] {
    return (this.answer?.groups ?? []).flatMap(({ entity, hits }) => hits.map((hit) => ({ entity, hit })));
  }

  forget(): void {
    this.#asked += 1;
    this.answer = null;
    this.problem = null;
    this.searching = false;
    this.active = -1;
    this.#host.requestUpdate();
  }

  async ask(session: Session, text: string, entities: readonly string[], limit: number): Promise<void> {
    const turn = ++this.#asked;
    const { source } = session;
    if (!source) return;
    this.searching = true;
    this.#host.requestUpdate();
    const names = entities.flatMap((word) => source.model.named(word)?.name ?? []);
    try {
      const answer = await searchAll(source, { text, limit, ...(names.length > 0 ? { entities: names } : {}) });
      if (turn !== this.#asked) return;
      this.answer = answer;
      this.problem = null;
    } catch (failure) {
      if (turn !== this.#asked) return;
      this.problem = problemOf(failure, session.locale);
    }
    this.searching = false;
    this.active = this.records.length > 0 ? 0 : -1;
    this.#host.requestUpdate();
  }

  /** Moves the keyboard's place: by steps, round at the ends, or to an end. */
  move(to: 'next' | 'previous' | 'first' | 'last'): void {
    const { length } = this.records;
    if (length === 0) return;
    const places = {
      next: (this.active + 1) % length,
      previous: (this.active + length - 1) % length,
      first: 0,
      last: length - 1,
    };
    this.active = this.active < 0 && to === 'previous' ? length - 1 : places[to];
    this.#host.requestUpdate();
  }
}

/** A press on what was found leaves the focus where somebody types. */
const stay = (event: Event): void => event.preventDefault();

const parts = (text: string, search: string): readonly (TemplateResult | string)[] =>
  marked(text, search).map((part: MarkedPart) => (part.hit ? html`<mark>${part.text}</mark>` : part.text));

/** What was found, by entity: a list box below the input. */
export const renderFound = (
  { answer, problem, searching, active, records }: FoundRecords,
  {
    session,
    tongue,
    open,
  }: { readonly session: Session; readonly tongue: string; readonly open: (record: FoundRecord) => void },
): TemplateResult => {
  const say = sayIn(searchMessages, tongue);
  const model = session.model;
  let place = -1;
  return html`<div class="found" part="results" @mousedown=${stay}>
    ${problem ? html`<p class="none" role="alert">${problem.message} ${problem.remedy ?? nothing}</p>` : nothing}
    <div id="found" role="listbox" aria-label=${say('results')} aria-busy=${searching ? 'true' : 'false'}>
      ${(answer?.groups ?? []).map(({ entity: name, total, hits }) => {
        const entity = model?.find(name);
        const more = total - hits.filter(({ rank }) => rank !== 'near').length;
        return html`<div class="group" role="group" aria-labelledby=${`group-${name}`} part="group">
          <div class="heading" id=${`group-${name}`} role="presentation">
            <span>${entity ? labelIn(entity.plural, tongue) : name}</span>
            ${more > 0 ? html`<span class="rest">${say('more', { count: more })}</span>` : nothing}
          </div>
          ${hits.map((hit) => {
            place += 1;
            const at = place;
            const field = hit.found ? entity?.field(hit.found.field) : undefined;
            return html`<div
              class="hit"
              part="hit"
              id=${`hit-${at}`}
              role="option"
              aria-selected=${at === active ? 'true' : 'false'}
              @click=${() => open({ entity: name, hit })}
            >
              <span class="name">${parts(hit.title || '—', answer?.text ?? '')}</span>
              ${hit.rank === 'near' ? html`<span class="near">${say('near')}</span>` : nothing}
              ${
                hit.found
                  ? html`<span class="where">
                      ${field ? html`<span class="field">${labelIn(field.label, tongue)}</span>` : nothing}
                      ${parts(hit.found.text, answer?.text ?? '')}
                    </span>`
                  : nothing
              }
            </div>`;
          })}
        </div>`;
      })}
    </div>
    ${answer && records.length === 0 && !searching ? html`<p class="none">${say('nothing')}</p>` : nothing}
    <span class="spoken" role="status">
      ${searching ? say('searching') : answer ? say('count', { count: records.length }) : nothing}
    </span>
  </div>`;
};
