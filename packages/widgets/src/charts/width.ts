import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Watches how wide an element is, in whole pixels, and asks for an update when that changes. `later`: a frame later, for what has another
 * height in another width, which no observer may cause at once.
 */
export class WidthController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #later: boolean;
  #observer: ResizeObserver | null = null;
  #frame = 0;
  #width = 0;

  constructor(host: ReactiveControllerHost & Element, { later = false }: { readonly later?: boolean } = {}) {
    this.#host = host;
    this.#later = later;
    host.addController(this);
  }

  /** The content width of the host; 0 before it was laid out. */
  get value(): number {
    return this.#width;
  }

  hostConnected(): void {
    this.#observer = new ResizeObserver(([entry]) => {
      const width = Math.floor(entry?.contentRect.width ?? 0);
      const take = (): void => {
        this.#width = width;
        this.#host.requestUpdate();
      };
      cancelAnimationFrame(this.#frame);
      if (width === this.#width) return;
      if (this.#later) this.#frame = requestAnimationFrame(take);
      else take();
    });
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    this.#observer = null;
    cancelAnimationFrame(this.#frame);
  }
}
