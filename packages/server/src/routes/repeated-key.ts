const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/gs;

/**
 * A name that stands twice in one object of a JSON text that can be read; undefined when there is none. Readers differ in which of the two they
 * take: what one of them checked, another would do.
 */
export const repeatedKey = (text: string): string | undefined => {
  // of each open object its names; null for an open list
  const open: (Set<string> | null)[] = [];
  let last = '';
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const name = last.includes('\\') ? String(JSON.parse(last)) : last.slice(1, -1);
      const names = open.at(-1);
      if (names?.has(name)) return name;
      names?.add(name);
    }
    last = token;
  }
  return undefined;
};
