import { hasErrors, type Issue, issue } from '../issue.ts';
import type { Value } from '../kinds/index.ts';
import type { Entity, Field, Model } from '../model/index.ts';
import { fold, headerKey } from '../text.ts';

/** What a column does to a cell that has a value already: replace it, leave it and fill blanks only, or nothing at all. */
export type Collision = 'overwrite' | 'fill' | 'skip';

/** A record that a row could mean. */
export interface Candidate {
  readonly id: string;
  readonly title: string;
  /** 1 when it is equally called. */
  readonly likeness: number;
}

/** What a person may decide about an import. Everything has a default. */
export interface ImportRules {
  /** Field → what its column does to cells that have a value; `overwrite` where nothing is said. */
  readonly columns?: Readonly<Record<string, Collision>>;
  /** Fields whose blank cells empty the record's; a blank cell says nothing otherwise. */
  readonly clear?: readonly string[];
  /** A row that is the same record as an earlier one: adds to it (`update`), or is rejected. */
  readonly duplicates?: 'update' | 'reject';
  /**
   * Rows that share a title and nothing tells apart: one record (`same`), or as many as there are rows that differ (`apart`).
   * Entities with stages come `apart`: a client has many deals.
   */
  readonly titles?: 'same' | 'apart';
  /** Fields that tell records of one title apart, when both have one and they differ; see `tellApart`. */
  readonly apart?: readonly string[];
}

/** The rules of one entity, complete. */
export interface Ruling {
  readonly collision: (field: string) => Collision;
  readonly clears: (field: string) => boolean;
  readonly duplicates: 'update' | 'reject';
  readonly titles: 'same' | 'apart';
  readonly apart: readonly Field[];
}

/** Completes rules for an entity. */
export const rulingOf = (entity: Entity, rules: ImportRules): Ruling => {
  const columns = new Map(Object.entries(rules.columns ?? {}));
  const clear = new Set(rules.clear);
  return {
    collision: (field) => columns.get(field) ?? 'overwrite',
    clears: (field) => clear.has(field),
    duplicates: rules.duplicates ?? 'update',
    titles: rules.titles ?? (entity.stage ? 'apart' : 'same'),
    apart: rules.apart ? rules.apart.flatMap((name) => entity.field(name) ?? []) : tellApart(entity),
  };
};

/** What is wrong with rules that somebody wrote: fields that do not exist. */
export const checkRules = (entity: Entity, rules: ImportRules): readonly Issue[] =>
  [...Object.keys(rules.columns ?? {}), ...(rules.clear ?? []), ...(rules.apart ?? [])]
    .filter((name) => entity.field(name) === undefined)
    .map((name) => issue('no_such_field', ['rules', name], { received: name }));

/** Names of fields that number records among those of one title. */
const NUMBERS = new Set(['reference', 'ref', 'number', 'no', 'code', 'sku', 'serial'].map(headerKey));

/**
 * The fields that tell records of one title apart: what numbers them (a deal's reference), and the first record of another entity they
 * belong to (a contact's company), but for the colleague who looks after them.
 */
export const tellApart = (entity: Entity): readonly Field[] => {
  const numbers = entity.stored.filter((field) => field.kind === 'text' && NUMBERS.has(headerKey(field.name)));
  const link = entity.stored.find(
    ({ kind, many, to, name }) =>
      kind === 'link' && many !== true && to !== entity.name && name !== entity.parts.owner && name !== 'owner',
  );
  return link ? [...numbers, link] : numbers;
};

/**
 * Consent is never resurrected by an import. Fields so named say no (`true`, a day, a word stays), or say yes (`false` stays).
 * This list is the only place that knows.
 */
const CONSENT = {
  no: 'opt out,opted out,unsubscribed,unsubscribed on,unsubscribed at,opted out on,opted out at,bounced,bounced on,bounced at,hard bounced,do not contact,do not call,do not email,do not mail,blocked,suppressed,complained,consent withdrawn'
    .split(',')
    .map(headerKey),
  yes: 'opt in,opted in,subscribed,consent,marketing consent,email consent,newsletter,may contact'
    .split(',')
    .map(headerKey),
};

const NAME_KEYS = new WeakMap<Field, string>();
const nameKey = (field: Field): string => {
  const known = NAME_KEYS.get(field) ?? headerKey(field.name);
  NAME_KEYS.set(field, known);
  return known;
};
const SPEAKS_OF_CONSENT: ReadonlySet<Field['kind']> = new Set(['flag', 'choice', 'date', 'instant']);

/** Whether a cell says that somebody does not want to be written to, and therefore stays as it is. */
export const refusesConsent = (field: Field, value: Value): boolean => {
  if (value === null || !SPEAKS_OF_CONSENT.has(field.kind)) return false;
  const name = nameKey(field);
  if (field.kind === 'flag') return value ? CONSENT.no.includes(name) : CONSENT.yes.includes(name);
  if (field.kind === 'choice') return typeof value === 'string' && CONSENT.no.includes(headerKey(value));
  return (field.kind === 'date' || field.kind === 'instant') && CONSENT.no.includes(name);
};

/** A field by which a record is found, or several that only together say which it is: the key of its entity. */
export interface MatchKey {
  readonly by: 'key' | 'email' | 'title';
  readonly field: Field;
  /** The fields that have to be equal too; a blank there is a value like another. */
  readonly others: readonly Field[];
}

/** The names of the fields of a key, as a rule says them. */
export const keyName = ({ field, others }: MatchKey): string => [field, ...others].map(({ name }) => name).join(', ');

/** The fields that records of an entity are found by, in order: unique ones, its key, e-mail addresses, the title. */
export const matchKeys = (entity: Entity): readonly MatchKey[] => {
  const unique = entity.stored.filter((field) => field.unique);
  const mails = entity.stored.filter((field) => field.kind === 'email' && !field.unique);
  const title = entity.title;
  const [first, ...others] = entity.key.flatMap((name) => entity.stored.find((field) => field.name === name) ?? []);
  const alone = (by: MatchKey['by'], field: Field): MatchKey => ({ by, field, others: [] });
  return [
    ...unique.map((field) => alone('key', field)),
    ...(first && others.length > 0 ? [{ by: 'key' as const, field: first, others }] : []),
    ...mails.map((field) => alone('email', field)),
    ...(title.formula || title.unique || title.kind === 'email' ? [] : [alone('title', title)]),
  ];
};

/** A value as it is compared with others of its field, in any spelling; null when it is blank. Unique ones that are no addresses are compared to the letter. */
export const matchText = (field: Field, value: Value): string | null => {
  if (value === null || value === '') return null;
  if (typeof value !== 'string') return JSON.stringify(value);
  const text = field.kind === 'email' ? value.trim().toLowerCase() : field.unique ? value.trim() : fold(value);
  return text === '' ? null : text;
};

/** The values of a key as they are compared with those of other records; null where the first is blank. In memory units. */
export const keyText = ({ field, others }: MatchKey, values: Readonly<Record<string, Value>>): string | null => {
  const first = matchText(field, values[field.name] ?? null);
  if (first === null || others.length === 0) return first;
  return JSON.stringify([first, ...others.map((one) => matchText(one, values[one.name] ?? null))]);
};

/** The entity of a model by name; a mistake of the caller when there is none. */
export const entityIn = (model: Model, name: string): Entity => {
  const entity = model.find(name);
  if (!entity) throw new RangeError(`there is no entity ${name}`);
  return entity;
};

/** Whether issues are none that stop a row. */
export const harmless = (issues: readonly Issue[]): boolean => !hasErrors(issues);
