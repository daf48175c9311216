import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Watches how wide an element is, in whole pixels, and asks for an update when that changes. */
export class WidthController implements ReactiveController {
  #host: ReactiveControllerHost & Element;
  #observer: ResizeObserver | null = null;
  #width = 0;

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    host.addController(this);
  }

  /** The content width of the host; 0 before it was laid out. */
  get value(): number {
    return this.#width;
  }

  hostConnected(): void {
    this.#observer = new ResizeObserver(([entry]) => {
      const width = Math.floor(entry?.contentRect.width ?? 0);
      if (width === this.#width) return;
      this.#width = width;
      this.#host.requestUpdate();
    });
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    this.#observer = null;
  }
}
