import { type Issue, issue } from '../issue.ts';
import type { Value } from '../kinds/index.ts';
import type { Entity } from '../model/index.ts';
import { linksOf, type Rec, type Write, type WriteContext } from '../records/index.ts';
import { decideCreate } from '../source/decide.ts';
import { type Group, type Match, matcherOf } from './groups.ts';
import { noted } from './journal.ts';
import { kinOf } from './kin.ts';
import { isBlank, type Known } from './lookup.ts';
import { type PlannedCell, type PlannedRow, type Rule, titleIn } from './outcome.ts';
import { consentKept, followedBy, type Laying, layOver, type PatchContext, patchOf } from './patch.ts';
import type { FileRow, Said } from './rows.ts';
import { tellingFirst } from './tell-apart.ts';
import { keyName, keyText, matchKeys, type Ruling } from './rules.ts';

/** What deciding about the rows of one file needs. */
export interface Deciding {
  readonly entity: Entity;
  readonly ruling: Ruling;
  readonly known: Known;
  readonly rows: readonly FileRow[];
  readonly write: WriteContext;
  /** The record that a link of the file leads to, once rows have found theirs; null when it leads to nothing. */
  readonly linkTo: (entity: string, id: string) => string | null;
}

/** What became of the rows of one file. */
export interface Decided {
  readonly rows: readonly PlannedRow[];
  readonly writes: readonly Write[];
  /** Identifiers that rows were given → those of the records they are; null for a row that is none. */
  readonly ids: ReadonlyMap<string, string | null>;
}

/** A row with its links leading to records that are, or will be; and what was lost on the way. */
const linked = (
  row: FileRow,
  { entity, linkTo }: Deciding,
): { readonly row: FileRow; readonly issues: readonly Issue[] } => {
  const links = linksOf(entity, row.draft.values);
  if (links.every((link) => linkTo(link.entity, link.id) === link.id)) return { row, issues: [] };
  const issues: Issue[] = [];
  const values: Record<string, Value> = { ...row.draft.values };
  for (const field of entity.stored) {
    const value = values[field.name] ?? null;
    if (field.to === undefined || value === null) continue;
    const asked = (Array.isArray(value) ? value : [value]).map(String);
    const to = asked.flatMap((id) => linkTo(field.to ?? '', id) ?? []);
    if (to.length < asked.length)
      issues.push(
        issue('not_linked', ['rows', row.line, field.name], {
          severity: field.required ? 'error' : 'warning',
          received: asked.find((id) => linkTo(field.to ?? '', id) === null),
          remedy: 'The record it names is not imported: mend that row first.',
        }),
      );
    values[field.name] = field.many === true ? [...new Set(to)] : (to[0] ?? null);
  }
  const said = row.said.flatMap((one): readonly Said[] => {
    if (one.field.to === undefined) return [one];
    const value = values[one.field.name] ?? null;
    return isBlank(value) ? [] : [{ ...one, value }];
  });
  return { row: { ...row, draft: { ...row.draft, values }, said }, issues };
};

/** The plan of a row that is not imported. */
export const rejectedRow = (
  { line, source }: { readonly line: number; readonly source: readonly string[] },
  rule: Rule,
  issues: readonly Issue[],
  rest: Partial<Pick<PlannedRow, 'id' | 'version' | 'title' | 'candidates'>> = {},
): PlannedRow => ({
  line,
  fate: 'reject',
  rule,
  id: null,
  version: null,
  title: '',
  cells: [],
  candidates: [],
  ...rest,
  issues,
  source,
});

/** How often rows are decided again because later ones told which record an earlier one is. */
const AGAIN = 4;

/** Decides about each row of a file in its order: which record it is, and what it changes there. */
export const decideRows = (deciding: Deciding): Decided => {
  const found = new Map<number, string>();
  let decided = decideOnce(deciding, found);
  for (let again = 0; again < AGAIN && decided.late.size > 0; again++) {
    for (const [at, id] of decided.late) found.set(at, id);
    decided = decideOnce(deciding, found);
  }
  return decided;
};

/** One time through the rows; `late`: rows that found their record only after others had changed theirs. */
const decideOnce = (
  deciding: Deciding,
  foundBefore: ReadonlyMap<number, string>,
): Decided & { readonly late: ReadonlyMap<number, string> } => {
  const { entity, ruling, known, write } = deciding;
  const prepared = deciding.rows.map((row) => linked(row, deciding));
  const context: PatchContext = { entity, ruling, write };
  const file = prepared.map(({ row }) => row);
  const matcher = matcherOf({ ...context, known, rows: file });
  const kin = kinOf(file, entity, known);
  const groups: Group[] = [];
  const rows: PlannedRow[] = [];
  const groupOf: Group[] = [];
  const late = new Map<number, string>();
  let place = 0;
  const ids = new Map<string, string | null>();
  const accepted = new Set<string>();
  /** Records that a row was found to be, whether or not it could be written. */
  const touched = new Set<string>();
  const holders = new Map<string, Group>();

  /** Records that hold a value which only one may have. */
  const taken = (row: FileRow, id: string): readonly Issue[] =>
    matchKeys(entity).flatMap((key) => {
      const { by, field } = key;
      const text = by === 'key' ? keyText(key, row.draft.values) : null;
      if (text === null) return [];
      const held = holders.get(`${keyName(key)} ${text}`);
      const other = held?.id ?? known.find(entity.name, key, text).find((one) => one.id !== id)?.id;
      if (other === undefined || other === id) return [];
      const remedy = held ? `Row ${held.line} has the same: keep one of the two.` : `The record ${other} has it.`;
      return [issue('not_unique', ['rows', row.line, field.name], { received: text, remedy })];
    });

  const cellsOf = (before: Rec | null, after: Rec): readonly PlannedCell[] =>
    entity.stored.flatMap(({ name }) => {
      const old = before?.values[name] ?? null;
      const next = after.values[name] ?? null;
      if (JSON.stringify(old) === JSON.stringify(next)) return [];
      return [{ field: name, old, new: next, collision: ruling.collision(name) }];
    });

  const accept = (row: FileRow, group: Group, planned: PlannedRow): void => {
    if (!accepted.has(group.id)) groups.push(group);
    accepted.add(group.id);
    matcher.learn(group, row);
    for (const key of matchKeys(entity)) {
      const text = key.by === 'key' ? keyText(key, group.next.values) : null;
      if (text !== null) holders.set(`${keyName(key)} ${text}`, group);
    }
    rows[place] = planned;
    groupOf[place] = group;
    if (row.draft.id !== group.id) ids.set(row.draft.id, group.id);
  };
  const refuse = (row: FileRow, planned: PlannedRow): void => {
    rows[place] = planned;
    const { id } = row.draft;
    if (!known.get(entity.name, id) && !accepted.has(id) && !ids.has(id)) ids.set(id, null);
  };

  const create = (row: FileRow, rule: Rule, issues: readonly Issue[]): void => {
    const made = decideCreate(entity, row.draft.values, row.draft.id, write);
    const near = known.near(entity.name, titleIn(row.draft, entity.title.name));
    if (!made.ok) return refuse(row, rejectedRow(row, { by: 'refused' }, [...issues, ...made.issues]));
    const { record } = made.value;
    touched.add(record.id);
    const group: Group = {
      id: record.id,
      base: null,
      next: record,
      write: made.value,
      patch: row.draft.values,
      line: row.line,
      ownId: row.ownId,
    };
    accept(row, group, {
      line: row.line,
      fate: 'create',
      rule,
      id: record.id,
      version: null,
      title: titleIn(record, entity.title.name),
      cells: cellsOf(null, record),
      issues: [...issues, ...made.issues],
      candidates: row.ownId ? [] : near,
      source: [],
    });
  };

  const update = (row: FileRow, match: Extract<Match, { is: 'stored' | 'group' }>, lost: readonly Issue[]): void => {
    const group: Group =
      match.is === 'group'
        ? match.group
        : {
            id: match.record.id,
            base: match.record,
            next: match.record,
            write: null,
            patch: {},
            line: row.line,
            ownId: row.ownId,
          };
    const { base, next, patch } = group;
    const issues = [...lost, ...consentKept(row, next)];
    const about = { id: group.id, version: base?.version ?? null, title: titleIn(next, entity.title.name) };
    const laying = { key: match.key, joins: touched.has(group.id) };
    touched.add(group.id);
    const laid =
      base === null ? remade(row, group, context, laying) : layOver(row, { base, patch, next }, context, laying);
    if (!laid.ok) return refuse(row, rejectedRow(row, { by: 'refused' }, [...issues, ...laid.issues], about));
    group.patch = laid.value.patch;
    group.write = laid.value.write;
    group.next = laid.value.write?.record ?? base ?? next;
    const cells = cellsOf(next, group.next);
    const changed = cells.length > 0 || JSON.stringify(next.overrides) !== JSON.stringify(group.next.overrides);
    accept(row, group, {
      ...about,
      line: row.line,
      fate: changed ? 'update' : 'unchanged',
      rule: match.rule,
      title: titleIn(group.next, entity.title.name),
      cells,
      issues: [...issues, ...laid.issues],
      candidates: [],
      source: [],
    });
  };

  const decide = ({ row, issues }: ReturnType<typeof linked>): void => {
    const match = matcher.match(row, foundBefore.get(place));
    const id = match.is === 'stored' ? match.record.id : match.is === 'group' ? match.group.id : row.draft.id;
    const lost = issues.filter(({ severity }) => severity === 'error');
    const clash = match.is === 'none' ? [] : [...lost, ...taken(row, id)];
    if (match.is === 'none') {
      const { rule, candidates } = match;
      const names = candidates.map((one) => `${one.title} (${one.id})`).join(', ');
      const remedy = 'Give the identifier of the one that is meant, or leave the row out.';
      const why = issue('ambiguous_record', ['rows', row.line], {
        received: names,
        remedy,
      });
      const title = titleIn(row.draft, entity.title.name);
      matcher.doubt(row, match);
      refuse(row, rejectedRow(row, rule, [why], { candidates, title }));
    } else if (clash.length > 0) refuse(row, rejectedRow(row, { by: 'refused' }, clash));
    else if (match.is === 'group' && ruling.duplicates === 'reject') {
      const remedy = `Row ${match.group.line} is the same record: keep one of the two.`;
      const why = issue('duplicate_row', ['rows', row.line], {
        received: String(match.group.line),
        remedy,
      });
      rows[place] = rejectedRow(row, match.rule, [why], { title: titleIn(row.draft, entity.title.name) });
      matcher.learn(match.group, row);
      if (row.draft.id !== id) ids.set(row.draft.id, id);
    } else if (match.is === 'new') create(row, match.rule, issues);
    else update(row, match, issues);
  };
  // what later rows change may leave one record only of the several that an earlier row could mean
  const order = tellingFirst(file, entity, ruling);
  // where a second row is rejected, it is not the one that names its record for sure
  const sure = ruling.duplicates === 'reject' ? prepared.map(({ row }) => matcher.sure(row)) : [];
  const first = [...order.filter((at) => sure[at] === true), ...order.filter((at) => sure[at] !== true)];
  for (let open: readonly number[] = first; open.length > 0; ) {
    const doubtful = open.filter((at) => {
      const one = prepared[at];
      place = at;
      if (!one) return false;
      decide(one);
      return rows[at]?.fate === 'reject' && rows[at].rule.by !== 'duplicate';
    });
    if (open !== first)
      for (const at of open) {
        const id = rows[at]?.fate === 'update' || rows[at]?.fate === 'unchanged' ? rows[at].id : null;
        if (id !== null && !foundBefore.has(at)) late.set(at, id);
      }
    matcher.forget();
    // where no row of a kin became clear, none will
    const [before, after] = [tally(open, kin), tally(doubtful, kin)];
    open = doubtful.filter((at) => after.get(kin(at)) !== before.get(kin(at)));
  }
  // rows that changed a record back to what it was changed nothing
  const settled = rows.map((row, at): PlannedRow => {
    const group = groupOf[at];
    return row.fate === 'update' && group?.write === null ? { ...row, fate: 'unchanged', cells: [] } : row;
  });
  for (const id of accepted) ids.delete(id);
  return { rows: settled, writes: groups.flatMap(({ write: one, base }) => (one ? noted(one, base) : [])), ids, late };
};

/** How many of the rows at these places are of which kin. */
const tally = (places: readonly number[], kin: (at: number) => number): ReadonlyMap<number, number> => {
  const counts = new Map<number, number>();
  for (const at of places) counts.set(kin(at), (counts.get(kin(at)) ?? 0) + 1);
  return counts;
};

/** A new record made again with what a further row of the file adds to it. */
const remade = (row: FileRow, group: Group, context: PatchContext, laying: Laying): ReturnType<typeof layOver> => {
  const laid = patchOf(row, group.next, context, laying);
  // what an earlier row set by hand ends with a later one that says what the field follows anyway
  const ended = row.said.filter(
    ({ field, value }) => !(field.name in laid) && followedBy(field, group.next, laid, context) === value,
  );
  const kept = Object.entries(group.patch).filter(([name]) => !ended.some(({ field }) => field.name === name));
  const patch = { ...Object.fromEntries(kept), ...laid };
  const made = decideCreate(context.entity, patch, group.id, context.write);
  return made.ok ? { ok: true, value: { write: made.value, patch }, issues: made.issues } : made;
};
