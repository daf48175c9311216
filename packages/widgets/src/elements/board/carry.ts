import type { Rec } from '@sluice/core';
import type { SluiceElement } from '../../element.ts';
import type { boardMessages } from '../../locales/messages/board.ts';
import type { Say } from '../../locales/words.ts';
import { Drag, type Point } from './drag.ts';
import type { Standing } from './lane.ts';
import type { Lane } from './lanes.ts';
import { nextLane, nextSpot, type Spot } from './steps.ts';

/** What carrying needs of a board. */
export interface Board {
  readonly standings: () => readonly Standing[];
  readonly title: (record: Rec) => string;
  /** By what the cards of a column stand in order; blank when nobody knows. */
  readonly order: (lane: Lane) => string;
  readonly movable: (record: Rec) => boolean;
  readonly move: (record: Rec, to: Lane) => void;
  readonly undo: () => void;
  readonly stopAt: (id: string) => void;
  /** `back`: the focus returns to what opened it. False: none was open. */
  readonly closeMenu: (back: boolean) => boolean;
  readonly speak: () => Say<typeof boardMessages>;
  readonly rtl: () => boolean;
}

interface Carried {
  readonly record: Rec;
  /** The columns it comes from and would land in, by place; null over none. */
  readonly from: number;
  readonly over: number | null;
  readonly by: 'key' | 'pointer';
  /** Where in the card it was taken. */
  readonly grip: Point;
  readonly at: Point;
  readonly width: number;
}

const NOWHERE: Point = { x: 0, y: 0 };

/** Cards on their way by pointer or keyboard, and the keyboard among cards. What happens is said in `spoken`. */
export class Carry {
  spoken = '';
  readonly #host: SluiceElement;
  readonly #board: Board;
  #carried: Carried | null = null;
  readonly #drag: Drag;
  #pressed: { readonly record: Rec; readonly lane: number; readonly tile: Element } | null = null;

  constructor(host: SluiceElement, board: Board) {
    this.#host = host;
    this.#board = board;
    this.#drag = new Drag({
      start: (at) => this.#lift(at),
      over: (at) => this.#hover(at),
      drop: () => this.#drop(),
      cancel: () => this.#putBack(),
      boxes: ({ x, y }) => {
        const lane = this.#root?.elementFromPoint(x, y)?.closest('.lane')?.querySelector('.tiles');
        const boxes = [this.#root?.querySelector('.columns'), this.#root?.querySelector('.tabs'), lane];
        return boxes.filter((box) => box !== null && box !== undefined);
      },
    });
  }

  /** The card that follows the pointer, with the column it comes from. */
  get ghost(): { readonly record: Rec; readonly lane: Lane } | null {
    const carried = this.#carried;
    const lane = carried ? this.#lane(carried.from) : undefined;
    return carried?.by === 'pointer' && lane ? { record: carried.record, lane } : null;
  }
  carries(id: string): boolean {
    return this.#carried?.record.id === id;
  }
  /** Whether a card would land in a column if it were dropped now. */
  isOver(at: number): boolean {
    return this.#carried?.over === at && this.#carried.from !== at;
  }

  /** Puts back what is carried, without a word. */
  cancel(): void {
    this.#drag.stop();
    this.#carried = null;
  }

  /** After a rendering: the card that is carried goes where the pointer is. */
  place(): void {
    const carried = this.#carried;
    const ghost = this.#root?.querySelector<HTMLElement>('.ghost');
    const board = this.#root?.querySelector('.board')?.getBoundingClientRect();
    if (!carried || !ghost || !board) return;
    ghost.style.setProperty('--_x', `${carried.at.x - carried.grip.x - board.left}px`);
    ghost.style.setProperty('--_y', `${carried.at.y - carried.grip.y - board.top}px`);
    ghost.style.setProperty('--_width', `${carried.width}px`);
  }

  readonly press = (event: PointerEvent): void => {
    if (!(event.target instanceof Element) || event.target.closest('.more, .menu, .refusal')) return;
    const tile = event.target.closest<HTMLElement>('[data-id]');
    const found = tile ? this.#find(tile.dataset['id'] ?? '') : null;
    if (!tile || !found || !this.#board.movable(found.record) || this.#carried?.by === 'key') return;
    this.#pressed = { ...found, tile };
    this.#drag.press(event);
  };

  readonly focusIn = (event: FocusEvent): void => {
    const id = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-id]')?.dataset['id'] : '';
    if (id) this.#board.stopAt(id);
  };

  readonly focusOut = (event: FocusEvent): void => {
    const to = event.relatedTarget;
    if (
      this.#carried?.by === 'key' &&
      to instanceof Element &&
      to.closest(`[data-id="${this.#carried.record.id}"]`) === null
    )
      this.#putBack();
  };

  readonly keyUp = (event: KeyboardEvent): void => {
    // the card's button is not pressed by the key that picks it up
    const { target } = event;
    const id = target instanceof Element && target.matches('.name') ? this.#idOf(target) : '';
    const found = this.#find(id);
    if (event.key === ' ' && found && this.#board.movable(found.record)) event.preventDefault();
  };

  readonly key = (event: KeyboardEvent): void => {
    const { target } = event;
    if (event.defaultPrevented || event.altKey || !(target instanceof Element)) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== 'z' || event.shiftKey) return;
      event.preventDefault();
      this.#board.undo();
      return;
    }
    if (event.key === 'Escape' && !this.#carried && this.#board.closeMenu(true)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (!target.matches('.name')) return;
    const handled = this.#carried ? this.#steer(event.key, this.#carried) : this.#walk(event.key, this.#idOf(target));
    if (!handled) return;
    event.preventDefault();
    event.stopPropagation();
  };

  get #root(): ShadowRoot | null {
    return this.#host.shadowRoot;
  }

  #idOf(target: Element): string {
    return target.closest<HTMLElement>('[data-id]')?.dataset['id'] ?? '';
  }

  #lane(at: number): Lane | undefined {
    return this.#board.standings()[at]?.lane;
  }

  #find(id: string): { readonly record: Rec; readonly lane: number; readonly card: number } | null {
    for (const { records, at } of this.#board.standings()) {
      const card = records?.findIndex((one) => one.id === id) ?? -1;
      const record = records?.[card];
      if (record) return { record, lane: at, card };
    }
    return null;
  }

  /** Keys while nothing is carried: to another card, or up with this one. */
  #walk(key: string, id: string): boolean {
    const found = this.#find(id);
    if (!found) return false;
    if (key === ' ') {
      if (!this.#board.movable(found.record)) return false;
      this.#board.closeMenu(false);
      this.#take({ record: found.record, from: found.lane, by: 'key', grip: NOWHERE, at: NOWHERE, width: 0 });
      return true;
    }
    const counts = this.#board.standings().map(({ records }) => records?.length ?? 0);
    const spot: Spot | null = nextSpot(key, found, counts, this.#board.rtl());
    const next = spot ? this.#board.standings()[spot.lane]?.records?.[spot.card] : undefined;
    if (!next) return false;
    const button = this.#root?.querySelector<HTMLElement>(`[data-id="${next.id}"] .name`);
    button?.focus();
    button?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    return true;
  }

  /** Keys while a card is carried. */
  #steer(key: string, carried: Carried): boolean {
    const { standings, speak, rtl, order } = this.#board;
    if (key === 'Tab' || key === 'Shift') return false;
    if (key === 'Escape') this.#putBack();
    else if (key === ' ' || key === 'Enter') this.#drop();
    else if (key === 'ArrowUp' || key === 'ArrowDown') {
      const lane = this.#lane(carried.over ?? carried.from);
      const field = lane ? order(lane) : '';
      if (field !== '') this.#say(speak()('within', { field }));
    } else {
      const over = nextLane(key, carried.over ?? carried.from, standings().length, rtl());
      if (over === null) return true;
      this.#carried = { ...carried, over };
      this.#say(speak()('over', { stage: this.#lane(over)?.name ?? '', place: over + 1, places: standings().length }));
      this.#root?.querySelector(`[data-lane="${over}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
    return true;
  }

  #lift(at: Point): boolean {
    const pressed = this.#pressed;
    if (!pressed?.tile.isConnected) return false;
    const box = pressed.tile.getBoundingClientRect();
    const grip = { x: at.x - box.left, y: at.y - box.top };
    this.#board.closeMenu(false);
    this.#take({ record: pressed.record, from: pressed.lane, by: 'pointer', grip, at, width: box.width });
    return true;
  }

  #take(carried: Omit<Carried, 'over'>): void {
    this.#carried = { ...carried, over: carried.from };
    const title = this.#board.title(carried.record);
    this.#say(this.#board.speak()('picked', { title, stage: this.#lane(carried.from)?.name ?? '' }));
  }

  #hover(at: Point): void {
    const carried = this.#carried;
    if (!carried) return;
    const lane = this.#root?.elementFromPoint(at.x, at.y)?.closest<HTMLElement>('[data-lane]')?.dataset['lane'];
    this.#carried = { ...carried, at, over: lane === undefined ? null : Number(lane) };
    if (this.#carried.over === carried.over) this.place();
    else this.#host.requestUpdate();
  }

  #drop(): void {
    const carried = this.#carried;
    if (!carried) return;
    const to = carried.over === null || carried.over === carried.from ? undefined : this.#lane(carried.over);
    if (!to) {
      this.#putBack();
      return;
    }
    this.#carried = null;
    this.#say('');
    this.#board.move(carried.record, to);
  }

  #putBack(): void {
    const carried = this.#carried;
    this.#carried = null;
    if (!carried) return;
    const stage = this.#lane(carried.from)?.name ?? '';
    this.#say(this.#board.speak()('stays', { title: this.#board.title(carried.record), stage }));
  }

  #say(sentence: string): void {
    this.spoken = sentence;
    this.#host.requestUpdate();
  }
}
