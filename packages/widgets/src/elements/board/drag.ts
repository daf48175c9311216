/** A pointer moves so far before it drags; a finger that moves so far scrolls. */
const SLACK = 6;
/** A finger rests so long before it picks up, in milliseconds. */
const LONG_PRESS = 380;
/** Within so many pixels of an edge a box scrolls, so many at a time. */
const EDGE = 48;
const FASTEST = 16;

/** A point of the page. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Whom a drag tells. */
export interface DragListener {
  /** Something is picked up, at the point where it was pressed; false: there is nothing to pick up. */
  readonly start: (at: Point) => boolean;
  /** The pointer is there; also while it rests, because boxes scroll under it. */
  readonly over: (at: Point) => void;
  readonly drop: () => void;
  readonly cancel: () => void;
  /** The boxes that scroll when the pointer is near their edges. */
  readonly boxes: (at: Point) => readonly Element[];
}

/** How far a box scrolls in a frame when the pointer is at a place between its edges. */
export const speedAt = (place: number, start: number, end: number): number => {
  const edge = Math.min(EDGE, (end - start) / 4);
  if (place < start + edge) return -Math.ceil(FASTEST * Math.min(1, (start + edge - place) / edge));
  if (place > end - edge) return Math.ceil(FASTEST * Math.min(1, (place - end + edge) / edge));
  return 0;
};

/**
 * Dragging by mouse, pen and finger: a mouse drags once it has moved, a finger once it has rested. Escape, a second finger and whatever
 * takes the pointer away put back what was picked up.
 */
export class Drag {
  readonly #listener: DragListener;
  #pointer: number | null = null;
  #pressed: Point = { x: 0, y: 0 };
  #at: Point = { x: 0, y: 0 };
  #dragging = false;
  #listening: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;

  constructor(listener: DragListener) {
    this.#listener = listener;
  }

  /** A pointer was pressed on something that can be dragged. */
  press(event: PointerEvent): void {
    if (this.#pointer !== null) {
      this.stop();
      return;
    }
    if (event.button !== 0) return;
    const finger = event.pointerType === 'touch';
    this.#pointer = event.pointerId;
    this.#pressed = this.#at = { x: event.clientX, y: event.clientY };
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const hear = <K extends keyof WindowEventMap>(name: K, heard: (event: WindowEventMap[K]) => void): void =>
      window.addEventListener(name, heard, { signal, capture: true, passive: false });
    hear('pointermove', (move) => this.#move(move, finger));
    hear('pointerup', (up) => {
      if (up.pointerId !== this.#pointer) return;
      if (this.#dragging) swallowClick();
      this.#end(true);
    });
    hear('pointercancel', () => this.stop());
    hear('blur', () => this.stop());
    hear('keydown', (stroke) => {
      if (stroke.key !== 'Escape' || !this.#dragging) return;
      stroke.preventDefault();
      stroke.stopPropagation();
      window.addEventListener('pointerup', swallowClick, { capture: true, once: true });
      this.stop();
    });
    // a finger that carries something scrolls nothing
    hear('touchmove', (touch) => this.#dragging && touch.cancelable && touch.preventDefault());
    hear('contextmenu', (menu) => finger && menu.preventDefault());
    if (finger) this.#timer = setTimeout(() => this.#start(), LONG_PRESS);
  }

  /** Puts back what is carried. */
  stop(): void {
    this.#end(false);
  }

  #move(event: PointerEvent, finger: boolean): void {
    if (event.pointerId !== this.#pointer) return;
    this.#at = { x: event.clientX, y: event.clientY };
    if (this.#dragging) {
      event.preventDefault();
      this.#listener.over(this.#at);
      return;
    }
    if (Math.hypot(this.#at.x - this.#pressed.x, this.#at.y - this.#pressed.y) < SLACK) return;
    if (finger) this.stop();
    else this.#start();
  }

  #start(): void {
    if (this.#pointer === null) return;
    if (!this.#listener.start(this.#pressed)) {
      this.stop();
      return;
    }
    this.#dragging = true;
    document.getSelection()?.removeAllRanges();
    this.#listener.over(this.#at);
    this.#frame = requestAnimationFrame(this.#scroll);
  }

  readonly #scroll = (): void => {
    const at = this.#at;
    let moved = false;
    for (const box of this.#listener.boxes(at)) {
      const { left, right, top, bottom } = box.getBoundingClientRect();
      const { scrollLeft, scrollTop } = box;
      if (box.scrollWidth > box.clientWidth) box.scrollLeft += speedAt(at.x, left, right);
      if (box.scrollHeight > box.clientHeight && at.x >= left && at.x <= right)
        box.scrollTop += speedAt(at.y, top, bottom);
      moved ||= scrollLeft !== box.scrollLeft || scrollTop !== box.scrollTop;
    }
    if (moved) this.#listener.over(at);
    this.#frame = requestAnimationFrame(this.#scroll);
  };

  #end(dropped: boolean): void {
    const dragging = this.#dragging;
    this.#dragging = false;
    this.#pointer = null;
    this.#listening?.abort();
    this.#listening = null;
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
    if (!dragging) return;
    if (dropped) this.#listener.drop();
    else this.#listener.cancel();
  }
}

/** The click that follows a drop is none. */
function swallowClick(): void {
  const swallow = (click: MouseEvent): void => {
    click.preventDefault();
    click.stopPropagation();
  };
  window.addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 60);
}
