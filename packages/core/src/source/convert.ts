import type { Moment } from '../expr/index.ts';
import { type Issue, issue } from '../issue.ts';
import type { Conversion, Entity } from '../model/index.ts';
import {
  type ActContext,
  type ConversionChoices,
  type ConversionMatch,
  type ConversionPlan,
  matchesOf,
  planConversion,
} from '../pipeline/index.ts';
import type { Rec } from '../records/index.ts';
import { fold } from '../text.ts';
import { readerAround } from './reach.ts';
import type { BulkWritten, ConvertAnswer, ConvertRequest, Operation, Source } from './source.ts';

/** When a conversion happens, and where its new identifiers come from. */
export interface ConvertContext {
  readonly moment: Moment;
  /** ISO instant. */
  readonly at: string;
  /** A new identifier (UUIDv7). */
  readonly id: () => string;
}

/** How the cause of a conversion's entries in the journal begins; an identifier of its own follows. */
export const CONVERSION = 'conversion';

const refused = (...issues: readonly Issue[]): ConvertAnswer => ({ ok: false, issues });

/** The record that has the same words in a field, the oldest of several. */
const lookedUp = async (source: Source, { entity, field, text }: ConversionMatch): Promise<string | undefined> => {
  const listed = await source.list({
    entity,
    filters: [{ field, op: 'contains', values: [text] }],
    sort: ['createdAt'],
    limit: 200,
  });
  const wanted = fold(text);
  if (!listed.ok) return undefined;
  return listed.value.items.find(({ values }) => {
    const value = values[field];
    return typeof value === 'string' && fold(value) === wanted;
  })?.id;
};

const expressionsOf = (conversion: Conversion) => [
  conversion.when,
  ...conversion.makes.flatMap((make) => [make.when, ...make.values.map(({ expr }) => expr)]),
];

/** An issue for every record that was chosen and is not there. */
const unseen = async (source: Source, { makes }: Conversion, choices: ConversionChoices): Promise<readonly Issue[]> => {
  const issues: Issue[] = [];
  for (const { link, entity } of makes) {
    const choice = Object.hasOwn(choices, link) ? choices[link] : undefined;
    if (!choice || !('id' in choice) || (await source.get(entity, choice.id))) continue;
    const remedy = 'Choose a record that exists, or let one be made.';
    issues.push(issue('not_linked', [link], { received: choice.id, remedy }));
  }
  return issues;
};

/** The operations of a conversion, in the order of writing; the edit of the converted record comes last. */
const operationsOf = (entity: Entity, stored: Rec, plan: ConversionPlan, version: number): readonly Operation[] => [
  // holds the record before anything is made of it: of two that convert it at once, the second finds it changed
  { op: 'change', entity: entity.name, id: stored.id, version, values: {} },
  ...plan.records.flatMap((one): Operation[] =>
    one.taken ? [] : [{ op: 'create', entity: one.entity, id: one.id, values: one.values }],
  ),
  { op: 'change', entity: entity.name, id: stored.id, version, values: plan.patch },
];

/** What was written, with the records that the converted one leads to now. */
const answered = async (
  source: Source,
  { makes }: Conversion,
  { records, issues }: Extract<BulkWritten, { readonly ok: true }>,
): Promise<ConvertAnswer> => {
  const record = records.at(-1);
  if (!record) throw new Error('a conversion wrote nothing');
  const made: Record<string, { readonly entity: string; readonly record: Rec; readonly taken: boolean }> = {};
  for (const { link, entity } of makes) {
    const id = record.values[link];
    const there = typeof id === 'string' ? await source.get(entity, id) : null;
    if (there) made[link] = { entity, record: there, taken: !records.some((one) => one.id === there.id) };
  }
  return { ok: true, record, made, issues };
};

const failed = (
  { issues, conflict, missing }: Extract<BulkWritten, { readonly ok: false }>,
  path: readonly string[] = [],
): ConvertAnswer => ({
  ok: false,
  issues: path.length === 0 ? issues : issues.map((one) => ({ ...one, path: [...path, ...one.path] })),
  ...(conflict ? { conflict } : {}),
  ...(missing ? { missing } : {}),
});

/**
 * Converts a record: what its blueprint says is made of it, all or nothing. Asks the source to do it where it can, else plans it here and
 * writes it with the source's `bulk`. What was refused changed nothing.
 */
export const convertRecord = async (
  source: Source,
  request: ConvertRequest,
  { moment, at, id: nextId }: ConvertContext,
): Promise<ConvertAnswer> => {
  if (source.convert) return source.convert(request);
  const { entity: name, id, conversion: word, version, choices = {} } = request;
  const entity = source.model.find(name);
  const conversion = entity?.conversions.find((one) => one.name === word || one.path === word);
  if (!entity || !conversion || !source.bulk)
    return refused(issue('no_such_entity', ['entity'], { received: `${name} ${word}`, expected: 'a conversion' }));
  const stored = await source.get(name, id);
  if (!stored) return { ok: false, missing: true, issues: [issue('no_such_record', ['id'], { received: id })] };
  const reader = await readerAround(source, entity, stored, expressionsOf(conversion));
  const context: ActContext = { reader, moment, at };
  if (stored.version !== version) {
    // done before by the same request, whose answer was lost; or changed by somebody else
    const repeated = await source.bulk([{ op: 'change', entity: name, id, version, values: {} }]);
    if (repeated.ok) return answered(source, conversion, repeated);
    const again = planConversion(entity, conversion, { ...context, id: nextId });
    if (again.issues.some(({ code }) => code === 'already_converted')) return refused(...again.issues);
    return failed(repeated);
  }
  const found: Record<string, string> = {};
  for (const match of matchesOf(conversion, { ...context, choices })) {
    const there = await lookedUp(source, match);
    if (there !== undefined) found[match.link] = there;
  }
  const strangers = await unseen(source, conversion, choices);
  if (strangers.length > 0) return refused(...strangers);
  const planned = planConversion(entity, conversion, { ...context, choices, found, id: nextId });
  if (!planned.ok) return refused(...planned.issues);
  const cause = `${CONVERSION} ${nextId()}`;
  const done = await source.bulk(operationsOf(entity, stored, planned.value, version), { cause });
  if (done.ok) return answered(source, conversion, done);
  // what a new record lacks is said of the link that leads to it
  const link = planned.value.records.filter((one) => !one.taken)[done.at - 1]?.link;
  return failed(done, link === undefined ? [] : [link]);
};
