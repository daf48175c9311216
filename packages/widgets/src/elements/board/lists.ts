import type { Cell, ListQuery, Rec } from '@sluice/core';
import { ListController } from '../../controllers/list.ts';
import type { SluiceElement } from '../../element.ts';
import type { Problem } from '../../problem.ts';

/** The lists of a board: one for each column, made when the column is first seen. */
export class LaneLists {
  readonly #host: SluiceElement;
  readonly #ask: (key: Cell) => ListQuery | null;
  readonly #lists = new Map<Cell, ListController>();
  #of = '';
  #page = 0;

  /** `ask` gives the list of a column; null while the column is not shown. */
  constructor(host: SluiceElement, ask: (key: Cell) => ListQuery | null) {
    this.#host = host;
    this.#ask = ask;
  }

  /** Takes the columns as they are now. `of` names what they are columns of: other ones have other lists. */
  look(of: string, keys: readonly Cell[], page: number): void {
    if (of !== this.#of || page !== this.#page) {
      for (const list of this.#lists.values()) this.#host.removeController(list);
      this.#lists.clear();
    }
    this.#of = of;
    this.#page = page;
    for (const [key, list] of this.#lists)
      if (!keys.includes(key)) {
        this.#host.removeController(list);
        this.#lists.delete(key);
      }
    for (const key of keys)
      if (!this.#lists.has(key)) this.#lists.set(key, new ListController(this.#host, () => this.#ask(key), { page }));
  }

  /** The list of a column. */
  of(key: Cell): ListController | undefined {
    return this.#lists.get(key);
  }
  /** The first records of a column; null while they are on their way. */
  records(key: Cell, limit: number): readonly Rec[] | null {
    const list = this.#lists.get(key);
    if (!list?.ready) return null;
    return list.rows(0, limit).filter((record) => record !== undefined);
  }
  get asking(): boolean {
    return [...this.#lists.values()].some(({ loading }) => loading);
  }
  get problem(): Problem | null {
    return [...this.#lists.values()].map(({ problem }) => problem).find((one) => one !== null) ?? null;
  }
  /** Asks all of them again. */
  retry(): void {
    for (const list of this.#lists.values()) list.retry();
  }
}
