/** How many colours the categorical palette has (`--sluice-c1` … `--sluice-c8`). */
export const PALETTE = 8;

/** Gives every category of a page its colour, once. Slots are 1–8 and start again when there are more categories. */
export interface ColourBook {
  /** The slot of a category of a field. Options and stages of `order` go by their place, so that every page agrees. */
  slot(field: string, key: string | null, order?: readonly string[]): number;
}

/**
 * A category's preferred slot comes from its text, so that it is the same on every visit; where another category of the field
 * holds that slot already, the next free one is taken. Blank (`null`) and `other` have no colour: slot 0.
 */
export function createColourBook(): ColourBook {
  const fields = new Map<string, Map<string, number>>();
  return {
    slot(field, key, order) {
      if (key === null) return 0;
      const place = order?.indexOf(key) ?? -1;
      if (place >= 0) return (place % PALETTE) + 1;
      const taken = fields.get(field) ?? new Map<string, number>();
      fields.set(field, taken);
      const known = taken.get(key);
      if (known !== undefined) return known;
      const used = new Set(taken.values());
      let slot = hash(key) % PALETTE;
      for (let step = 0; step < PALETTE && used.has(slot + 1) && used.size < PALETTE; step++)
        slot = (slot + 1) % PALETTE;
      taken.set(key, slot + 1);
      return slot + 1;
    },
  };
}

const books = new WeakMap<object, ColourBook>();

/** The colour book of an app: all its elements share it. */
export function coloursOf(app: object): ColourBook {
  const book = books.get(app) ?? createColourBook();
  books.set(app, book);
  return book;
}

/** FNV-1a, 32 bits: the same number for the same text everywhere. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
