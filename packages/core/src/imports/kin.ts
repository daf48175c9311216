import type { Entity } from '../model/index.ts';
import type { Known } from './lookup.ts';
import type { FileRow } from './rows.ts';
import { keyText, matchKeys } from './rules.ts';

/** The texts that a row, or a record, is found by: two that share one may be the same. `values` in memory units. */
export const tiesOf = (entity: Entity, { values }: Pick<FileRow['draft'], 'values'>): readonly string[] =>
  matchKeys(entity).flatMap((key, at) => {
    const text = keyText(key, values);
    return text === null ? [] : [`${at} ${text}`];
  });

/** The tie of a row that gives its identifier, and of the record that has it. */
export const tieOfId = (id: string): string => `# ${id}`;

/** Sets that grow together: of the numbers below `size`. */
export const unions = (size: number) => {
  const parent = Int32Array.from({ length: size }, (_, at) => at);
  const rootOf = (at: number): number => {
    let root = at;
    while (parent[root] !== root) root = parent[root] ?? root;
    for (let one = at; one !== root; ) {
      const next = parent[one] ?? root;
      parent[one] = root;
      one = next;
    }
    return root;
  };
  return {
    rootOf,
    /** Afterwards both are in one set; its root is the lower of the two roots. */
    join: (a: number, b: number): void => {
      const [one, other] = [rootOf(a), rootOf(b)];
      parent[Math.max(one, other)] = Math.min(one, other);
    },
  };
};

/**
 * Which rows have to be decided together: those that share an address, a number, a title, an identifier, or a record that they may be.
 * Gives the place of the first of its kin for each row; rows of different kin have no say in what becomes of each other.
 */
export const kinOf = (rows: readonly FileRow[], entity: Entity, known: Known): ((at: number) => number) => {
  const { join, rootOf } = unions(rows.length);
  const first = new Map<string, number>();
  const tie = (text: string, at: number): void => {
    const other = first.get(text);
    if (other === undefined) first.set(text, at);
    else join(other, at);
  };
  const keys = matchKeys(entity);
  for (const [at, { draft, ownId }] of rows.entries()) {
    if (ownId) tie(tieOfId(draft.id), at);
    for (const [place, key] of keys.entries()) {
      const text = keyText(key, draft.values);
      if (text === null) continue;
      tie(`${place} ${text}`, at);
      for (const { id } of known.find(entity.name, key, text)) tie(tieOfId(id), at);
    }
  }
  return rootOf;
};
