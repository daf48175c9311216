import {
  type Action,
  type Change,
  type Conversion,
  convertRecord,
  type ConvertAnswer,
  type Entity,
  evaluate,
  type Follow,
  labelIn,
  type Moment,
  planAction,
  type Rec,
  readerOf,
  type Remembering,
  type Source,
  undoConversion,
  type Written,
} from '@sluice/core';
import { pageId } from '../../worker/page-id.ts';
import type { Subject } from './subject.ts';

/** One thing that can be done to the record by a name. */
export interface Deed {
  readonly label: string;
  /** The next thing on the record's way, not one of several. */
  readonly main: boolean;
  readonly what: { readonly action: Action } | { readonly conversion: Conversion };
}

/** What can be done to a record as it is: the conversions and actions whose condition holds. */
export const deedsOf = (
  { source, entity, moment }: Subject,
  record: Rec,
  { follow, at, locale }: { readonly follow: Follow; readonly at: string; readonly locale: string },
): readonly Deed[] => {
  const reader = readerOf(source.model, entity, record, follow);
  const holds = ({ when }: Conversion): boolean => when === null || evaluate(when, reader, moment) === true;
  const conversions = source.bulk || source.convert ? entity.conversions.filter(holds) : [];
  const actions = entity.actions.filter((action) => planAction(entity, action, { reader, moment, at }).ok);
  return [
    ...conversions.map(
      (conversion): Deed => ({ label: labelIn(conversion.label, locale), main: true, what: { conversion } }),
    ),
    ...actions.map((action): Deed => ({ label: labelIn(action.label, locale), main: false, what: { action } })),
  ];
};

/** Does an action to a record. */
export const perform = async (
  { source, entity, moment }: Subject,
  record: Rec,
  action: Action,
  { follow, at }: { readonly follow: Follow; readonly at: string },
): Promise<Written> => {
  const reader = readerOf(source.model, entity, record, follow);
  const planned = planAction(entity, action, { reader, moment, at });
  if (!planned.ok) return { ok: false, issues: planned.issues };
  return source.change(entity.name, record.id, planned.value, { version: record.version });
};

/** Converts a record as its blueprint says. */
export const convert = (
  { source, entity, moment }: Subject,
  record: Rec,
  conversion: Conversion,
  at: string,
): Promise<ConvertAnswer> =>
  convertRecord(
    source,
    { entity: entity.name, id: record.id, conversion: conversion.name, version: record.version },
    { moment, at, id: pageId },
  );

/** A source that tells what happened to a record, by itself or by the journal that it has at hand; null when it tells nothing. */
const rememberingOf = (source: Source): Remembering | null => {
  if ('journalOf' in source && typeof source.journalOf === 'function') return source as Remembering;
  if (!('journal' in source) || typeof source.journal !== 'function') return null;
  const journal = source.journal as () => readonly Change[];
  const journalOf = async (entity: string, id: string): Promise<readonly Change[]> =>
    journal()
      .filter((change) => change.entity === entity && change.id === id)
      .toReversed();
  return { ...source, journalOf };
};

/** The way back from a conversion; null where the source knows none. */
export const wayBack = (
  source: Source,
  entity: Entity,
  conversion: Conversion,
  { moment, at }: { readonly moment: Moment; readonly at: string },
): ((record: Rec) => Promise<Written>) | null => {
  if (source.unconvert)
    return ({ id, version }) =>
      source.unconvert?.({ entity: entity.name, id, conversion: conversion.name, version }) ??
      Promise.resolve({ ok: false, issues: [] });
  const remembering = rememberingOf(source);
  if (!remembering || !source.bulk) return null;
  const context = { tenant: 'local', actor: 'local', cause: 'undo', at, moment };
  return ({ id, version }) => undoConversion(remembering, { entity: entity.name, id, version }, context);
};
