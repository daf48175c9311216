import {
  type DimensionColumn,
  type Entity,
  exponent,
  type Field,
  type Format,
  labelIn,
  type MeasureColumn,
  type Metric,
  metricsOf,
  type MeasureUnit,
  type Query,
  titleCase,
  UNKNOWN,
} from '@sluice/core';
import { property } from 'lit/decorators.js';
import { SluiceElement } from '../../element.ts';
import { figureMessages } from '../../locales/messages/figure.ts';
import type { Problem } from '../../problem.ts';

/** How a figure is written: `short` on cards (`115,3 k€`), `full` to the last digit that means something. */
export type FigureLook = 'short' | 'full';

/** Amounts from here on are shortened where room is scarce: below, shortening would save nothing. */
const SHORTENED_FROM = 10_000;

/** The words of a list attribute. */
export const wordsOf = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

/** What of an answer under way decides how an element stands. */
interface Standing {
  readonly answer: unknown;
  readonly problem: Problem | null;
  readonly loading: boolean;
}

/** One figure: its value, how it is called and the words of its measure. */
export interface Figure {
  readonly value: MeasureColumn['values'][number];
  readonly unit: MeasureUnit;
  readonly currency?: string;
  readonly reason: string | null;
}

/** The figure in a row of a measure. */
export const figureAt = (column: MeasureColumn | undefined, row: number): Figure => ({
  value: column?.values[row] ?? null,
  unit: column?.unit ?? 'number',
  ...(column?.currency === undefined ? {} : { currency: column.currency }),
  reason: column?.reasons?.[row] ?? null,
});

/** A figure in words: shortened without cents, or exact. */
export const figureText = (
  format: Format,
  { value, unit, currency }: Pick<Figure, 'value' | 'unit' | 'currency'>,
  look: FigureLook,
): string => {
  if (value === null) return UNKNOWN;
  if (look === 'full' || typeof value !== 'number') return format.value(unit, value, { currency });
  if (unit === 'money') {
    const large = Math.abs(value) >= SHORTENED_FROM * 10 ** exponent(currency ?? '');
    return format.money(value, currency, { compact: large, cents: false });
  }
  if (unit === 'moneyPerDay') return format.value(unit, value, { currency, compact: true });
  return format.value(unit, value, { currency });
};

/** A number of a cell; null for everything else. */
export const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

/** What every element that shows figures has: which entity, which rows, and how the figures are called. */
export abstract class FigureElement extends SluiceElement {
  /** The entity measured; the one that the filters of the app are about when left out. */
  @property() entity = '';
  /** An expression that rows must satisfy, beside the filters of the app. */
  @property() where = '';
  /** What the element is called; the name of the measure when left out. */
  @property() label = '';

  /** The entity, once a model is there. */
  protected get subject(): Entity | undefined {
    const { session } = this;
    return this.entity ? session?.model?.named(this.entity) : session?.mainEntity;
  }

  /** A question about the element's rows; null while nobody can be asked. */
  protected question(parts: Omit<Query, 'entity' | 'where'>): Query | null {
    const entity = this.entity || this.session?.entity || '';
    if (entity === '' || parts.measures.length === 0) return null;
    const where = this.where.trim();
    return { entity, ...(where === '' ? {} : { where }), ...parts };
  }

  /** A metric of the entity by its id. */
  protected metric(id: string): Metric | undefined {
    const { subject } = this;
    return subject && metricsOf(subject).find((one) => one.id === id);
  }

  /** A measure by its name in words; expressions are their own name. */
  protected measureName(id: string): string {
    const metric = this.metric(id);
    return metric ? labelIn(metric.label, this.tongue) : id;
  }

  /** The field of a dimension: the last step of a path, without its period. */
  protected fieldAt(dimension: string): Field | undefined {
    const [path = ''] = dimension.split(':');
    let entity = this.subject;
    let field: Field | undefined;
    for (const step of path.split('.')) {
      field = entity?.field(step);
      entity = field?.to === undefined ? undefined : this.session?.model?.find(field.to);
    }
    return field;
  }

  /** A dimension by its name in words. */
  protected dimensionName(dimension: string): string {
    const field = this.fieldAt(dimension);
    return field
      ? labelIn(field.label, this.tongue)
      : titleCase((dimension.split(':')[0] ?? '').split('.').at(-1) ?? '');
  }

  /** A key of a dimension in words: options by label, links by title, periods as people write them; blanks say so. */
  protected keyName(dimension: DimensionColumn, row: number): string {
    const key = dimension.values[row] ?? null;
    const say = this.say(figureMessages);
    if (key === null || key === '') return say('blank');
    const shown = dimension.labels?.[row];
    if (shown !== undefined && shown !== '') return shown;
    if (dimension.granularity !== undefined && typeof key === 'string')
      return this.format.period(periodKey(key, dimension.granularity));
    const field = this.fieldAt(dimension.name);
    return field ? this.format.field(field, key) : this.format.value(dimension.unit, key);
  }

  /** Why a figure is unknown, in a sentence. */
  protected reasonText(reason: string | null): string {
    const say = this.say(figureMessages);
    switch (reason) {
      case 'mixed_currencies':
        return say('mixedCurrencies');
      case 'no_rows':
        return say('noRows');
      case 'no_values':
        return say('noValues');
      case 'zero_denominator':
        return say('noDenominator');
      default:
        return say('unknown');
    }
  }

  /** Says how the element stands, by its answers. */
  protected stand({ answer, problem, loading }: Standing, empty: boolean): void {
    const life = this.session?.source?.freshness().state;
    if (problem) this.setState('error');
    else if (answer === null) this.setState(loading ? 'loading' : 'empty');
    else if (empty) this.setState('empty');
    else if (life === 'offline') this.setState('offline');
    else this.setState(loading || life === 'stale' ? 'stale' : 'ready');
  }
}

/** The short key of a period from its first day: `2025-02-01` by month is `2025-02`. */
export const periodKey = (first: string, granularity: NonNullable<DimensionColumn['granularity']>): string => {
  const [year = '', month = ''] = first.split('-');
  if (granularity === 'year') return year;
  if (granularity === 'quarter') return `${year}-Q${Math.ceil(Number(month) / 3)}`;
  if (granularity === 'month') return `${year}-${month}`;
  return first;
};
