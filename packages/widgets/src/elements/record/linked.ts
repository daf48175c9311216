import { type Entity, type Follow, linksOf, type Model, type Rec, type Source } from '@sluice/core';
import type { Values } from './merge.ts';

/** Where linked records are looked for. */
interface Place {
  readonly source: Source;
  readonly entity: Entity;
}

/** The records that a form's values link to: for titles, and for formulas that look through a link. Each is read once. */
export class LinkedRecords {
  readonly #known = new Map<string, Rec>();
  readonly #asked = new Set<string>();
  readonly #came: () => void;

  /** `came` is called whenever one more is known. */
  constructor(came: () => void) {
    this.#came = came;
  }

  /** Finds one that is known. */
  readonly follow: Follow = (_entity, id) => this.#known.get(id);

  /** Reads those that these values link to. One that cannot be read stays unknown. */
  learn({ source, entity }: Place, values: Values): void {
    for (const { entity: to, id } of linksOf(entity, values)) {
      if (this.#asked.has(id)) continue;
      this.#asked.add(id);
      void this.#read(source, to, id);
    }
  }

  /** The titles of those that these values link to, by id. */
  titles({ source, entity }: Place, values: Values): Readonly<Record<string, string>> {
    return Object.fromEntries(
      linksOf(entity, values).flatMap(({ entity: to, id }) => {
        const record = this.#known.get(id);
        return record ? [[id, titleIn(source.model, to, record)] as const] : [];
      }),
    );
  }

  clear(): void {
    this.#known.clear();
    this.#asked.clear();
  }

  async #read(source: Source, entity: string, id: string): Promise<void> {
    const record = await source.get(entity, id).catch(() => null);
    if (!record || !this.#asked.has(id)) return;
    this.#known.set(id, record);
    this.#came();
  }
}

/** The title of a record; blank when it has none. */
export function titleIn(model: Model, entity: string, record: Rec): string {
  const value = record.values[model.find(entity)?.title.name ?? ''];
  return typeof value === 'string' ? value : '';
}
