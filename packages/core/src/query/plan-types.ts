import type { Expr } from '../expr/tree.ts';
import type { Label, Unit } from '../kinds/index.ts';
import type { Entity, Field } from '../model/index.ts';
import type { Granularity } from '../time.ts';
import type { MetricSpec } from './metric-spec.ts';
import type { Cell, MeasureUnit, Rates } from './query.ts';

/** How the groups of a dimension stand when nobody sorts them: options and stages in their order, dates and numbers ascending, others by label. */
export type NaturalOrder =
  | { readonly kind: 'options'; readonly keys: readonly string[] }
  | { readonly kind: 'value' }
  | { readonly kind: 'label' };

/** One dimension, resolved. */
export interface PlannedDimension {
  /** As it was asked: `stage`, `account.sector`, `dueOn:month`. */
  readonly name: string;
  readonly label: Label;
  /** One value per row; for dates by a period the date itself (an instant already as its local day). */
  readonly expr: Expr;
  readonly unit: Unit;
  readonly granularity?: Granularity;
  /** The title of the linked record, for dimensions that are links. */
  readonly title?: Expr;
  readonly order: NaturalOrder;
  /** The field at the end of the path; absent for what a stage says of itself (`stage.outcome`) and for system columns. */
  readonly field?: Field;
}

/** One measure, resolved: an aggregate over the rows for which `where` is true. */
export interface PlannedMeasure {
  readonly name: string;
  readonly label: Label;
  readonly unit: MeasureUnit;
  readonly currency?: string;
  readonly formula: Expr;
  readonly where: Expr | null;
  readonly formulaText: string;
  readonly whereText?: string;
  /** Present when the measure is a metric of the registry. */
  readonly metric?: MetricSpec;
  /** The currency of each row, when money has no fixed one: several in a group give null with the reason `mixed_currencies`. */
  readonly currencyOf?: Expr;
  /** The dimension that is that currency: groups by it are of one each. */
  readonly currencyAt?: number | undefined;
}

/** What groups are sorted by: the n-th dimension or measure. Nulls stand last either way. */
export interface PlannedOrder {
  readonly of: 'dimension' | 'measure';
  readonly index: number;
  readonly descending: boolean;
}

/** A query, checked against the model: read by the frame runner and by the SQL compiler alike. */
export interface Plan {
  readonly entity: Entity;
  /** Everything that limits the rows (filters, where, search), as one flag; null lets all in. */
  readonly where: Expr | null;
  /** The day at whose end the records are looked at; null: as they are now. */
  readonly asOf: string | null;
  readonly dimensions: readonly PlannedDimension[];
  readonly measures: readonly PlannedMeasure[];
  readonly order: readonly PlannedOrder[];
  readonly top: number | null;
  readonly other: boolean;
  /** What amounts are converted by. */
  readonly rates?: Rates;
}

/** One key of a list's order. */
export interface ListKey {
  readonly name: string;
  readonly expr: Expr;
  readonly descending: boolean;
  /** `label`: texts compared folded (case and accents), then to the letter. `options`: by their place, unknown words after them. */
  readonly order: NaturalOrder;
}

/** A list, checked against the model. The id breaks ties, ascending. */
export interface ListPlan {
  readonly entity: Entity;
  readonly where: Expr | null;
  /** The day at whose end the records are looked at; null: as they are now. */
  readonly asOf: string | null;
  readonly keys: readonly ListKey[];
  /** 1 to 1 000. */
  readonly limit: number;
  readonly offset: number;
  /** The values of `keys`, then the id, of the last record of the page before. */
  readonly after: readonly Cell[] | null;
}
