import {
  type DimensionColumn,
  type Entity,
  type Field,
  labelIn,
  type Metric,
  metricsOf,
  type Query,
  titleCase,
} from '@sluice/core';
import { property } from 'lit/decorators.js';
import { nothing, type TemplateResult } from 'lit';
import { Part } from '../../controllers/part.ts';
import { SluiceElement } from '../../element.ts';
import { figureMessages } from '../../locales/messages/figure.ts';
import type { Problem } from '../../problem.ts';
import { whyNull } from './figure-text.ts';

export { type Figure, figureAt, type FigureLook, figureText, numberOf, whyNull } from './figure-text.ts';

/** The words of a list attribute. */
export const wordsOf = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

/** What of an answer under way decides how an element stands. */
interface Standing {
  readonly answer: unknown;
  readonly problem: Problem | null;
  readonly loading: boolean;
}

/** What every element that shows figures has: which entity, which rows, and how the figures are called. */
export abstract class FigureElement extends SluiceElement {
  /** The entity measured; the one that the filters of the app are about when left out. */
  @property() entity = '';
  /** An expression that rows must satisfy, beside the filters of the app. */
  @property() where = '';
  /** What the element is called; the name of the measure when left out. */
  @property() label = '';

  /** What explains a figure: loaded when somebody first asks. */
  protected readonly explaining = new Part(this, () => import('../explanation/define.ts'));

  /** Why figures cannot be explained, where that is so. */
  protected renderUnexplained(): TemplateResult | typeof nothing {
    const { problem } = this.explaining;
    return problem ? this.renderProblem(problem, () => void this.explaining.want()) : nothing;
  }

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
    return whyNull(reason, this.tongue);
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
