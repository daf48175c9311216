/** A card by its column and its place in it, from 0. */
export interface Spot {
  readonly lane: number;
  readonly card: number;
}

/** Which way a key goes among columns; null for keys that stay. */
const sideways = (key: string, rtl: boolean): 1 | -1 | null => {
  if (key === 'ArrowRight') return rtl ? -1 : 1;
  if (key === 'ArrowLeft') return rtl ? 1 : -1;
  return null;
};

/** Where a key leads from a card: up and down its column, sideways to the next column that has cards. Null for keys that lead nowhere. */
export const nextSpot = (key: string, { lane, card }: Spot, counts: readonly number[], rtl: boolean): Spot | null => {
  const last = (counts[lane] ?? 0) - 1;
  if (key === 'ArrowDown') return card < last ? { lane, card: card + 1 } : null;
  if (key === 'ArrowUp') return card > 0 ? { lane, card: card - 1 } : null;
  if (key === 'Home') return { lane, card: 0 };
  if (key === 'End') return { lane, card: Math.max(0, last) };
  const step = sideways(key, rtl);
  if (step === null) return null;
  for (let at = lane + step; at >= 0 && at < counts.length; at += step) {
    const count = counts[at] ?? 0;
    if (count > 0) return { lane: at, card: Math.min(card, count - 1) };
  }
  return null;
};

/** The column that a key takes a card to, or chooses among tabs; null for keys that take it nowhere. */
export const nextLane = (key: string, lane: number, lanes: number, rtl: boolean): number | null => {
  if (key === 'Home') return 0;
  if (key === 'End') return lanes - 1;
  const step = sideways(key, rtl);
  return step === null ? null : Math.min(Math.max(lane + step, 0), lanes - 1);
};
