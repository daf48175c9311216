import { type Entity, type Field, type Format, labelIn, type Value } from '@sluice/core';
import { html, type TemplateResult } from 'lit';
import type { Say } from '../../locales/words.ts';
import type { ImportDone, ImportSession } from '../../sources/import-session.ts';
import type { Problem } from '../../problem.ts';
import type { Event, Flow } from './flow.ts';
import type { importerWords } from './words.ts';

/** An import that was done, and can be undone. */
export interface LastImport {
  readonly name: string;
  readonly importing: ImportSession;
  readonly done: ImportDone;
}

/** What every step shows from, and whom it tells. */
export interface View {
  readonly flow: Flow;
  readonly entity: Entity;
  readonly entityNamed: (name: string) => Entity | undefined;
  readonly say: Say<typeof importerWords>;
  readonly format: Format;
  /** What went wrong, for a person. */
  readonly problem: Problem | null;
  /** What was imported last, into the same source. */
  readonly last: LastImport | null;
  /** Something hovers over the place to drop a file. */
  readonly over: boolean;
  /** So many rows of a fate are shown. */
  readonly shown: (fate: string) => number;
  readonly tell: (event: Event) => void;
  /** Tells, and plans again. */
  readonly replan: (event: Event) => void;
  readonly do: {
    readonly hover: (over: boolean) => void;
    readonly choose: (file: File) => void;
    readonly chooseSheet: (name: string) => void;
    readonly goBack: () => void;
    readonly begin: () => void;
    readonly cancel: () => void;
    readonly download: () => void;
    readonly undoPlan: () => void;
    readonly undo: () => void;
    readonly restart: () => void;
    readonly more: (fate: string) => void;
  };
}

/** The heading of a step; the focus goes there. */
export const heading = (text: string): TemplateResult => html`<h3 id="heading" tabindex="-1">${text}</h3>`;

const isCounted = (name: string): name is 'deal' | 'company' | 'contact' => /^(deal|company|contact)$/.test(name);

/** `120 deals`, where we know how the entity is counted; else `120 records`. */
export const counted = ({ entity, format }: Pick<View, 'entity' | 'format'>, count: number): string =>
  format.count(count, isCounted(entity.name) ? entity.name : 'record');

/** What a field of an entity is called. */
export const labelOf = (view: Pick<View, 'entity' | 'say' | 'format'>, name: string, entity = view.entity): string => {
  if (name === 'id') return view.say('identifier');
  const field = entity.field(name);
  return field ? labelIn(field.label, view.format.locale) : name;
};

/** A value as people read it, links by their title. */
export const written = (
  { format }: Pick<View, 'format'>,
  field: Field | undefined,
  value: Value,
  titles: Readonly<Record<string, string>>,
): string => {
  if (field) return format.field(field, value, { titles });
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** A figure with its name, in a row of such. */
export const fact = (name: string, value: unknown, kind = ''): TemplateResult =>
  html`<div class=${kind === '' ? 'fact' : `fact ${kind}`}>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
