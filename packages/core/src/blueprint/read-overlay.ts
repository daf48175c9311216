import * as z from 'zod/mini';
import { bad, type Checked, good, type Issue, issue } from '../issue.ts';
import { KINDS, type Kind } from '../kinds/index.ts';
import type { Overlay } from './overlay.ts';
import { CATEGORIES } from './pipeline.ts';

/** An overlay is a page of settings, not a database. */
const LONGEST_TEXT = 2000;
const MOST_WORDS = 200;

const short = z.string().check(z.minLength(1), z.maxLength(200));
const text = z.string().check(z.minLength(1), z.maxLength(LONGEST_TEXT));
const label = z.union([
  short,
  z.record(z.string().check(z.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)), z.string().check(z.maxLength(LONGEST_TEXT))),
]);
const sentence = z.union([text, label]);
const words = z.array(short).check(z.maxLength(MOST_WORDS));
const key = z.string().check(z.regex(/^[A-Za-z0-9][\w-]{0,62}$/));
const flag = z.boolean();

const option = z.strictObject({ key, label: z.optional(label), aliases: z.optional(words) });
const scalar = z.union([z.string().check(z.maxLength(LONGEST_TEXT)), z.number(), z.boolean(), z.null(), words]);
const field = z.strictObject({
  kind: z.optional(z.enum(Object.keys(KINDS) as [Kind, ...Kind[]])),
  label: z.optional(label),
  hint: z.optional(sentence),
  required: z.optional(flag),
  unique: z.optional(flag),
  indexed: z.optional(flag),
  dimension: z.optional(flag),
  aliases: z.optional(words),
  formula: z.optional(text),
  follows: z.optional(text),
  fallback: z.optional(words),
  default: z.optional(scalar),
  min: z.optional(z.number()),
  max: z.optional(z.number()),
  currency: z.optional(z.union([short, z.strictObject({ field: short })])),
  options: z.optional(z.array(option).check(z.minLength(1), z.maxLength(MOST_WORDS))),
  to: z.optional(short),
  many: z.optional(flag),
});
const stage = z.strictObject({
  key,
  label: z.optional(label),
  aliases: z.optional(words),
  probability: z.optional(z.number().check(z.minimum(0), z.maximum(100))),
  outcome: z.optional(z.enum(['won', 'lost'])),
  forecast: z.optional(z.enum(CATEGORIES)),
  rotAfter: z.optional(z.int().check(z.minimum(1), z.maximum(3650))),
});
const pipeline = z.strictObject({
  label: z.optional(label),
  follow: z.optional(z.enum(['live', 'atEntry'])),
  stages: z.optional(z.array(stage).check(z.maxLength(50))),
  order: z.optional(words),
});
const gate = z.strictObject({
  severity: z.optional(z.enum(['error', 'warning'])),
  fails: z.optional(text),
  message: z.optional(sentence),
});
const metric = z.strictObject({
  label,
  formula: text,
  where: z.optional(text),
  by: z.optional(short),
  unit: z.optional(z.enum(['money', 'ratio', 'count', 'days', 'number', 'moneyPerDay'])),
  note: z.optional(sentence),
});
const views = z.strictObject({
  table: z.optional(words),
  board: z.optional(z.strictObject({ by: short, card: words })),
  form: z.optional(z.array(z.union([short, words])).check(z.maxLength(MOST_WORDS))),
  filters: z.optional(words),
});
const name = z.string().check(z.regex(/^[a-z][A-Za-z0-9]{0,62}$/));
const entity = z.strictObject({
  label: z.optional(label),
  plural: z.optional(label),
  fields: z.optional(z.record(name, field)),
  pipelines: z.optional(z.record(name, pipeline)),
  metrics: z.optional(z.record(z.string().check(z.regex(/^[A-Za-z][\w.-]{0,62}$/)), metric)),
  gates: z.optional(z.record(name, z.union([gate, z.null()]))),
  views: z.optional(views),
});
const overlay = z.strictObject({ entities: z.optional(z.record(name, entity)) });

interface Fault {
  readonly path: readonly PropertyKey[];
  readonly code?: string | undefined;
  readonly message?: string;
  readonly keys?: readonly string[];
  readonly errors?: readonly (readonly Fault[])[];
}

const steps = (path: readonly PropertyKey[]): (string | number)[] =>
  path.map((step) => (typeof step === 'number' ? step : String(step).slice(0, 80)));

const issuesOf = (fault: Fault): readonly Issue[] => {
  const path = steps(fault.path);
  if (fault.code === 'unrecognized_keys')
    return (fault.keys ?? []).map((one) => issue('overlay_forbidden', [...path, one.slice(0, 80)]));
  const received = fault.message === undefined || fault.message === '' ? 'not what is taken here' : fault.message;
  return [issue('not_an_overlay', path, { received })];
};

/** What only some kinds take; any other kind refuses it. */
const ONLY: Readonly<Record<string, readonly string[]>> = {
  options: ['choice'],
  currency: ['money'],
  to: ['link'],
  many: ['link'],
  min: ['number', 'percent', 'money'],
  max: ['number', 'percent', 'money', 'text', 'note'],
};
const NEEDED: Readonly<Partial<Record<Kind, string>>> = { choice: 'options', money: 'currency', link: 'to' };

/** What a field that says its kind lacks, or says without a use. */
const misfits = (said: Overlay): readonly Issue[] =>
  Object.entries(said.entities ?? {}).flatMap(([entityName, { fields = {} }]) =>
    Object.entries(fields).flatMap(([fieldName, one]): readonly Issue[] => {
      const kind = one?.kind;
      if (!one || kind === undefined) return [];
      const path = ['entities', entityName, 'fields', fieldName];
      const needed = NEEDED[kind];
      const lacks = needed !== undefined && one[needed] === undefined;
      const keys = Array.isArray(one['options']) ? (one['options'] as { key: string }[]).map((each) => each.key) : [];
      return [
        ...Object.keys(one)
          .filter((word) => ONLY[word] && !ONLY[word].includes(kind))
          .map((word) => issue('overlay_forbidden', [...path, word])),
        ...(lacks ? [issue('new_field_incomplete', path, { expected: needed })] : []),
        ...(new Set(keys).size < keys.length ? [issue('named_twice', [...path, 'options'])] : []),
      ];
    }),
  );

/**
 * Reads an overlay that somebody sent: only words that an overlay has, of the right shape. Whether it fits a blueprint is for `resolveModel`
 * to say. Reports `not_an_overlay`, `overlay_forbidden`, `new_field_incomplete`, `named_twice`.
 */
export const readOverlay = (json: unknown): Checked<Overlay> => {
  const read = overlay.safeParse(json);
  if (!read.success) return bad((read.error.issues as readonly Fault[]).flatMap(issuesOf));
  const said = read.data as Overlay;
  const found = misfits(said);
  return found.length > 0 ? bad(found) : good(said);
};
