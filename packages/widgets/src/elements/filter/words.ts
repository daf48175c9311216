import { type Cell, type Condition, type Entity, type Field, type Format, labelIn, type Model } from '@sluice/core';
import type { filterMessages } from '../../locales/messages/filter.ts';
import type { Say } from '../../locales/words.ts';

/** What conditions are worded with. */
export interface Wording {
  readonly model: Model;
  readonly entity: Entity;
  readonly locale: string;
  readonly format: Format;
  readonly say: Say<typeof filterMessages>;
  /** How a value of a field is called on the page: the title of a link. */
  readonly titleOf: (field: string, value: Cell) => string | undefined;
}

/** One or two conditions on a field that are said, and taken back, together. */
export interface Clause {
  readonly field: string;
  /** How the field is called. */
  readonly label: string;
  /** What must hold of it. */
  readonly text: string;
  readonly conditions: readonly Condition[];
}

/** The field at the end of a path through links; for a part of a stage (`stage.open`) the stage field. */
export function fieldAt(
  model: Model,
  entity: Entity,
  path: string,
): { readonly field: Field; readonly part: string } | null {
  const [first = '', ...rest] = path.split('.');
  const field = entity.field(first);
  if (!field) return null;
  if (rest.length === 0 || field.pipeline) return { field, part: rest.join('.') };
  const target = field.to === undefined ? undefined : model.find(field.to);
  return target ? fieldAt(model, target, rest.join('.')) : null;
}

/** Any of these, in a sentence. */
function anyOf(texts: readonly string[], { say }: Wording): string {
  const last = texts.at(-1) ?? '';
  return texts.length < 2 ? last : say('or', { list: texts.slice(0, -1).join(', '), last });
}

/** A value as on the wire, in words. */
export function valueText(path: string, value: Cell, wording: Wording): string {
  const { model, entity, format, say, titleOf } = wording;
  if (value === null) return say('blank');
  const at = fieldAt(model, entity, path);
  if (!at) return String(value);
  const { field, part } = at;
  const on = value === true || value === 'true';
  if (part === 'open') return say(on ? 'open' : 'closed');
  if (part === 'closed') return say(on ? 'closed' : 'open');
  if (part !== '') return String(value);
  const title = field.unit === 'link' || field.unit === 'links' ? titleOf(path, value) : undefined;
  if (title !== undefined) return title;
  if (field.unit === 'link' || field.unit === 'links') return '…';
  const read = field.rules.decode(value, { ...field, min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }, []);
  return read.ok ? format.field(field, read.value, { currency: field.currency }) : String(value);
}

function conditionText({ field, op, values }: Condition, wording: Wording): string {
  const { model, entity, say } = wording;
  const value = anyOf(
    values.map((one) => valueText(field, one, wording)),
    wording,
  );
  const unit = fieldAt(model, entity, field)?.field.unit;
  const dated = unit === 'date' || unit === 'instant';
  switch (op) {
    case 'in':
      return value;
    case 'not':
      return say('not', { value });
    case 'gte':
      return say(dated ? 'since' : 'atLeast', { value });
    case 'lte':
      return say(dated ? 'until' : 'atMost', { value });
    case 'gt':
      return say(dated ? 'after' : 'above', { value });
    case 'lt':
      return say(dated ? 'before' : 'below', { value });
    case 'contains':
      return say('contains', { value });
    case 'empty':
      return say('blank');
    case 'filled':
      return say('filled');
  }
}

/** How a field or path is called: `Company · Sector` for a path through links. */
export function pathLabel(path: string, { model, entity, locale }: Wording): string {
  const words: string[] = [];
  let at: Entity | undefined = entity;
  for (const name of path.split('.')) {
    const field: Field | undefined = at?.field(name);
    if (!field) break;
    words.push(labelIn(field.label, locale));
    at = field.to === undefined ? undefined : model.find(field.to);
  }
  return words.length === 0 ? path : words.join(' · ');
}

/** The filters in words, one clause for each chip: from and to of one field are one. */
export function clausesOf(filters: readonly Condition[], wording: Wording): readonly Clause[] {
  const clauses: Clause[] = [];
  const told = new Set<Condition>();
  for (const condition of filters) {
    if (told.has(condition)) continue;
    const { field, op } = condition;
    const label = pathLabel(field, wording);
    const other = op === 'gte' ? 'lte' : op === 'lte' ? 'gte' : null;
    const partner = other === null ? undefined : filters.find((one) => one.field === field && one.op === other);
    if (!partner) {
      clauses.push({ field, label, text: conditionText(condition, wording), conditions: [condition] });
      continue;
    }
    told.add(partner);
    const [low, high] = op === 'gte' ? [condition, partner] : [partner, condition];
    const from = valueText(field, low.values[0] ?? null, wording);
    const to = valueText(field, high.values[0] ?? null, wording);
    const text = from === to ? from : wording.say('between', { from, to });
    clauses.push({ field, label, text, conditions: [low, high] });
  }
  return clauses;
}

/** A clause as a chip says it: `Stage: Qualified or Negotiation`. */
export function clauseText({ label, text }: Clause, { say }: Wording): string {
  return say('condition', { field: label, value: text });
}
