import { fold, similar } from '../text.ts';

/** A record that a link may lead to. */
export interface Target {
  readonly id: string;
  readonly title: string;
  /** Other words that name it for certain: its e-mail address. */
  readonly keys?: readonly string[];
}

/** A name that nothing bears exactly, and what it may have meant. */
export interface Offer {
  readonly field: string;
  readonly name: string;
  readonly candidates: readonly { readonly id: string; readonly title: string; readonly likeness: number }[];
}

/** The records of one entity by what people call them. */
export interface Targets {
  add(target: Target): void;
  drop(id: string): void;
  /** The id of the target with this title, key or identifier (accents, case and spaces folded); the first when several bear it. */
  idOf(name: string): string | null;
  /** Whether several are so called, and the name is no key or identifier of one of them. */
  isShared(name: string): boolean;
  titleOf(id: string): string | null;
  /** Targets nearly so called: the same but for spaces, or at least 85 % alike; best first, at most three. */
  near(name: string): Offer['candidates'];
  readonly size: number;
}

const NEAR = 0.85;
/** Comparing every unknown name with every title is quadratic: beyond this many letters only spaces are forgiven. */
const MOST_COMPARISONS = 3_000_000;

/** An empty register of targets. */
export function newTargets(): Targets {
  const ids = new Map<string, string>();
  const titles = new Map<string, string>();
  const compact = new Map<string, string>();
  /** Titles that a later target bears too → those targets. */
  const namesakes = new Map<string, string[]>();
  let compared = 0;
  return {
    add: ({ id, title, keys = [] }) => {
      titles.set(id, title);
      const called = fold(title);
      const first = called === '' ? undefined : ids.get(called);
      if (first !== undefined && first !== id && fold(titles.get(first) ?? '') === called)
        (namesakes.get(called) ?? namesakes.set(called, [first]).get(called))?.push(id);
      for (const name of [title, id, ...keys]) {
        const folded = fold(name);
        if (folded !== '' && !ids.has(folded)) ids.set(folded, id);
      }
      const tight = fold(title).replaceAll(' ', '');
      if (!compact.has(tight)) compact.set(tight, id);
    },
    drop: (id) => {
      titles.delete(id);
    },
    idOf: (name) => {
      const id = ids.get(fold(name));
      return id !== undefined && titles.has(id) ? id : null;
    },
    isShared: (name) => (namesakes.get(fold(name)) ?? []).filter((id) => titles.has(id)).length > 1,
    titleOf: (id) => titles.get(id) ?? null,
    near: (name) => {
      const folded = fold(name);
      const found: { id: string; title: string; likeness: number }[] = [];
      const same = compact.get(folded.replaceAll(' ', ''));
      const sameTitle = same === undefined ? undefined : titles.get(same);
      if (same !== undefined && sameTitle !== undefined) found.push({ id: same, title: sameTitle, likeness: 1 });
      if (compared + titles.size < MOST_COMPARISONS) {
        compared += titles.size;
        for (const [id, title] of titles) {
          // texts whose lengths differ by more can not be that much alike
          if (
            id === same ||
            Math.abs(title.length - name.length) > Math.max(title.length, name.length) * (1 - NEAR) + 2
          )
            continue;
          const likeness = similar(title, folded);
          if (likeness >= NEAR) found.push({ id, title, likeness });
        }
      }
      return found.sort((a, b) => b.likeness - a.likeness).slice(0, 3);
    },
    get size() {
      return titles.size;
    },
  };
}
