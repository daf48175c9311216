import type { Expr } from '../expr/tree.ts';
import type { Label } from '../kinds/index.ts';
import type { MeasureUnit } from './query.ts';

/** A metric, compiled for one entity: what a plan, a runtime and an explanation read. */
export interface MetricSpec {
  readonly id: string;
  readonly label: Label;
  readonly unit: MeasureUnit;
  /** ISO 4217 when the unit is money. */
  readonly currency?: string;
  /** An aggregate. */
  readonly formula: Expr;
  /** Rows it speaks of; null: all. */
  readonly where: Expr | null;
  readonly formulaText: string;
  readonly whereText?: string;
  readonly by?: string;
  readonly note?: Label;
}
