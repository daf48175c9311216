/** The value of the closest attribute around an element, shadow roots crossed; null when nobody says. */
function around(element: Element, name: string): string | null {
  let at: Element | null = element;
  while (at) {
    const found = at.closest(`[${name}]`)?.getAttribute(name);
    if (found) return found;
    const root = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return null;
}

/** The language of the page around an element; English when it does not say. */
export function languageAround(element: Element): string {
  return around(element, 'lang') ?? 'en';
}

/** Whether an element is written from right to left. */
export function isRightToLeft(element: Element): boolean {
  return getComputedStyle(element).direction === 'rtl';
}
