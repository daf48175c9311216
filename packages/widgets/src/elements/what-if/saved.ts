import {
  type Checked,
  type Json,
  readScenario,
  scenarioFromAddress,
  scenarioToAddress,
  type Source,
  type Value,
  writeScenario,
} from '@sluice/core';
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { Session } from '../../controllers/session.ts';
import { savedMessages } from '../../locales/messages/saved.ts';
import { sayIn } from '../../locales/words.ts';

/** The entity that keeps scenarios. */
const KEEPS = 'scenario';

/** A scenario somebody saved: its name, and its levers as addresses have them. */
export interface SavedScenario {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly word: string;
}

/** What saves and opens scenarios: the element. */
interface Host {
  readonly session: Session | undefined;
  readonly tongue: string;
  readonly about: string;
  readonly word: string;
  readonly name: string;
  readonly open: (scenario: SavedScenario) => void;
  readonly changed: () => void;
}

/** The scenarios saved about an entity, by name. What cannot be read as one any more is left out. */
export const savedIn = async (source: Source, about: string, currency: string): Promise<readonly SavedScenario[]> => {
  const listed = await source.list({
    entity: KEEPS,
    filters: [{ field: 'about', op: 'in', values: [about] }],
    sort: ['name'],
    limit: 1000,
  });
  return (listed.ok ? listed.value.items : []).flatMap(({ id, version, values }): readonly SavedScenario[] => {
    const read = readScenario(values['levers'], currency);
    return read.ok ? [{ id, version, name: values['name'] as string, word: scenarioToAddress(read.value) }] : [];
  });
};

/** Keeps a scenario under a name; the one that has the name already is replaced. Reports what the source refuses, and a word that is no scenario. */
export const saveScenario = async (
  source: Source,
  {
    about,
    name,
    word,
    currency,
  }: { readonly about: string; readonly name: string; readonly word: string; readonly currency: string },
): Promise<Checked<null>> => {
  const scenario = scenarioFromAddress(word);
  if (!scenario.ok) return scenario;
  const values: Readonly<Record<string, Value>> = {
    name,
    about,
    levers: writeScenario(scenario.value, currency) as unknown as Json,
  };
  const known = (await savedIn(source, about, currency)).find((one) => one.name === name);
  const written = known ? await source.change(KEEPS, known.id, values, known) : await source.create(KEEPS, values);
  return written.ok ? { ok: true, value: null, issues: [] } : { ok: false, issues: written.issues };
};

/** The saved scenarios of an element: a list to open one from, and a button that keeps the current one. Nothing where the model keeps none. */
export class SavedScenarios implements ReactiveController {
  #list: readonly SavedScenario[] = [];
  #key = '';
  #said = '';
  readonly #host: () => Host;

  constructor(host: () => Host) {
    this.#host = host;
  }

  hostUpdate(): void {
    const { session, about } = this.#host();
    const key = `${about} ${String(session?.dataRevision)} ${session?.asOf ?? ''}`;
    if (key === this.#key || !this.#source || about === '') return;
    this.#key = key;
    void this.#read();
  }

  render(): TemplateResult | typeof nothing {
    const source = this.#source;
    const { tongue, word, name } = this.#host();
    if (!source || (!source.writable && this.#list.length === 0)) return nothing;
    const say = sayIn(savedMessages, tongue);
    return html`<div class="actions" part="saved">
      ${
        this.#list.length === 0
          ? nothing
          : html`<label class="stacked">${say('open')}
              <select class="input" @change=${this.#open}>
                <option value="">${say('choose')}</option>
                ${this.#list.map((one) => html`<option value=${one.id}>${one.name}</option>`)}
              </select>
            </label>`
      }
      ${
        source.writable
          ? html`<button class="button" type="button" ?disabled=${word === '' || name === ''} @click=${this.#save}>
              ${say('save')}
            </button>`
          : nothing
      }
      <span class="note" role="status">${this.#said}</span>
    </div>`;
  }

  get #source(): Source | null {
    const source = this.#host().session?.source ?? null;
    return source?.model.find(KEEPS) ? source : null;
  }

  async #read(): Promise<void> {
    const { session, about, changed } = this.#host();
    const source = this.#source;
    if (!source || !session) return;
    try {
      this.#list = await savedIn(source, about, session.currency);
    } catch {
      this.#list = [];
    }
    changed();
  }

  readonly #open = (event: Event): void => {
    if (!(event.target instanceof HTMLSelectElement)) return;
    const { value } = event.target;
    const found = this.#list.find(({ id }) => id === value);
    event.target.value = '';
    if (found) this.#host().open(found);
  };

  readonly #save = async (): Promise<void> => {
    const { session, tongue, about, word, name, changed } = this.#host();
    const source = this.#source;
    if (!source || !session) return;
    const say = sayIn(savedMessages, tongue);
    try {
      const done = await saveScenario(source, { about, name, word, currency: session.currency });
      this.#said = done.ok ? say('saved', { name }) : (done.issues[0]?.message ?? say('failed'));
    } catch {
      this.#said = say('failed');
    }
    await this.#read();
    changed();
  };
}
