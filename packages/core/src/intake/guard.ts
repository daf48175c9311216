/** A list with bars; one that holds other separators ends with a bar, so that nobody splits at those. */
export function listed(items: readonly string[]): string {
  return items.join('|') + (items.some((item) => /[,;\n]/.test(item)) ? '|' : '');
}

/** A text that no spreadsheet takes for a formula (CSV injection, OWASP). */
export function safe(text: string): string {
  return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** A text that keeps its own first apostrophe when `unguarded` reads it: for cells that are texts and nothing else. */
export function guarded(text: string): string {
  return /^'+[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** Takes off the apostrophe that `safe` put before a text. */
export function unguarded(text: string): string {
  return /^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}
