/** A key to find the first rows by: numbers by row of the table, NaN for null. */
export interface FirstKey {
  readonly values: Float64Array;
  readonly descending: boolean;
}

/** Where so many rows stand before the mark again and again, sorting all of them is quicker. */
const MOST_CUTS = 24;

/**
 * The first `limit` of rows that stand in the order of their ids, without sorting the rest: candidates are collected, and cut to the best
 * whenever there are too many. Null when the rows are so alike that nothing is gained.
 */
export const firstRows = (base: Uint32Array, keys: readonly FirstKey[], limit: number): Uint32Array | null => {
  const [first] = keys;
  if (first === undefined || limit === 0) return base.slice(0, limit);
  const { values } = first;
  const sign = first.descending ? -1 : 1;
  // Equal rows that come later have higher ids: with one key they can be left out.
  const alone = keys.length === 1;
  const room = limit * 4 + 64;
  const places = new Uint32Array(room);
  const nulls: number[] = [];
  let count = 0;
  let cuts = 0;
  let mark = Number.POSITIVE_INFINITY;
  const cut = (): void => {
    const best = Array.from(places.subarray(0, count)).sort(
      (a, b) => compare(keys, base[a] as number, base[b] as number) || a - b,
    );
    count = Math.min(limit, count);
    for (let i = 0; i < count; i++) places[i] = best[i] as number;
    if (count === limit) mark = sign * (values[base[places[limit - 1] as number] as number] as number);
    cuts += 1;
  };
  for (let i = 0; i < base.length; i++) {
    const value = sign * (values[base[i] as number] as number);
    if (value < mark || (value === mark && !alone)) {
      places[count] = i;
      count += 1;
      if (count === room) {
        cut();
        if (cuts > MOST_CUTS) return null;
      }
    } else if (Number.isNaN(value) && nulls.length < limit) nulls.push(i);
  }
  cut();
  if (count < limit && nulls.length > 0) {
    if (!alone) return null;
    for (const place of nulls.slice(0, limit - count)) {
      places[count] = place;
      count += 1;
    }
  }
  const out = new Uint32Array(count);
  for (let i = 0; i < count; i++) out[i] = base[places[i] as number] as number;
  return out;
};

const compare = (keys: readonly FirstKey[], a: number, b: number): number => {
  for (const { values, descending } of keys) {
    const x = values[a] as number;
    const y = values[b] as number;
    if (x === y) continue;
    if (Number.isNaN(x) || Number.isNaN(y)) {
      if (Number.isNaN(x) && Number.isNaN(y)) continue;
      return Number.isNaN(x) ? 1 : -1;
    }
    return x < y === descending ? 1 : -1;
  }
  return 0;
};
