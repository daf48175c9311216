import { bad, type Checked, good } from '../issue.ts';
import { type Format, UNKNOWN } from '../format/index.ts';
import { labelIn } from '../kinds/index.ts';
import { periodLabelKey } from '../time.ts';
import { metricsOf } from '../metrics/index.ts';
import type { Entity, Field } from '../model/index.ts';
import type { Answer, DimensionColumn, ListQuery, MeasureColumn, Query, Selection } from '../query/index.ts';
import type { Rec } from '../records/index.ts';
import type { Source } from '../source/source.ts';
import type { Moment } from '../expr/index.ts';
import { reportWords } from './words.ts';

/** What a report is asked with. */
export interface ReportWish {
  readonly source: Source;
  readonly entity: Entity;
  /** Which records: what an address or the filters of a page say. */
  readonly selection: Omit<Selection, 'entity'>;
  /** In words: which records. Left out when it is all. */
  readonly filtered?: string;
  /** Writes values; decides the language. */
  readonly format: Format;
  readonly moment: Moment;
  /** Whose report it is. */
  readonly owner: string;
  /** Minor units. */
  readonly quota?: number;
}

/** What the parts of a report are made with. */
export interface Asker {
  readonly wish: ReportWish;
  readonly say: ReturnType<typeof reportWords>;
  readonly measure: (query: Omit<Query, 'entity'>) => Promise<Checked<Answer>>;
  readonly list: (query: Omit<ListQuery, 'entity'>) => Promise<
    Checked<{
      readonly items: readonly Rec[];
      readonly total: number;
      readonly titles: Readonly<Record<string, string>>;
      readonly next: string | null;
    }>
  >;
  /** A cell of a measure, in words. */
  readonly text: (column: MeasureColumn | undefined, at: number) => string;
  /** A key of a dimension, in words. */
  readonly key: (column: DimensionColumn | undefined, at: number) => string;
  /** A field of a record, in words. */
  readonly value: (field: Field | undefined, record: Rec, titles: Readonly<Record<string, string>>) => string;
  /** The name of a field, and of a measure. */
  readonly field: (name: string) => string;
  readonly metric: (id: string) => string;
  /** Whether the entity has a figure. */
  readonly has: (id: string) => boolean;
}

const joined = (left: string | undefined, right: string | undefined): string | undefined =>
  left && right ? `(${left}) and (${right})` : (right ?? left);

/** The selection of a report and a part's own condition, together. */
const narrowed = <Q extends Partial<Selection>>(wish: ReportWish, query: Q): Q & Selection => {
  const { selection, entity } = wish;
  const where = joined(selection.where, query.where);
  return {
    ...selection,
    ...query,
    entity: entity.name,
    filters: [...(selection.filters ?? []), ...(query.filters ?? [])],
    ...(where === undefined ? {} : { where }),
  };
};

/** What asks a source for a report, and words its answers. */
export const askerOf = (wish: ReportWish): Asker => {
  const { source, entity, format } = wish;
  const { locale } = format;
  const known = new Map(metricsOf(entity).map((metric) => [metric.id, metric]));
  return {
    wish,
    say: reportWords(locale),
    measure: (query) => source.measure(narrowed(wish, query)),
    list: async (query) => {
      const page = await source.list(narrowed(wish, query));
      return page.ok ? good(page.value) : bad(page.issues);
    },
    text: (column, at) => {
      const value = column?.values[at] ?? null;
      if (!column || value === null) return UNKNOWN;
      if (column.unit === 'ratio' && typeof value === 'number') return format.percentFromRatio(value);
      return format.value(column.unit, value, column.currency === undefined ? {} : { currency: column.currency });
    },
    key: (column, at) => {
      const value = column?.values[at] ?? null;
      if (!column || value === null) return UNKNOWN;
      if (column.granularity !== undefined && typeof value === 'string')
        return format.period(periodLabelKey(value, column.granularity));
      const field = entity.field(column.name);
      return column.labels?.[at] ?? (field ? format.field(field, value) : String(value));
    },
    value: (field, record, titles) => {
      if (!field) return UNKNOWN;
      const currency = field.currencyField === undefined ? undefined : record.values[field.currencyField];
      return format.field(field, record.values[field.name] ?? null, {
        titles,
        ...(typeof currency === 'string' ? { currency } : {}),
      });
    },
    field: (name) => labelIn(entity.field(name)?.label ?? name, locale),
    metric: (id) => labelIn(known.get(id)?.label ?? id, locale),
    has: (id) => known.has(id),
  };
};
