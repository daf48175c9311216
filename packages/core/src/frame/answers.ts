import { gatherOrNull } from '../expr/gather.ts';
import {
  type CodeVector,
  evaluateColumns,
  type Expr,
  type Moment,
  type Reference,
  references,
  type Vector,
} from '../expr/index.ts';
import { chosenRows, narrowed, notePatch } from '../expr/kept.ts';
import type { Entity } from '../model/index.ts';
import { type Edits, upTo } from './edits.ts';
import type { Frame, FrameOptions } from './frame.ts';
import type { Ids } from './ids.ts';
import type { Store } from './store.ts';

/** What a frame answers questions from. */
export interface Ground {
  readonly frame: Frame;
  readonly entity: Entity;
  readonly ids: Ids;
  readonly stores: ReadonlyMap<string, Store>;
  readonly edits: Edits;
  readonly related: FrameOptions['related'];
}

interface Stamped<T> {
  readonly stamp: string;
  readonly value: T;
}

/** The values of an expression and what they depend on. */
interface Computed {
  readonly vector: Vector;
  readonly today: string;
  readonly zone: string;
  readonly shape: number;
  /** The versions of the columns of this frame, added up: each only grows. */
  readonly own: number;
  /** The revisions of the frames that links lead through. */
  readonly others: string;
  /** Its values are its own, not those of a column. */
  readonly mendable: boolean;
  /** How far the edits of this frame are in it. */
  revision: number;
}

interface Reads {
  readonly references: readonly Reference[];
  readonly stores: readonly Store[];
  readonly paths: readonly (readonly string[])[];
}

const serials = new WeakMap<Frame, number>();
let begun = 0;

/** A frame and how far its edits are, as a word: another frame of the same entity has another. */
const stateOf = (frame: Frame | undefined): string => {
  if (!frame) return '*';
  const serial = serials.get(frame) ?? (begun += 1);
  serials.set(frame, serial);
  return `${serial}:${frame.revision}`;
};

/** The columns of a frame and what is computed from them, each kept until something it depends on is edited. */
export const answersOn = ({ frame, entity, ids, stores, edits, related }: Ground) => {
  const columns = new Map<string, Stamped<Vector>>();
  const follows = new Map<string, Stamped<Int32Array>>();
  const vectors = new WeakMap<Expr, Computed>();
  const selections = new WeakMap<Expr, { readonly flags: Vector; readonly rows: Uint32Array }>();
  const read = new WeakMap<Expr, Reads>();
  let everyRow = new Uint32Array(0);

  const target = (link: string): Frame | undefined => related?.(entity.field(link)?.to ?? '');

  /** The revisions of the frames that links lead through. */
  const revisions = (paths: readonly (readonly string[])[]): string => {
    let stamp = '';
    for (const links of paths) {
      let at: Frame | undefined = frame;
      for (const link of links) {
        at = related?.(at?.entity.field(link)?.to ?? '');
        stamp += `,${stateOf(at)}`;
      }
    }
    return stamp;
  };

  const idVector = (): CodeVector => ({
    kind: 'codes',
    codes: upTo(ids.length + 1).subarray(1),
    dictionary: { length: ids.length, get: (code) => ids.at(code) ?? '' },
  });

  const own = (name: string): Vector => {
    const store = stores.get(name);
    if (!store && name !== 'id') throw new Error(`${entity.name} keeps no column ${name}`);
    const stamp = `${edits.shape},${store?.version ?? 0}`;
    const known = columns.get(name);
    if (known?.stamp === stamp) return known.value;
    const value = store?.vector(ids.length) ?? idVector();
    const changes = store?.changes();
    if (known && changes && known.stamp.startsWith(`${edits.shape},`))
      notePatch(value, { from: known.value, ...changes });
    columns.set(name, { stamp, value });
    return value;
  };

  const follow = (link: string): Int32Array => {
    const to = target(link);
    const stamp = `${edits.shape},${stores.get(link)?.version ?? 0},${stateOf(to)}`;
    const known = follows.get(link);
    if (known?.stamp === stamp) return known.value;
    const value = new Int32Array(ids.length).fill(-1);
    const vector = own(link);
    if (vector.kind === 'codes' && to) {
      const found = new Int32Array(vector.dictionary.length + 1).fill(-1);
      for (let code = 1; code < found.length; code++) found[code] = to.rowOf(vector.dictionary.get(code - 1));
      for (let row = 0; row < value.length; row++) value[row] = found[vector.codes[row] as number] as number;
    }
    follows.set(link, { stamp, value });
    return value;
  };

  const column = (links: readonly string[], name: string): Vector => {
    const [link, ...others] = links;
    if (link === undefined) return own(name);
    const key = [...links, name].join('.');
    const stamp = `${edits.shape},${stores.get(link)?.version ?? 0}${revisions([links])}`;
    const known = columns.get(key);
    if (known?.stamp === stamp) return known.value;
    const there = target(link)?.column(others, name);
    const value = there ? gatherOrNull(there, follow(link)) : nothing(ids.length);
    columns.set(key, { stamp, value });
    return value;
  };

  const readBy = (expr: Expr): Reads => {
    const known = read.get(expr);
    if (known) return known;
    const all = references(expr);
    const made = {
      references: all,
      stores: [...new Set(all.map(({ links, name }) => stores.get(links[0] ?? name)))].filter(
        (one) => one !== undefined,
      ),
      paths: all.map(({ links }) => links).filter((links) => links.length > 0),
    };
    read.set(expr, made);
    return made;
  };

  /** Computes the rows anew that were replaced since, and puts them where they belong; null when the whole has to be made again. */
  const mended = (known: Computed, expr: Expr, moment: Moment): Vector | null => {
    const rows = known.mendable ? edits.since(known.revision) : null;
    if (rows === null) return null;
    const { vector } = known;
    const now = evaluateColumns(expr, frame, moment, rows);
    if ((vector.kind !== 'numbers' && vector.kind !== 'flags') || now.kind !== vector.kind) return null;
    const other = rows.filter((row, i) => !Object.is(vector.values[row], now.values[i]));
    if (other.length === 0) return vector;
    const before = Float64Array.from(other, (row) => vector.values[row] as number);
    for (let i = 0; i < rows.length; i++) vector.values[rows[i] as number] = now.values[i] as number;
    const next: Vector = { ...vector };
    notePatch(next, { from: vector, rows: other, before });
    return next;
  };

  const vector = (expr: Expr, moment: Moment): Vector => {
    if (expr.op === 'column') return column(expr.links, expr.name);
    const { today, zone } = moment;
    const known = vectors.get(expr);
    const reads = readBy(expr);
    const alike = known !== undefined && known.today === today && known.zone === zone && known.shape === edits.shape;
    if (alike && reads.paths.length === 0 && known.revision === edits.revision) return known.vector;
    let current = 0;
    for (const store of reads.stores) current += store.version;
    const others = revisions(reads.paths);
    const near = alike && known.others === others ? known : undefined;
    if (near?.own === current) {
      near.revision = edits.revision;
      return near.vector;
    }
    const repaired = near ? mended(near, expr, moment) : null;
    const value = repaired ?? evaluateColumns(expr, frame, moment);
    vectors.set(expr, {
      vector: value,
      today,
      zone,
      shape: edits.shape,
      own: current,
      others,
      mendable:
        repaired !== null ||
        isOwn(
          value,
          reads.references.map(({ links, name }) => column(links, name)),
        ),
      revision: edits.revision,
    });
    return value;
  };

  const select = (expr: Expr | null, moment: Moment): Uint32Array => {
    if (expr === null) {
      if (everyRow.length !== ids.length) everyRow = upTo(ids.length);
      return everyRow;
    }
    // All of several conditions: those kept from another question are not computed again.
    if (expr.op === 'call' && expr.name === 'and') {
      const [first = null, ...others] = expr.args;
      return others.reduce((rows, one) => narrowed(rows, vector(one, moment)), select(first, moment));
    }
    const flags = vector(expr, moment);
    if (flags.kind !== 'flags') throw new Error('a condition is a flag');
    const known = selections.get(expr);
    if (known?.flags === flags) return known.rows;
    const rows = chosenRows(flags.values);
    selections.set(expr, { flags, rows });
    return rows;
  };

  return { column, follow, vector, select };
};

/** Whether writing into a vector of numbers or flags would leave these columns alone. */
const isOwn = (vector: Vector, columns: readonly Vector[]): boolean => {
  if (vector.kind !== 'numbers' && vector.kind !== 'flags') return false;
  const { buffer } = vector.values;
  return columns.every((column) => column.kind !== vector.kind || column.values.buffer !== buffer);
};

/** A column behind a link that leads to no frame: null in every row, in the shape of a text. */
const nothing = (length: number): Vector => ({
  kind: 'codes',
  codes: new Uint32Array(length),
  dictionary: { length: 0, get: () => '' },
});
