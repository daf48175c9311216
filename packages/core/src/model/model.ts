import type { Label, FieldShape, Kind, KindRules, Option, Unit, Value } from '../kinds/index.ts';
import type {
  Blueprint,
  FigureDef,
  Outcome,
  ForecastCategory,
  MetricUnit,
  Overlay,
  Parts,
} from '../blueprint/index.ts';
import type { Expr, Scope, Type } from '../expr/tree.ts';

/** One stage of a pipeline, resolved: probability in basis points, outcome said. */
export interface StageOf {
  readonly key: string;
  readonly label: Label;
  readonly aliases: readonly string[];
  /** Basis points. */
  readonly probability: number;
  readonly outcome: Outcome;
  readonly forecast: ForecastCategory;
  readonly rotAfter: number | null;
  /** 0-based place in the pipeline. */
  readonly order: number;
}

export interface PipelineOf {
  readonly name: string;
  readonly label: Label;
  readonly follow: 'live' | 'atEntry';
  readonly stages: readonly StageOf[];
  readonly stage: (key: string) => StageOf | undefined;
}

/** One field, resolved. Bounds are in memory units (minor units, basis points). */
export interface Field extends FieldShape {
  readonly name: string;
  readonly kind: Kind;
  readonly rules: KindRules;
  readonly entity: string;
  readonly label: Label;
  readonly hint?: Label;
  readonly unit: Unit;
  readonly type: Type;
  readonly aliases: readonly string[];
  readonly required: boolean;
  readonly unique: boolean;
  readonly indexed: boolean;
  readonly dimension: boolean;
  /** Present: shown to whoever this model is for, and not edited by them. */
  readonly readOnly?: true;
  /** Added by a tenant's overlay: kept in the tenant's own column. */
  readonly custom: boolean;
  /** In memory units; `today` and `now` stay words until a record is made. */
  readonly default: Value;
  readonly fallback: readonly string[];
  /** Present: the field is derived, never stored. */
  readonly formula?: Expr;
  /** Present: the value while nobody has overridden it. */
  readonly follows?: Expr;
  /** Options of a choice, stages of a stage field, in order. */
  readonly options: readonly Option[];
  readonly pipeline?: PipelineOf;
  /** The entity a link leads to. */
  readonly to?: string;
  /** The field that names each record's currency, when money has no fixed one. */
  readonly currencyField?: string;
}

export interface Gate {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly fails: Expr;
  readonly text: string;
  readonly message: Label;
}

/** A metric a blueprint declares for its entity; the registry's own are in metrics/. */
export interface DeclaredMetric {
  readonly id: string;
  readonly label: Label;
  readonly unit: MetricUnit;
  readonly formula: string;
  readonly where?: string;
  readonly by?: string;
  readonly note?: Label;
}

/** A link of another entity that leads here: the related lists of a record. */
export interface Inverse {
  readonly entity: string;
  readonly field: string;
  readonly many: boolean;
}

/** Something that is done to a record by name: `PUT /{entity}/{id}/{path}`. */
export interface Action {
  readonly name: string;
  readonly path: string;
  readonly label: Label;
  /** Null: always. */
  readonly when: Expr | null;
  /** The condition as it is written; blank: always. */
  readonly text: string;
  /** Moves to the next stage of the pipeline. */
  readonly next: boolean;
  /** In memory units; `today` and `now` stay words until they are written. */
  readonly set: Readonly<Record<string, Value>>;
}

/** Questions with an address of their own: `GET /{entity}/{path}`. */
export interface Summary {
  readonly name: string;
  readonly label: Label;
  /** With parameters in braces. */
  readonly path: string;
  /** The fields whose value the address gives, in its order. */
  readonly parameters: readonly string[];
  readonly figures: Readonly<Record<string, FigureDef>>;
}

/** One record that a conversion makes. */
export interface Make {
  /** The link of the converted record that leads to it. */
  readonly link: string;
  readonly entity: string;
  readonly when: Expr | null;
  readonly optional: boolean;
  /** The field by which a record that is there already is found; null: one is always made. */
  readonly match: string | null;
  /** Expressions over the converted record. */
  readonly values: readonly { readonly field: string; readonly expr: Expr }[];
}

/** What a record can become: `POST /{entity}/{id}/{path}`. */
export interface Conversion {
  readonly name: string;
  readonly path: string;
  readonly label: Label;
  readonly when: Expr | null;
  readonly makes: readonly Make[];
  /** In memory units; `today` and `now` stay words until they are written. */
  readonly becomes: Readonly<Record<string, Value>>;
}

/** One entity, resolved. */
export interface Entity {
  readonly name: string;
  readonly label: Label;
  readonly plural: Label;
  /** The name in addresses: plural, kebab-case (`/api/v1/marketing-events`). */
  readonly path: string;
  readonly title: Field;
  readonly fields: readonly Field[];
  readonly field: (name: string) => Field | undefined;
  /** Fields that are kept: not derived. */
  readonly stored: readonly Field[];
  readonly stage?: Field;
  readonly parts: Parts;
  /** The fields that tell a record from all others together; none where only the id does. */
  readonly key: readonly string[];
  /** Links of which one says what the record is about. */
  readonly about: readonly string[];
  readonly metrics: readonly DeclaredMetric[];
  readonly gates: readonly Gate[];
  readonly actions: readonly Action[];
  readonly summaries: readonly Summary[];
  readonly conversions: readonly Conversion[];
  readonly views: {
    readonly table: readonly string[];
    readonly form: readonly (readonly string[])[];
    readonly filters: readonly string[];
    readonly board?: { readonly by: string; readonly card: readonly string[] };
  };
  readonly inverse: readonly Inverse[];
  readonly scope: Scope;
}

/** Blueprint and overlays, resolved, checked and frozen: read by everything else, written by nothing. */
export interface Model {
  readonly name: string;
  readonly entities: readonly Entity[];
  readonly find: (entity: string) => Entity | undefined;
  /** By name, plural path or label in any language, folded; for attributes, addresses and command lines. */
  readonly named: (word: string) => Entity | undefined;
  /** What it was resolved from: data, for where functions cannot go, as to a worker. */
  readonly origin?: { readonly blueprint: Blueprint; readonly overlays: readonly Overlay[] };
}

/** System columns every record has, as fields of their own so that queries may speak of them. */
export const SYSTEM_FIELDS = ['id', 'createdAt', 'updatedAt'] as const;
