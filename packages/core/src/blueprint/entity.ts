import type { Label } from '../kinds/label.ts';
import type { Common, FieldDef, Kinds } from '../kinds/options.ts';
import type { ActionDef, ConversionDef, SummaryDef } from './named.ts';
import type { Pipeline, Stage } from './pipeline.ts';

/** How a figure is shown. */
export type MetricUnit = 'money' | 'ratio' | 'count' | 'days' | 'number' | 'moneyPerDay';

/** A figure of an entity: an aggregate expression over the rows that `where` lets in. */
export interface MetricDef {
  readonly label: Label;
  readonly formula: string;
  readonly where?: string;
  /** A dimension the figure is usually shown by. */
  readonly by?: string;
  readonly unit?: MetricUnit;
  /** One sentence: what the figure means and what it leaves out. */
  readonly note?: Label;
}

/** A rule that fires when `fails` is true (never when it is unknown). */
export interface GateDef {
  readonly severity: 'error' | 'warning';
  readonly fails: string;
  readonly message: Label;
}

/** Ordered field lists for screens. */
export interface Views {
  readonly table?: readonly string[];
  readonly board?: { readonly by: string; readonly card: readonly string[] };
  /** Lines of the form; a nested list shares a line. */
  readonly form?: readonly (string | readonly string[])[];
  readonly filters?: readonly string[];
}

/** Which fields play the parts that the sales figures speak of; a missing part leaves out the figures that need it. */
export interface Parts {
  readonly amount?: string;
  readonly stage?: string;
  readonly probability?: string;
  /** A choice among forecast categories: what an open deal counts as, whatever its stage says. */
  readonly category?: string;
  readonly weighted?: string;
  readonly created?: string;
  readonly closed?: string;
  readonly expected?: string;
  readonly owner?: string;
  /** Of an entity that lists stage changes of before: the link to the record that moved, the stages it left and entered, and the day. */
  readonly moved?: string;
  readonly movedFrom?: string;
  readonly movedTo?: string;
  readonly movedOn?: string;
}

/** One entity, as a blueprint says it: plain JSON. */
export interface EntityDef {
  readonly name: string;
  readonly label: Label;
  readonly plural?: Label;
  /** The field that names a record to people. */
  readonly title: string;
  readonly pipelines?: { readonly [name: string]: Pipeline };
  readonly fields: { readonly [name: string]: FieldDef };
  readonly parts?: Parts;
  /** Fields that tell a record from all others together: there is one with these values, and `POST` makes or updates it. */
  readonly key?: readonly string[];
  /** Links of which one says what the record is about: a task is about a lead, a contact or an opportunity. */
  readonly about?: readonly string[];
  readonly metrics?: { readonly [id: string]: MetricDef };
  readonly gates?: { readonly [code: string]: GateDef };
  readonly actions?: { readonly [name: string]: ActionDef };
  readonly summaries?: { readonly [name: string]: SummaryDef };
  readonly conversions?: { readonly [name: string]: ConversionDef };
  readonly views?: Views;
}

// Strictness: unknown keys and dangling references are compile errors, on the wrong word.
type NoExtra<T, Shape> = { [K in keyof T]: K extends keyof Shape ? T[K] : never };
/** Never a real value: keeps the intersection alive so that the error lands on the wrong word. */
interface Names<Field extends string> {
  readonly '~field': Field;
}
type FieldName<E extends EntityDef> = keyof E['fields'] & string;
type PipelineName<E extends EntityDef> = keyof E['pipelines'] & string;
type CheckedField<E extends EntityDef, F extends FieldDef> = NoExtra<F, { kind: 0 } & Common & Kinds[F['kind']]> &
  (F extends { kind: 'stage' } ? { readonly pipeline: PipelineName<E> | Names<PipelineName<E>> } : unknown);
type Checked<E extends EntityDef> = NoExtra<E, EntityDef> & {
  readonly title: FieldName<E> | Names<FieldName<E>>;
  readonly fields: { [F in keyof E['fields']]: CheckedField<E, E['fields'][F]> };
  readonly pipelines?: {
    [P in keyof E['pipelines']]: NoExtra<E['pipelines'][P], Pipeline> & {
      readonly stages: readonly Stage[];
    };
  };
  readonly parts?: { readonly [P in keyof Parts]: FieldName<E> };
  readonly key?: readonly FieldName<E>[];
  readonly about?: readonly FieldName<E>[];
  readonly actions?: {
    [A in keyof E['actions']]: ActionDef & { readonly set?: { readonly [F in FieldName<E>]?: unknown } };
  };
  readonly conversions?: {
    [C in keyof E['conversions']]: ConversionDef & {
      readonly makes: { readonly [F in FieldName<E>]?: unknown };
      readonly becomes: { readonly [F in FieldName<E>]?: unknown };
    };
  };
  readonly views?: {
    readonly table?: readonly FieldName<E>[];
    readonly board?: { readonly by: FieldName<E>; readonly card: readonly FieldName<E>[] };
    readonly form?: readonly (FieldName<E> | readonly FieldName<E>[])[];
    readonly filters?: readonly string[];
  };
};

/** Returns its argument unchanged; exists so that TypeScript infers and checks it. */
export const defineEntity = <const E extends EntityDef>(entity: E & Checked<E>): E => entity;

/** Returns its argument unchanged; keeps the stage keys as literals. */
export const definePipeline = <const P extends Pipeline>(pipeline: P): P => pipeline;

/** A system: entities in the order people meet them. */
export interface Blueprint {
  readonly name: string;
  readonly label?: Label;
  readonly entities: readonly EntityDef[];
}

/** Returns its argument unchanged, typed. */
export const defineBlueprint = <const B extends Blueprint>(blueprint: B): B => blueprint;
