import type { Layout } from './layout.ts';

/** The likeliest reading of a line whose quotes do not stand as they should. */
export interface LineReading {
  readonly cells: readonly string[];
  /** A quote at the beginning of a cell was taken for an ordinary character. */
  readonly opened: boolean;
  /** A quote inside a quoted cell was. */
  readonly stray: boolean;
}

/** A way to read the line up to a place: its cells so far, as a chain, and how odd they are. */
interface Way {
  readonly before: Way | null;
  readonly cell: string;
  readonly cells: number;
  readonly cost: number;
  readonly opened: boolean;
  readonly stray: boolean;
}

/** A quote that opens nothing is odder than one inside a cell: `""so it is"` is the latter. */
const OPENED = 1.1;
const STRAY = 1;
/** A quote before a delimiter that ends nothing. */
const PASSED = 1.5;
/** Closing quotes looked at for one cell, and ways followed for one line. */
const CLOSERS = 12;
const MOST = 4000;

/**
 * Compares all ways to read one line and gives the one with as many cells as `layout.width` asks (any number, when it asks none or there
 * is no such way) and the fewest odd quotes.
 */
export function bestLine(line: string, layout: Layout): LineReading {
  const { delimiter, quote = '"', escape = quote, spaced = false, width = 0 } = layout;
  const start: Way = { before: null, cell: '', cells: 0, cost: 0, opened: false, stray: false };
  const open = new Map<number, Map<number, Way>>([[0, new Map([[0, start]])]]);
  const done = new Map<number, Way>();
  // places come in ascending order: every way leads to the right
  const places = new Places([0]);
  let followed = 0;
  for (let place = places.next(); place !== null; place = places.next()) {
    const ways = open.get(place) ?? new Map<number, Way>();
    open.delete(place);
    followed += ways.size;
    if (followed > MOST) return raw(line, layout);
    let from = place;
    if (spaced) while (line[from] === ' ') from++;
    for (const { end, cell, cost, opened, stray } of readings(line, from, { delimiter, quote, escape })) {
      for (const way of ways.values()) {
        const next: Way = {
          before: way,
          cell,
          cells: way.cells + 1,
          cost: way.cost + cost,
          opened: way.opened || opened,
          stray: way.stray || stray,
        };
        if (end >= line.length) keep(done, next);
        else {
          const there = open.get(end + 1) ?? new Map<number, Way>();
          if (there.size === 0) places.add(end + 1);
          keep(there, next);
          open.set(end + 1, there);
        }
      }
    }
  }
  const best = done.get(width) ?? [...done.values()].sort((a, b) => a.cost - b.cost)[0];
  return best === undefined ? raw(line, layout) : { cells: cellsOf(best), opened: best.opened, stray: best.stray };
}

function keep(ways: Map<number, Way>, way: Way): void {
  const known = ways.get(way.cells);
  if (known === undefined || way.cost < known.cost) ways.set(way.cells, way);
}

function cellsOf(way: Way): readonly string[] {
  const cells: string[] = [];
  for (let at: Way | null = way; at !== null && at.cells > 0; at = at.before) cells.push(at.cell);
  return cells.reverse();
}

function raw(line: string, { delimiter, quote = '"' }: Layout): LineReading {
  return { cells: line.split(delimiter), opened: line.includes(quote), stray: false };
}

interface CellReading {
  /** Where the delimiter after the cell stands, or the line ends. */
  readonly end: number;
  readonly cell: string;
  readonly cost: number;
  readonly opened: boolean;
  readonly stray: boolean;
}

/** The ways to read the cell at a place: as it stands, and if a quote opens it, closed at each quote that could close it. */
function readings(
  line: string,
  from: number,
  { delimiter, quote, escape }: { readonly delimiter: string; readonly quote: string; readonly escape: string },
): readonly CellReading[] {
  const found = line.indexOf(delimiter, from);
  const plainEnd = found < 0 ? line.length : found;
  const begins = line[from] === quote;
  const plain: CellReading = {
    end: plainEnd,
    cell: line.slice(from, plainEnd),
    cost: begins ? OPENED : 0,
    opened: begins,
    stray: false,
  };
  if (!begins) return [plain];
  const all = [plain];
  let cost = 0;
  for (let at = from + 1; at < line.length && all.length <= CLOSERS; at++) {
    if (escape !== quote && line[at] === escape) {
      at++;
      continue;
    }
    if (line[at] !== quote) continue;
    const doubled = escape === quote && line[at + 1] === quote;
    const close = doubled ? at + 1 : at;
    let after = close + 1;
    while (line[after] === ' ' && delimiter !== ' ') after++;
    if (after >= line.length || line[after] === delimiter) {
      const odd = cost + (doubled ? STRAY : 0);
      const cell = unescaped(line.slice(from + 1, close), quote, escape);
      all.push({ end: Math.min(after, line.length), cell, cost: odd, opened: false, stray: odd > 0 });
      if (!doubled) cost += PASSED;
    } else if (!doubled) cost += STRAY;
    at = close;
  }
  return all;
}

/** Numbers that come out in ascending order, each once. */
class Places {
  readonly #sorted: number[];
  constructor(first: readonly number[]) {
    this.#sorted = [...first];
  }
  add(place: number): void {
    let at = this.#sorted.length;
    while (at > 0 && (this.#sorted[at - 1] ?? 0) < place) at--;
    this.#sorted.splice(at, 0, place);
  }
  next(): number | null {
    return this.#sorted.pop() ?? null;
  }
}

/** The text of a quoted cell. */
export function unescaped(text: string, quote: string, escape: string): string {
  if (escape === quote) return text.includes(quote) ? text.replaceAll(quote + quote, quote) : text;
  if (!text.includes(escape)) return text;
  return text.replaceAll(/\\(["'\\])/g, '$1');
}
