/** An app, as far as somebody's sign-in concerns it. */
export interface Hosting extends Element {
  source: string;
  headers: (() => Readonly<Record<string, string>>) | null;
  reload(): Promise<void>;
}

const isHosting = (element: Element | null): element is Hosting =>
  element !== null && 'reload' in element && 'headers' in element;

/** The app around an element, out of the shadow trees that it stands in. */
const around = (element: Element): Element | null => {
  const found = element.closest('sluice-app');
  if (found) return found;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? around(root.host) : null;
};

/** The app that an element stands in, or the one it points to (`#id`); null when there is none yet. */
export const hostOf = (element: Element, app: string): Hosting | null => {
  const found = app === '' ? around(element) : document.getElementById(app.replace(/^#/, ''));
  return isHosting(found) ? found : null;
};
