/** What a class says about itself when its tag is taken. */
interface Versioned extends CustomElementConstructor {
  readonly version?: string;
}

/**
 * Gives a class its tag. A tag that is taken (a second copy of the elements on the page) stays with its first class: the browser
 * would throw, here the second copy steps aside and says so.
 */
export function defineElement(tag: string, element: CustomElementConstructor): void {
  const known: Versioned | undefined = customElements.get(tag);
  if (known === undefined) customElements.define(tag, element);
  else if (known !== element)
    console.warn(
      `<${tag}> is already defined (version ${known.version ?? 'unknown'}); this copy (version ${(element as Versioned).version ?? 'unknown'}) is not used. Load the elements once per page.`,
    );
}
