import { evaluate, type Reader } from '../expr/index.ts';
import { bad, type Checked, good, type Issue, issue } from '../issue.ts';
import { labelIn, type Value } from '../kinds/index.ts';
import type { Conversion, Entity, Make } from '../model/index.ts';
import { type ActContext, saidAt } from './act.ts';

type Values = Readonly<Record<string, Value>>;

/**
 * What whoever converts says of one of the records to make, by the link that will lead to it: nothing at all, one that is there already,
 * or values that differ from the usual ones.
 */
export type ConversionChoice = null | { readonly id: string } | { readonly values: Values };
export type ConversionChoices = Readonly<Record<string, ConversionChoice>>;

/** A record that may be there already and would be taken instead of making one. */
export interface ConversionMatch {
  readonly link: string;
  readonly entity: string;
  readonly field: string;
  readonly text: string;
}

/** One record of a conversion: made with these values, or taken as it is. */
export type Converted =
  | { readonly link: string; readonly entity: string; readonly id: string; readonly taken: true }
  | {
      readonly link: string;
      readonly entity: string;
      readonly id: string;
      readonly taken: false;
      readonly values: Values;
    };

/** Everything a conversion would write: the records in the order of making, and then the edit of the converted one. */
export interface ConversionPlan {
  readonly records: readonly Converted[];
  readonly patch: Values;
}

export interface ConversionContext extends ActContext {
  readonly choices?: ConversionChoices;
  /** Ids of records that were found by `matchesOf`, by link. */
  readonly found?: Readonly<Record<string, string>>;
  /** A new identifier (UUIDv7). */
  readonly id: () => string;
}

const wanted = (make: Make, { reader, moment }: ActContext): boolean =>
  make.when === null || evaluate(make.when, reader, moment) === true;

const drafted = (make: Make, { reader, moment }: ActContext): Values =>
  Object.fromEntries(
    make.values.flatMap(({ field, expr }): [string, Value][] => {
      const value = evaluate(expr, reader, moment);
      // what the record does not know is left to the defaults of what is made
      return value === null || value === '' ? [] : [[field, value]];
    }),
  );

/** What a conversion would find instead of make: to be looked up, folded, before it is planned. */
export const matchesOf = (
  conversion: Conversion,
  context: ActContext & Pick<ConversionContext, 'choices'>,
): readonly ConversionMatch[] =>
  conversion.makes.flatMap((make): ConversionMatch[] => {
    const choice = context.choices?.[make.link];
    if (make.match === null || choice === null || (choice && 'id' in choice) || !wanted(make, context)) return [];
    const values: Values = { ...drafted(make, context), ...choice?.values };
    const text = values[make.match];
    return typeof text === 'string' && text !== ''
      ? [{ link: make.link, entity: make.entity, field: make.match, text }]
      : [];
  });

/** The records that were made of this one before, by link. */
export const madeOf = (conversion: Conversion, reader: Reader): Readonly<Record<string, string>> =>
  Object.fromEntries(
    conversion.makes.flatMap(({ link }): [string, string][] => {
      const id = reader([], link);
      return typeof id === 'string' ? [[link, id]] : [];
    }),
  );

/** The record as it will be once some links are filled: later records read what was made before. */
const withLinks =
  (reader: Reader, filled: ReadonlyMap<string, { readonly id: string; readonly values: Values }>): Reader =>
  (links, name) => {
    const [first, ...rest] = links;
    if (first === undefined) return filled.get(name)?.id ?? reader(links, name);
    const made = filled.get(first);
    return made && rest.length === 0 ? (made.values[name] ?? null) : reader(links, name);
  };

const isConverted = (entity: Entity, { becomes }: Conversion, reader: Reader): boolean =>
  Object.keys(becomes).length > 0 &&
  Object.entries(becomes).every(([name, value]) => {
    const word = value === 'today' || value === 'now';
    return entity.field(name) !== undefined && (word ? reader([], name) !== null : reader([], name) === value);
  });

const unknownChoices = ({ makes }: Conversion, choices: ConversionChoices): readonly Issue[] =>
  Object.keys(choices)
    .filter((link) => !makes.some((make) => make.link === link))
    .map((link) =>
      issue('no_such_field', [link], { received: link, expected: `one of ${makes.map((one) => one.link).join(', ')}` }),
    );

/**
 * Plans what a record becomes. Reports `already_converted` (with the records that were made, in `params`), `not_now` where the condition of
 * the conversion does not hold, `cannot_do_without` for a record that is not optional. Writes nothing and looks nothing up.
 */
export const planConversion = (
  entity: Entity,
  conversion: Conversion,
  context: ConversionContext,
): Checked<ConversionPlan> => {
  const { reader, moment, choices = {}, found = {}, id } = context;
  if (isConverted(entity, conversion, reader))
    return bad([
      issue('already_converted', [], {
        params: madeOf(conversion, reader),
        remedy: 'Open the records that were made of it.',
      }),
    ]);
  if (conversion.when && evaluate(conversion.when, reader, moment) !== true)
    return bad([issue('not_now', [], { expected: labelIn(conversion.label, 'en') })]);
  const issues: Issue[] = [...unknownChoices(conversion, choices)];
  const filled = new Map<string, { readonly id: string; readonly values: Values }>();
  const records: Converted[] = [];
  for (const make of conversion.makes) {
    const { link } = make;
    const there = reader([], link);
    const choice = Object.hasOwn(choices, link) ? choices[link] : undefined;
    if (choice === null && !make.optional) issues.push(issue('cannot_do_without', [link]));
    const at = { ...context, reader: withLinks(reader, filled) };
    const skipped = choice === null || (choice === undefined && typeof there !== 'string' && !wanted(make, at));
    if (skipped) continue;
    const taken =
      choice && 'id' in choice ? choice.id : choice === undefined && typeof there === 'string' ? there : found[link];
    if (taken !== undefined) {
      records.push({ link, entity: make.entity, id: taken, taken: true });
      filled.set(link, { id: taken, values: {} });
      continue;
    }
    const values: Values = { ...drafted(make, at), ...(choice && 'values' in choice ? choice.values : {}) };
    const fresh = id();
    records.push({ link, entity: make.entity, id: fresh, taken: false, values });
    filled.set(link, { id: fresh, values });
  }
  if (issues.length > 0) return bad(issues);
  const links = Object.fromEntries([...filled].map(([link, one]) => [link, one.id]));
  return good({ records, patch: { ...links, ...saidAt(entity, conversion.becomes, context) } });
};
