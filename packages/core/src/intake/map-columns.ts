import { hasErrors, type Issue, issue } from '../issue.ts';
import { labelTexts } from '../kinds/index.ts';
import type { Entity, Field } from '../model/index.ts';
import { headerKey } from '../text.ts';
import { matchValues, samplesOf } from './by-values.ts';
import { fits } from './fit.ts';
import { fieldMatcher, type Matcher, type MatchReason } from './match.ts';

/**
 * Why a column was taken for a field: somebody said so, or did so the last time, its name, a label, an alias, words it contains, a near
 * spelling, two columns that make one name, its values.
 */
export type MapReason = 'asked' | 'remembered' | MatchReason | 'joined' | 'values';

/** A column that feeds a field. `field` is a field of the entity, or `id`. */
export interface MappedColumn {
  readonly column: number;
  readonly header: string;
  readonly field: string;
  /** 0 to 1; 1 when asked for. */
  readonly confidence: number;
  readonly reason: MapReason;
  /** Another column whose text follows this one's, after a space: first and last name. */
  readonly joined?: number;
  /** Columns that stand in, in this order, where this one is blank: the private address where there is none for work. */
  readonly otherwise?: readonly number[];
  /** Up to three different values. */
  readonly samples?: readonly string[];
}

/** Which column feeds which field; each field at most once. */
export interface Mapping {
  readonly entity: string;
  readonly columns: readonly MappedColumn[];
  /** Columns that feed nothing. */
  readonly unmatched: readonly string[];
  readonly issues: readonly Issue[];
}

/** What a mapping is made from: a table, or the head and first rows of a stream. */
export interface MappableTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

interface Candidate extends Omit<MappedColumn, 'header'> {
  readonly order: number;
}

const ENOUGH = 0.5;
const SAMPLE = 200;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What people say about columns: column → field, `-` for none. */
export interface MapOptions {
  /** For this file; mistakes are errors. */
  readonly map?: Readonly<Record<string, string>>;
  /** For the last file; what no longer fits is passed over. */
  readonly remembered?: Readonly<Record<string, string>>;
}

/**
 * Finds the field each column feeds: what `map` says (column → field; `-` leaves the column out), what was `remembered`, then equal
 * names, labels in any language and aliases (accents, case, articles and punctuation do not matter), then shared words and near
 * spellings, these only where the values fit, then the values alone, where they leave no choice. Further columns of addresses or
 * telephone numbers stand in where the first is blank. Reports `no_such_column`, `no_such_field`, `read_only`, `mapped_twice`, `nothing_mapped`, `unmapped_required`.
 */
export function mapColumns(
  table: MappableTable,
  entity: Entity,
  { map = {}, remembered = {} }: MapOptions = {},
): Mapping {
  const issues: Issue[] = [];
  const asked = askedColumns(table.header, entity, map, issues);
  const taken = new Map<number, MappedColumn>();
  const fed = new Set<string>();
  for (const one of asked) {
    if (one.field !== null && fed.has(one.field)) issues.push(issue('mapped_twice', [one.field]));
    else if (one.field !== null) {
      fed.add(one.field);
      taken.set(one.column, {
        column: one.column,
        header: table.header[one.column] ?? '',
        field: one.field,
        confidence: 1,
        reason: 'asked',
      });
    }
  }
  const left = new Set(asked.map(({ column }) => column));
  for (const { column, field } of rememberedColumns(table, entity, remembered)) {
    if (left.has(column) || (field !== null && fed.has(field))) continue;
    left.add(column);
    if (field === null) continue;
    fed.add(field);
    const header = table.header[column] ?? '';
    taken.set(column, { column, header, field, confidence: 0.99, reason: 'remembered' });
  }
  const person = fed.has(entity.title.name) ? null : personName(table.header, entity, left);
  if (person !== null) {
    fed.add(person.field);
    taken.set(person.column, person);
    left.add(person.column).add(person.joined);
  }
  const matcher = fieldMatcher(entity);
  const candidates = table.header.flatMap((header, column) =>
    left.has(column) ? [] : candidatesOf(header, column, entity, matcher, table.rows),
  );
  candidates.sort((a, b) => b.confidence - a.confidence || a.column - b.column || a.order - b.order);
  for (const { order: _, ...one } of candidates) {
    if (taken.has(one.column) || fed.has(one.field)) continue;
    fed.add(one.field);
    taken.set(one.column, { ...one, header: table.header[one.column] ?? '' });
  }
  const spare = spareColumns(candidates, taken, entity);
  const known = new Set([...taken.keys(), ...left, ...[...spare.values()].flat()]);
  const unknown = table.header.flatMap((header, column) =>
    known.has(column) ? [] : [{ column, header, values: sampleOf(table.rows, column) }],
  );
  for (const { column, field, confidence } of matchValues(unknown, entity, fed)) {
    fed.add(field);
    taken.set(column, { column, header: table.header[column] ?? '', field, confidence, reason: 'values' });
  }
  const columns = [...taken.values()]
    .sort((a, b) => a.column - b.column)
    .map((one) => {
      const otherwise = spare.get(one.column);
      const samples = samplesOf(table.rows, one.column);
      return { ...one, ...(otherwise === undefined ? {} : { otherwise }), samples };
    });
  const used = new Set([...taken.keys(), ...[...spare.values()].flat()]);
  if (!hasErrors(issues)) issues.push(...missing(entity, fed));
  return {
    entity: entity.name,
    columns,
    unmatched: table.header.filter((_, column) => !used.has(column) && column !== person?.joined),
    issues,
  };
}

/** Whether people keep several of a kind, in columns of their own; all but one are often blank. */
function several({ kind }: Field): boolean {
  return kind === 'email' || kind === 'phone';
}

function blankColumn(values: readonly string[]): boolean {
  return values.length > 0 && values.every((value) => value.trim() === '');
}

/** Columns that were candidates for a field of several (e-mail, telephone) another column feeds already, by that column. */
function spareColumns(
  candidates: readonly Candidate[],
  taken: ReadonlyMap<number, MappedColumn>,
  entity: Entity,
): ReadonlyMap<number, readonly number[]> {
  const spare = new Map<number, number[]>();
  for (const main of taken.values()) {
    const field = entity.field(main.field);
    if (field === undefined || !several(field)) continue;
    const others = candidates.filter((one) => one.field === main.field && !taken.has(one.column));
    if (others.length > 0 && main.reason !== 'asked')
      spare.set(
        main.column,
        others.map(({ column }) => column).sort((a, b) => a - b),
      );
  }
  return spare;
}

/** The columns that were mapped the last time and still can be. */
function rememberedColumns(
  table: MappableTable,
  entity: Entity,
  remembered: Readonly<Record<string, string>>,
): readonly Asked[] {
  const known = new Map(Object.entries(remembered).map(([name, field]) => [headerKey(name), field] as const));
  if (known.size === 0) return [];
  return table.header.flatMap((header, column): readonly Asked[] => {
    const wanted = known.get(headerKey(header));
    if (wanted === undefined) return [];
    if (wanted === '' || wanted === '-') return [{ column, field: null }];
    const field = entity.stored.find(({ name }) => name === wanted);
    if (field === undefined || field.formula !== undefined || field.readOnly) return [];
    const values = sampleOf(table.rows, column).filter((value) => value.trim() !== '');
    return values.length === 0 || fits(values, field) ? [{ column, field: field.name }] : [];
  });
}

function sampleOf(rows: readonly (readonly string[])[], column: number): readonly string[] {
  return rows.slice(0, SAMPLE).map((row) => row[column] ?? '');
}

interface Asked {
  readonly column: number;
  readonly field: string | null;
}

/** The columns that `map` names, by header (any spelling) or position from 1; a null field leaves its column out. */
function askedColumns(
  header: readonly string[],
  entity: Entity,
  map: Readonly<Record<string, string>>,
  issues: Issue[],
): readonly Asked[] {
  return Object.entries(map).flatMap(([name, wanted]): readonly Asked[] => {
    const exact = header.indexOf(name);
    const column =
      exact >= 0 ? exact : header.findIndex((one) => headerKey(one) === headerKey(name) && headerKey(name) !== '');
    const place = column >= 0 ? column : /^\d+$/.test(name) ? Number(name) - 1 : -1;
    if (header[place] === undefined) {
      issues.push(
        issue('no_such_column', ['map', name], {
          received: name,
          expected: header.join(', '),
          remedy: 'Use a column name of the first row.',
        }),
      );
      return [];
    }
    if (wanted === '' || wanted === '-') return [{ column: place, field: null }];
    const field = wanted === 'id' ? 'id' : fieldNamed(entity, wanted);
    if (field === undefined) {
      const expected = entity.stored.map((one) => one.name).join(', ');
      issues.push(
        issue('no_such_field', ['map', name], { received: wanted, expected, remedy: `Use one of: ${expected}.` }),
      );
      return [];
    }
    if (field !== 'id' && field.readOnly) {
      issues.push(issue('field_not_allowed', ['map', name], { received: field.name }));
      return [];
    }
    if (field !== 'id' && field.formula !== undefined) {
      issues.push(issue('read_only', ['map', field.name], { remedy: 'Map the column to a field that is entered.' }));
      return [];
    }
    return [{ column: place, field: field === 'id' ? 'id' : field.name }];
  });
}

/** First and last name in two columns make the title of a record that no other column names. */
function personName(
  header: readonly string[],
  entity: Entity,
  left: ReadonlySet<number>,
): (MappedColumn & { readonly joined: number }) | null {
  if (entity.title.kind !== 'text') return null;
  const keys = header.map((one, column) => (left.has(column) ? '' : headerKey(one)));
  const first = keys.findIndex((key) => FIRST_NAME.has(key));
  const last = keys.findIndex((key) => LAST_NAME.has(key));
  if (first < 0 || last < 0) return null;
  const titles = new Set(
    [entity.title.name, ...labelTexts(entity.title.label), ...entity.title.aliases].map(headerKey),
  );
  if (keys.some((key, column) => column !== first && column !== last && titles.has(key))) return null;
  return {
    column: first,
    joined: last,
    header: header[first] ?? '',
    field: entity.title.name,
    confidence: 0.9,
    reason: 'joined',
  };
}

const FIRST_NAME: ReadonlySet<string> = new Set(
  ['first name', 'given name', 'forename', 'prénom', 'имя', 'שם פרטי'].map(headerKey),
);
const LAST_NAME: ReadonlySet<string> = new Set(
  ['last name', 'surname', 'family name', 'nom', 'nom de famille', 'фамилия', 'שם משפחה'].map(headerKey),
);

function fieldNamed(entity: Entity, word: string): Field | undefined {
  const key = headerKey(word);
  return (
    entity.field(word) ??
    entity.fields.find((field) => [field.name, ...labelTexts(field.label)].some((text) => headerKey(text) === key))
  );
}

function candidatesOf(
  header: string,
  column: number,
  entity: Entity,
  matcher: Matcher,
  rows: readonly (readonly string[])[],
): readonly Candidate[] {
  const heading = matcher.heading(header);
  if (heading.key === '') return [];
  const values = sampleOf(rows, column);
  const found: Candidate[] = [];
  if (heading.key === 'id') {
    const filled = values.filter((value) => value.trim() !== '');
    if (filled.length > 0 && filled.every((value) => UUID.test(value.trim()))) {
      found.push({ column, field: 'id', confidence: 1, reason: 'name', order: -1 });
    }
  }
  for (const [order, field] of entity.stored.entries()) {
    if (field.readOnly) continue;
    const best = matcher.match(heading, field, () => fits(values, field) || (several(field) && blankColumn(values)));
    if (best !== null && best.confidence >= ENOUGH) found.push({ column, field: field.name, order, ...best });
  }
  return found;
}

/** An error for every required field that no column, default or fallback can fill. */
function missing(entity: Entity, fed: ReadonlySet<string>): readonly Issue[] {
  const remedy = `Map a column by hand, for example "Column=${entity.title.name}".`;
  if (fed.size === 0) return [issue('nothing_mapped', [], { params: { entity: entity.name }, remedy })];
  return entity.stored
    .filter((field) => field.required && !fed.has(field.name) && field.default === null && field.follows === undefined)
    .filter((field) => !field.fallback.some((name) => fed.has(name)))
    .map((field) =>
      issue('unmapped_required', [field.name], { remedy: `Add a column named "${field.name}", or map one to it.` }),
    );
}
