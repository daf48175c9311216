import { type Entity, labelIn, type Source } from '@sluice/core';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A record that a link may lead to. */
export interface Target {
  readonly id: string;
  readonly title: string;
}

/** How many targets a list shows. */
const MOST = 20;

/** Looks for records by their words while somebody types; an answer that comes after a newer question is dropped. */
export class LinkSearch implements ReactiveController {
  targets: readonly Target[] = [];
  state: 'idle' | 'searching' | 'found' | 'failed' = 'idle';
  #host: ReactiveControllerHost;
  #asked = 0;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.forget();
  }

  /** Forgets what was found; answers on their way are dropped. */
  forget(): void {
    this.#asked += 1;
    this.targets = [];
    this.state = 'idle';
    this.#host.requestUpdate();
  }

  /** Asks the source for records of an entity whose text has these words; all by title when there are none. */
  async ask(source: Source, entity: Entity, words: string): Promise<void> {
    const turn = ++this.#asked;
    this.state = 'searching';
    this.#host.requestUpdate();
    const title = entity.title.name;
    const text = words.trim();
    const found = await source
      .list({ entity: entity.name, sort: [title], limit: MOST, ...(text === '' ? {} : { search: text }) })
      .catch(() => null);
    if (turn !== this.#asked) return;
    this.state = found?.ok ? 'found' : 'failed';
    this.targets = found?.ok
      ? found.value.items.map((record) => ({ id: record.id, title: titleOf(entity, record.values[title]) }))
      : [];
    this.#host.requestUpdate();
  }
}

function titleOf(entity: Entity, value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : labelIn(entity.label, 'en');
}

/** The titles of linked records, by id: what a form shows for the links it was given. Records that are gone are left out. */
export async function titlesOf(
  source: Source,
  entity: Entity,
  ids: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const records = await Promise.all(ids.map((id) => source.get(entity.name, id).catch(() => null)));
  return Object.fromEntries(
    records.flatMap((record) =>
      record ? [[record.id, titleOf(entity, record.values[entity.title.name])] as const] : [],
    ),
  );
}
