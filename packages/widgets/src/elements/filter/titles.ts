import { type Condition, type Entity, type Model, type Source, UNKNOWN } from '@sluice/core';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { titlesOf } from '../field/link-search.ts';
import { fieldAt } from './words.ts';

/** Learns how linked records are called that filters name by their id: those of an address, for one. */
export class TitlesController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #known = new Map<string, string>();
  readonly #asked = new Set<string>();
  #source: Source | null = null;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  /** The title of a linked record, "—" when it is gone; undefined while nobody knows. */
  of(id: string): string | undefined {
    return this.#known.get(id);
  }

  /** Asks for the titles of the records that the filters name, unless they are known. */
  look(
    source: Source | null,
    { model, entity }: { readonly model: Model | null; readonly entity: Entity | undefined },
    filters: readonly Condition[],
  ): void {
    if (source !== this.#source) {
      this.#source = source;
      this.#known.clear();
      this.#asked.clear();
    }
    if (!source || !model || !entity) return;
    const wanted = new Map<Entity, string[]>();
    for (const { field: path, values } of filters) {
      const field = fieldAt(model, entity, path)?.field;
      const target = field?.to === undefined ? undefined : model.find(field.to);
      if (!target) continue;
      const ids = values.filter((value) => typeof value === 'string').filter((id) => !this.#asked.has(id));
      for (const id of ids) this.#asked.add(id);
      if (ids.length > 0) wanted.set(target, [...(wanted.get(target) ?? []), ...ids]);
    }
    for (const [target, ids] of wanted) void this.#learn(source, target, ids);
  }

  async #learn(source: Source, target: Entity, ids: readonly string[]): Promise<void> {
    const titles = await titlesOf(source, target, ids);
    if (source !== this.#source) return;
    for (const id of ids) this.#known.set(id, titles[id] ?? UNKNOWN);
    this.#host.requestUpdate();
  }
}
