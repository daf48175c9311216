import {
  decimalFromMinor,
  type Entity,
  exponent,
  figure,
  figureBy,
  type Intake,
  type Label,
  type MeasureUnit,
  type MetricSpec,
  type Model,
  metricOf,
  metricsOf,
  type Moment,
  type Rec,
  readerOf,
  type Value,
} from '@sluice/core';

/** A figure as it leaves the machine: money in major units, ratios 0–1. */
export interface Told {
  readonly label: Label;
  readonly value: Value;
  readonly unit: MeasureUnit;
  readonly currency?: string;
  /** The dimension of the groups, when there is one. */
  readonly by?: string;
  readonly groups?: readonly { readonly key: string | null; readonly value: Value }[];
}

const MONEY: ReadonlySet<MeasureUnit> = new Set(['money', 'moneyPerDay']);

const told = (value: Value, { unit, currency }: MetricSpec): Value =>
  typeof value === 'number' && MONEY.has(unit) && currency !== undefined
    ? Number(decimalFromMinor(value, exponent(currency)))
    : value;

/** Every metric of an entity over the records of a file, without a server; `by` names a dimension, links allowed (`account.sector`). */
export const figuresOf = (
  { model, entity, read, moment }: { model: Model; entity: Entity; read: Intake; moment: Moment },
  by?: string,
): Readonly<Record<string, Told>> => {
  const indexes = new Map<string, Map<string, Rec>>();
  const index = (name: string, records: readonly Rec[]) => {
    indexes.set(
      name,
      new Map([...(indexes.get(name) ?? []), ...records.map((record) => [record.id, record] as const)]),
    );
  };
  index(entity.name, read.records);
  for (const [name, records] of read.related) index(name, records);
  const follow = (name: string, id: string) => indexes.get(name)?.get(id);
  const rows = read.records.map((record) => readerOf(model, entity, record, follow));
  const keyOf = (dimension: string, key: Value): string | null => {
    const to = entity.field(dimension)?.to;
    const target = to === undefined || typeof key !== 'string' ? undefined : follow(to, key);
    const title = to === undefined ? undefined : target?.values[model.find(to)?.title.name ?? ''];
    const shown = title ?? key;
    return shown === null ? null : typeof shown === 'string' ? shown : JSON.stringify(shown);
  };
  return Object.fromEntries(
    metricsOf(entity).flatMap(({ id, label }) => {
      const spec = metricOf(entity, id);
      if (!spec) return [];
      const { unit, currency } = spec;
      const dimension = by ?? spec.by;
      const expr = dimension === undefined ? undefined : entity.scope.resolve(dimension.split('.'));
      const groups = expr && figureBy(spec, expr, rows, moment);
      const whole: Told = {
        label,
        value: told(figure(spec, rows, moment), spec),
        unit,
        ...(currency === undefined ? {} : { currency }),
        ...(dimension === undefined || !groups
          ? {}
          : {
              by: dimension,
              groups: groups.map(({ key, value }) => ({ key: keyOf(dimension, key), value: told(value, spec) })),
            }),
      };
      return [[id, whole] as const];
    }),
  );
};
