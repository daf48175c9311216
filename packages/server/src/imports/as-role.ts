import { type Entity, issue, mayDo, type Model, type Rights } from '@sluice/core';
import { badQuestion, refuse } from '../routes/problem.ts';
import type { ImportDesk } from './desk.ts';
import type { ImportWish } from './wish.ts';
import type { WireImport, WireImportItem, WireUndo } from './wire.ts';

/** A role, what it sees, and a desk that knows everything. */
export interface DeskAsRole {
  readonly desk: ImportDesk;
  readonly rights: Rights;
  readonly seen: Model;
  readonly actor: string;
}

const notAllowed = (action: string, entity: string): never =>
  refuse({
    status: 403,
    code: 'not_allowed',
    detail: `This role may not ${action} ${entity}.`,
    remedy: 'Ask somebody with the role admin.',
  });

/** The fields that somebody speaks of who sends a file. */
const namedIn = ({ map, rules }: ImportWish): readonly string[] => [
  ...Object.values(map),
  ...Object.keys(rules.columns ?? {}),
  ...(rules.clear ?? []),
  ...(rules.apart ?? []),
];

/** Refuses a file about fields that are not for the role to write: before anything is asked of the database. */
const checkFields = (wish: ImportWish, seen: Entity | undefined, whole: Entity | undefined): void => {
  for (const name of namedIn(wish)) {
    const field = seen?.field(name);
    if (field ? field.readOnly : whole?.field(name))
      refuse(badQuestion([issue('field_not_allowed', ['map', name], { received: name })]));
  }
};

/** A wish that makes records of those entities alone of which the role may make some. */
const within = (wish: ImportWish, entity: Entity | undefined, rights: Rights): ImportWish => {
  const may = (link: string): boolean => {
    const to = entity?.field(link)?.to;
    return to !== undefined && mayDo(rights, 'create', to);
  };
  for (const link of wish.creates ?? []) if (!may(link)) notAllowed('create', entity?.field(link)?.to ?? link);
  const links = entity?.stored.flatMap(({ name, to }) => (to === undefined ? [] : [name])) ?? [];
  if (wish.links !== 'create' || links.every(may)) return wish;
  return { ...wish, links: 'match', creates: links.filter(may) };
};

/**
 * Imports of somebody with a role. Columns are taken for fields that they may write; a report shows the fields that they may read; who does
 * not see everything is shown their own imports only. Refusals are thrown (`not_allowed`, `field_not_allowed`).
 */
export const deskAsRole = ({ desk, rights, seen, actor }: DeskAsRole): ImportDesk => {
  const whole = desk.model;
  const restricted = seen !== whole;
  const shown = ({ entity, actor: by }: WireImportItem): boolean =>
    mayDo(rights, 'read', entity) && (!restricted || by === actor);

  const cellsOf = <C extends { readonly field: string }>(entity: string, cells: readonly C[]): readonly C[] =>
    cells.filter(({ field }) => field === 'id' || seen.find(entity)?.field(field));
  const importSeen = (one: WireImport): WireImport => {
    if (!restricted) return one;
    const rows = (list: WireImport['rows']) => list.map((row) => ({ ...row, cells: cellsOf(one.entity, row.cells) }));
    return { ...one, rows: rows(one.rows), rejected: rows(one.rejected) };
  };
  const undoSeen = (undo: WireUndo): WireUndo => {
    if (!restricted) return undo;
    const rows = (list: WireUndo['rows']) => list.map((row) => ({ ...row, cells: cellsOf(row.entity, row.cells) }));
    return { ...undo, rows: rows(undo.rows), conflicts: rows(undo.conflicts) };
  };

  /** An import that the role is shown; null for any other. */
  const found = async (id: string): Promise<WireImport | null> => {
    const one = await desk.get(id);
    return one && shown(one) ? one : null;
  };
  /** The same, for somebody who writes. */
  const theirs = async (id: string): Promise<boolean> => {
    const one = await found(id);
    if (one && !mayDo(rights, 'import', one.entity)) notAllowed('import', one.entity);
    return one !== null;
  };
  const missing = { ok: false, why: 'missing' } as const;
  const answered = <A extends { readonly ok: boolean }>(done: A): A =>
    'import' in done ? { ...done, import: importSeen(done.import as WireImport) } : done;
  const undone = <A extends { readonly ok: boolean }>(done: A): A =>
    'undo' in done ? { ...done, undo: undoSeen(done.undo as WireUndo) } : done;

  /** A wish of somebody who may import what it is about. */
  const allowed = (wish: ImportWish): ImportWish => {
    const entity = seen.named(wish.entity);
    const name = entity?.name ?? whole.named(wish.entity)?.name;
    if (name !== undefined && !mayDo(rights, 'import', name)) notAllowed('import', name);
    checkFields(wish, entity, whole.named(wish.entity));
    return within(wish, entity, rights);
  };

  return {
    model: seen,
    plan: async (bytes, wish, companions = {}) => {
      const theirWish = allowed(wish);
      for (const word of Object.keys(companions)) {
        const other = whole.named(word)?.name ?? word;
        if (!mayDo(rights, 'create', other)) notAllowed('create', other);
      }
      return importSeen(await desk.plan(bytes, theirWish, companions));
    },
    planStream: async (chunks, wish, options) => importSeen(await desk.planStream(chunks, allowed(wish), options)),
    beginPlan: async (chunks, wish) => importSeen(await desk.beginPlan(chunks, allowed(wish))),
    list: async () => (await desk.list()).filter(shown),
    get: async (id) => {
      const one = await found(id);
      return one && importSeen(one);
    },
    rejected: async (id) => ((await found(id)) ? desk.rejected(id) : null),
    rejectedStream: async (id) => ((await found(id)) ? desk.rejectedStream(id) : null),
    accept: async (id, options) => ((await theirs(id)) ? answered(await desk.accept(id, options)) : missing),
    begin: async (id, options) => ((await theirs(id)) ? answered(await desk.begin(id, options)) : missing),
    cancel: async (id) => ((await theirs(id)) ? answered(await desk.cancel(id)) : missing),
    planUndo: async (id, wish) => ((await found(id)) ? undone(await desk.planUndo(id, wish)) : missing),
    undo: async (id, wish) => ((await theirs(id)) ? undone(await desk.undo(id, wish)) : missing),
  };
};
