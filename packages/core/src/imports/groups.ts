import type { Value } from '../kinds/index.ts';
import type { Rec, Write } from '../records/index.ts';
import type { Known } from './lookup.ts';
import { type Rule, titleIn } from './outcome.ts';
import { type PatchContext, patchOf } from './patch.ts';
import type { FileRow } from './rows.ts';
import { likely, tellingFirst } from './tell-apart.ts';
import { type Candidate, keyName, keyText, matchKeys, matchText, refusesConsent } from './rules.ts';

/** The rows of a file that are one record, and the one write they come to. */
export interface Group {
  readonly id: string;
  /** The record that exists; null for a new one. */
  readonly base: Rec | null;
  /** The record as it will be. */
  next: Rec;
  write: Write | null;
  patch: Readonly<Record<string, Value>>;
  /** The line of its first row. */
  readonly line: number;
  readonly ownId: boolean;
}

/** Which record a row is. */
export type Match =
  | { readonly is: 'new'; readonly rule: Rule }
  | { readonly is: 'stored'; readonly record: Rec; readonly rule: Rule; readonly key?: string }
  | { readonly is: 'group'; readonly group: Group; readonly rule: Rule; readonly key?: string }
  | { readonly is: 'none'; readonly rule: Rule; readonly candidates: readonly Candidate[] };

/** Finds the record of each row, among those that exist and those of earlier rows. */
export interface Matcher {
  /** The row names its record by more than a title. */
  sure(row: FileRow): boolean;
  /** `before`: the record that it turned out to be. */
  match(row: FileRow, before?: string): Match;
  /** Rows find this record from now on. */
  learn(group: Group, row: FileRow): void;
  /** Rows that share an address or a number with this one, of which nobody knows which record it is, are in the same doubt. */
  doubt(row: FileRow, match: Match): void;
  /** Forgets the doubts: rows in doubt are looked at again. */
  forget(): void;
}

interface Found {
  readonly record: Rec;
  readonly group: Group | undefined;
}

/** What the matcher of one entity's rows looks at. */
export interface MatcherContext extends PatchContext {
  readonly known: Known;
  readonly rows: readonly FileRow[];
}

/** Matches the rows of one file, in their order. */
export const matcherOf = (context: MatcherContext): Matcher => {
  const { entity, ruling, known, rows } = context;
  const keys = matchKeys(entity);
  const groups = new Map<string, Group>();
  const byText = new Map<string, Set<Group>>();
  const doubts = new Map<string, Match>();
  const claimed = new Set(rows.flatMap(({ ownId, draft }) => (ownId ? [draft.id] : [])));
  const textOf = (record: Pick<Rec, 'values'>, at: number): string | null => {
    const key = keys[at];
    return key ? keyText(key, record.values) : null;
  };
  /** A number or a day that differs: no need to look at the rest. */
  const plainlyOther = (row: FileRow, record: Rec, key: string): boolean =>
    row.said.some(({ field, value }) => {
      const old = record.values[field.name] ?? null;
      const plain = typeof value === 'number' || field.kind === 'date';
      return plain && old !== value && field.name !== key && !field.follows && !refusesConsent(field, old);
    });
  const sameAs = (row: FileRow, record: Rec, key: string): boolean =>
    !plainlyOther(row, record, key) && Object.keys(patchOf(row, record, context, { key, strict: true })).length === 0;

  const foundBy = (row: FileRow, at: number): readonly Found[] => {
    const key = keys[at];
    const text = textOf(row.draft, at);
    if (!key || text === null || (key.by === 'title' && row.ownId)) return [];
    const stored = known
      .find(entity.name, key, text)
      .filter(({ id }) => id === row.draft.id || !(row.ownId && claimed.has(id)))
      // what an earlier row changed is found by what it is now, as it would be the next time
      .filter(({ id }) => textOf(groups.get(id)?.next ?? { values: {} }, at) === text || !groups.has(id));
    const found = new Map<string, Found>(stored.map((record) => [record.id, { record, group: groups.get(record.id) }]));
    for (const group of byText.get(`${at} ${text}`) ?? [])
      if (key.by === 'key' || !(row.ownId && group.ownId)) found.set(group.id, { record: group.next, group });
    return [...found.values()].map((one) => (one.group ? { record: one.group.next, group: one.group } : one));
  };

  const titleOf = context.write.titleOf;
  const title = keys.findIndex(({ by }) => by === 'title');
  const name = entity.title.name;
  /** Rows that have a title of their own record among several: kept for them before any row is decided, so that their order does not matter. */
  const reserved = new Map<FileRow, string>();
  const taken = new Set(claimed);
  /** The title and number of a row: others with the same are the same record. Empty without a number. */
  const numberOf = (row: FileRow): string => {
    const numbers = ruling.apart.flatMap((field) =>
      field.kind === 'link' ? [] : (row.draft.values[field.name] ?? []),
    );
    return numbers.length === 0 ? '' : JSON.stringify([textOf(row.draft, title), ...numbers]);
  };
  const peers = new Map<string, FileRow[]>();
  for (const row of rows) {
    const number = row.ownId ? '' : numberOf(row);
    if (number !== '') peers.set(number, [...(peers.get(number) ?? []), row]);
  }
  const keep = (row: FileRow, one: Found): void => {
    taken.add(one.record.id);
    for (const peer of peers.get(numberOf(row)) ?? [row]) if (!reserved.has(peer)) reserved.set(peer, one.record.id);
    reserved.set(row, one.record.id);
  };
  const free = (row: FileRow, found: readonly Found[]): readonly Found[] =>
    likely(
      row,
      found.filter(({ record, group }) => !group && !taken.has(record.id)),
      ruling,
      titleOf,
    ).left;
  const reserve = (): void => {
    if (ruling.titles === 'same' || title < 0) return;
    const open = tellingFirst(rows, entity, ruling)
      .flatMap((at) => rows[at] ?? [])
      .filter((row) => !row.ownId && keys.every((_, at) => at === title || foundBy(row, at).length === 0))
      .map((row) => ({ row, found: foundBy(row, title) }));
    for (const { row, found } of open) {
      const { left, numbered } = likely(row, found, ruling, titleOf);
      if (numbered && left[0] && left.length === 1) keep(row, left[0]);
    }
    for (const { row, found } of open) {
      const equal = reserved.has(row) ? undefined : free(row, found).find(({ record }) => sameAs(row, record, name));
      if (equal) keep(row, equal);
    }
    for (let again = true; again; ) {
      again = false;
      for (const { row, found } of open) {
        const [only, ...others] = reserved.has(row) ? [] : free(row, found);
        if (!only || others.length > 0) continue;
        keep(row, only);
        again = true;
      }
    }
  };
  reserve();

  const titled = (row: FileRow, found: readonly Found[]): readonly Found[] => {
    const { left, numbered } = likely(row, found, ruling, titleOf);
    if (ruling.titles === 'same' || numbered) return left;
    const mine = reserved.get(row);
    if (mine !== undefined) return found.filter(({ record }) => record.id === mine);
    const open = free(row, found);
    if (open.length > 0) return open;
    const same = found.find(({ record, group }) => group && sameAs(row, record, name));
    return same ? [same] : [];
  };

  const choose = (row: FileRow, at: number): Match | null => {
    const key = keys[at];
    if (!key) return null;
    const { by, field } = key;
    let found = foundBy(row, at);
    if (by === 'title') found = titled(row, found);
    if (found.length > 1 && by === 'email') {
      const title = matchText(entity.title, row.draft.values[entity.title.name] ?? null);
      const called = found.filter(
        ({ record }) => title !== null && matchText(entity.title, record.values[entity.title.name] ?? null) === title,
      );
      if (called.length > 0) found = called;
    }
    if (found.length > 1) found = found.filter(({ record }) => sameAs(row, record, field.name)).slice(0, 1);
    const [one] = found;
    if (one) {
      return one.group
        ? { is: 'group', group: one.group, rule: { by: 'duplicate', line: one.group.line }, key: field.name }
        : { is: 'stored', record: one.record, rule: { by, field: keyName(key) }, key: field.name };
    }
    const several = by === 'title' ? titled(row, foundBy(row, at)) : foundBy(row, at);
    if (several.length === 0) return doubts.get(`${at} ${textOf(row.draft, at)}`) ?? null;
    const candidates = several.map(({ record }) => ({
      id: record.id,
      title: titleIn(record, name),
      likeness: 1,
    }));
    return { is: 'none', rule: { by: 'ambiguous', field: keyName(key) }, candidates };
  };

  return {
    match: (row, before) => {
      if (before !== undefined) {
        const group = groups.get(before);
        const there = known.get(entity.name, before);
        const [field, key] = [entity.title.name, entity.title.name];
        if (group) return { is: 'group', group, rule: { by: 'duplicate', line: group.line }, key };
        if (there) return { is: 'stored', record: there, rule: { by: 'title', field }, key };
        // a later row makes the record: this one makes it instead, so that rows add up in the order of the file
        return { is: 'new', rule: { by: 'new' } };
      }
      const mine = row.ownId ? groups.get(row.draft.id) : undefined;
      if (mine) return { is: 'group', group: mine, rule: { by: 'duplicate', line: mine.line } };
      const stored = row.ownId ? known.get(entity.name, row.draft.id) : undefined;
      if (stored) return { is: 'stored', record: stored, rule: { by: 'id' } };
      for (const at of keys.keys()) {
        const match = choose(row, at);
        if (match) return match;
      }
      return { is: 'new', rule: { by: 'new' } };
    },
    sure: (row) => row.ownId || keys.some(({ by }, at) => by !== 'title' && foundBy(row, at).length > 0),
    forget: () => doubts.clear(),
    doubt: (row, match) => {
      for (const [at, { by }] of keys.entries()) {
        const text = by === 'title' || row.ownId ? null : textOf(row.draft, at);
        if (text !== null) doubts.set(`${at} ${text}`, match);
      }
    },
    learn: (group, row) => {
      groups.set(group.id, group);
      for (const at of keys.keys())
        for (const text of [textOf(row.draft, at), textOf(group.next, at)])
          if (text !== null) byText.set(`${at} ${text}`, (byText.get(`${at} ${text}`) ?? new Set<Group>()).add(group));
    },
  };
};
