import { evaluate } from '../expr/index.ts';
import { type Issue, issue } from '../issue.ts';
import type { Value } from '../kinds/index.ts';
import type { Entity, Field } from '../model/index.ts';
import { type Rec, readerOf, type Write, type WriteContext } from '../records/index.ts';
import { decideChange } from '../source/decide.ts';
import type { Checked } from '../issue.ts';
import { fold } from '../text.ts';
import { isBlank } from './lookup.ts';
import type { FileRow, Said } from './rows.ts';
import { matchKeys, refusesConsent, type Ruling } from './rules.ts';

type Values = Readonly<Record<string, Value>>;

/** What changing a record by a row needs. */
export interface PatchContext {
  readonly entity: Entity;
  readonly ruling: Ruling;
  readonly write: WriteContext;
}

/** How a row is laid over a record. */
export interface Laying {
  /** The field by which the record was found: the spelling it has stays. */
  readonly key?: string | undefined;
  /** As if every column overwrote: what differs, whatever the rules do about it. */
  readonly strict?: boolean;
  /** An earlier row of the file is the same record: what records are found by stays as that row left it. */
  readonly joins?: boolean;
}

const plain = (text: string): string => text.replace(/\r\n?/g, '\n').normalize('NFC').trim();

const sameText = (field: Field, a: string, b: string): boolean =>
  field.kind === 'email' ? a.trim().toLowerCase() === b.trim().toLowerCase() : plain(a) === plain(b);

/** Whether a cell of a file says what a record has already: line ends, and the spelling of addresses and of linked titles, aside. */
export const sameCell = (
  { field, exact }: Pick<Said, 'field' | 'exact'>,
  a: Value,
  b: Value,
  titleOf: WriteContext['titleOf'],
): boolean => {
  if (a === b) return true;
  if (isBlank(a) || isBlank(b)) return isBlank(a) && isBlank(b);
  if (field.kind === 'link') {
    const called = (value: Value): string =>
      JSON.stringify(
        (Array.isArray(value) ? (value as readonly Value[]) : [value]).map((id) => {
          const title = exact || typeof id !== 'string' ? null : titleOf(field.to ?? '', id);
          return title === null ? id : fold(title);
        }),
      );
    return called(a) === called(b);
  }
  if (typeof a === 'string' && typeof b === 'string') return sameText(field, a, b);
  return typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b);
};

/** What a field of a record with these changes would follow to; undefined where it follows nothing, as when the record is closed. */
export const followedBy = (
  field: Field,
  base: Rec,
  patch: Values,
  { entity, write }: PatchContext,
): Value | undefined => {
  if (!field.follows) return undefined;
  const values = { ...base.values, ...patch };
  const stage = entity.stage ? values[entity.stage.name] : null;
  const outcome = typeof stage === 'string' ? entity.stage?.pipeline?.stage(stage)?.outcome : undefined;
  if (outcome !== undefined && outcome !== 'open') return undefined;
  const reader = readerOf(write.model, entity, { ...base, values: { ...values, [field.name]: null } }, write.follow);
  return evaluate(field.follows, reader, write.moment);
};

/** What a following field gets when a file speaks of it: nothing where it would follow to that value anyway. */
const followingCell = ({ field, value }: Said, base: Rec, patch: Values, context: PatchContext): Value | undefined => {
  const followed = followedBy(field, base, patch, context);
  if (followed === undefined) return undefined;
  const stored = base.values[field.name] ?? null;
  if (value === followed)
    return base.overrides[field.name] !== undefined || (stored !== null && stored !== value) ? null : undefined;
  return stored === value ? undefined : value;
};

/** The cells of a record that a row changes, by the rules of its columns. */
export const patchOf = (
  row: FileRow,
  base: Rec,
  context: PatchContext,
  { key, strict = false, joins = false }: Laying = {},
): Values => {
  const { ruling, write } = context;
  const patch: Record<string, Value> = {};
  const fixed = new Set(
    joins ? [...matchKeys(context.entity).flatMap(({ field, others }) => [field, ...others]), ...ruling.apart] : [],
  );
  const open = (field: Field, blank: boolean): boolean => {
    const { name } = field;
    if (fixed.has(field) && !blank) return false;
    const collision = strict ? 'overwrite' : ruling.collision(name);
    return name !== key && (collision === 'overwrite' || (collision === 'fill' && blank));
  };
  for (const said of row.said) {
    const { field, value } = said;
    const old = base.values[field.name] ?? null;
    if (field.follows || !open(field, isBlank(old)) || refusesConsent(field, old)) continue;
    if (sameCell(said, old, value, write.titleOf)) continue;
    // a record that was not found by its identifier keeps the spelling of its title
    const spelling = key !== undefined && field === context.entity.title && typeof old === 'string';
    if (!spelling || typeof value !== 'string' || fold(old) !== fold(value)) patch[field.name] = value;
  }
  for (const field of row.blanks) {
    const old = base.values[field.name] ?? null;
    if (!ruling.clears(field.name) || isBlank(old) || !open(field, false) || refusesConsent(field, old)) continue;
    patch[field.name] = null;
  }
  for (const said of row.said) {
    const { name } = said.field;
    if (!said.field.follows || !open(said.field, isBlank(base.values[name] ?? null))) continue;
    const value = followingCell(said, base, patch, context);
    if (value !== undefined) patch[name] = value;
  }
  return patch;
};

/** What a row asks for and does not get, because somebody said no to being written to. */
export const consentKept = (row: FileRow, base: Rec): readonly Issue[] =>
  row.said.flatMap(({ field, value }) => {
    const old = base.values[field.name] ?? null;
    if (!refusesConsent(field, old) || old === value) return [];
    return [
      issue('consent_kept', ['rows', row.line, field.name], {
        severity: 'warning',
        received: JSON.stringify(value),
        remedy: 'Change it on the record itself, if the person agreed.',
      }),
    ];
  });

/**
 * Lays a row over a record on top of what earlier rows of the file changed: one write of everything, none when nothing differs in the
 * end. What a write entails by itself (a closing day) is looked at again, until the record says what the row says.
 */
export const layOver = (
  row: FileRow,
  { base, patch: before, next }: { readonly base: Rec; readonly patch: Values; readonly next: Rec },
  context: PatchContext,
  laying: Laying,
): Checked<{ readonly write: Write | null; readonly patch: Values }> => {
  const { entity, write } = context;
  let patch: Values = { ...before, ...patchOf(row, next, context, laying) };
  for (let again = 0; ; again++) {
    patch = withoutSame(patch, base, context);
    const decided = decideChange(entity, base, patch, write);
    if (Object.entries(patch).every(([name, value]) => equal(base.values[name] ?? null, value))) {
      const issues = decided.issues.map((one) => ({ ...one, severity: 'warning' as const }));
      return { ok: true, value: { write: null, patch }, issues };
    }
    if (!decided.ok) return decided;
    const more = patchOf(row, decided.value?.record ?? base, context, laying);
    const news = Object.entries(more).filter(([name, value]) => !(name in patch) || patch[name] !== value);
    if (news.length === 0 || again === 3)
      return { ok: true, value: { write: decided.value, patch }, issues: decided.issues };
    patch = { ...patch, ...Object.fromEntries(news) };
  }
};

const equal = (a: Value, b: Value): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** A patch without overrides that the record has already, or that say what the field would follow to. */
const withoutSame = (patch: Values, base: Rec, { entity, write }: PatchContext): Values =>
  Object.fromEntries(
    Object.entries(patch).flatMap(([name, value]): readonly (readonly [string, Value])[] => {
      const field = entity.field(name);
      if (!field?.follows || value === null) return [[name, value]];
      const overridden = base.overrides[name] !== undefined;
      if (overridden && base.values[name] === value) return [];
      const values = { ...base.values, ...patch, [name]: null };
      const reader = readerOf(write.model, entity, { ...base, values }, write.follow);
      if (evaluate(field.follows, reader, write.moment) !== value) return [[name, value]];
      return overridden ? [[name, null]] : [];
    }),
  );
