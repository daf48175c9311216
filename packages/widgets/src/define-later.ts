import type { ReactiveElement } from 'lit';

/** Loads the module that registers an element. */
type Load = () => Promise<unknown>;

/** Loads once; what could not be loaded is tried again when it is next wanted. */
const once = (load: Load): (() => void) => {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    load().catch((failure: unknown) => {
      asked = false;
      console.error('Some elements cannot be loaded.', failure);
    });
  };
};

/** Registers an element when another one first shows it: what a reader may never open does not delay what everybody sees. */
export const defineWhenShown = (tag: string, host: typeof ReactiveElement, load: Load): void => {
  const wanted = once(load);
  host.addInitializer((element) => {
    element.addController({
      hostUpdated: () => {
        if (element.renderRoot.querySelector(tag)) wanted();
      },
    });
  });
};

/** Registers elements when the page first has one of them, now or later. Shadow trees of others are not looked into. */
export const defineOnPage = (tags: readonly string[], load: Load): void => {
  const wanted = once(load);
  const look = (): void => {
    if (tags.every((tag) => customElements.get(tag))) observer.disconnect();
    else if (tags.some((tag) => document.getElementsByTagName(tag).length > 0)) wanted();
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true });
  look();
};
