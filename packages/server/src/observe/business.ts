import { decimalFromMinor, type Entity, exponent, metricsOf } from '@sluice/core';
import type { Session, Tenants } from '../routes/context.ts';
import type { Labels, Metrics, Reading } from './metrics.ts';

/** One figure of one tenant. */
export type TenantFigure = readonly [metric: string, Labels, number];

/** What is told of the pipeline; the definitions are the product's. */
const FIGURES = [
  { name: 'sluice_open_deals', metric: 'count.open', help: 'Deals whose stage is open.' },
  { name: 'sluice_pipeline_value', metric: 'amount.open', help: 'Amount of all open deals, in units of the currency.' },
  {
    name: 'sluice_pipeline_weighted_value',
    metric: 'weighted.open',
    help: 'Amount × probability of all open deals, in units of the currency.',
  },
] as const;
const METRICS: readonly string[] = FIGURES.map(({ metric }) => metric);

/** What is told of what leaves the server. */
const OUTBOUND = [
  { name: 'sluice_outbox_mails', metric: 'outbox', help: 'Mails in the outbox, by what became of them.' },
  {
    name: 'sluice_webhook_deliveries',
    metric: 'webhooks',
    help: 'What webhooks were told in the last 30 days, by what became of it.',
  },
] as const;

/** How old figures may be before they are read again, and how long whoever looks waits for newer ones; milliseconds. */
const AGE = 60_000;
const PATIENCE = 2000;

export interface BusinessOptions extends Pick<Tenants, 'sourceFor'> {
  /** The short names of all tenants. */
  readonly names: () => Promise<readonly string[]>;
  /** What else is told of a tenant, by its short name. */
  readonly outboundOf?: (tenant: string) => Promise<readonly TenantFigure[]>;
  /** Whether every tenant is told apart, by its short name; otherwise only sums over all of them leave the server. */
  readonly perTenant: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly age?: number;
}

interface Sample {
  readonly at: number;
  readonly tenants: number;
  /** By metric. */
  readonly series: ReadonlyMap<string, readonly (readonly [Labels, number])[]>;
}

const hasPipeline = (entity: Entity): boolean => {
  const ids = new Set(metricsOf(entity).map(({ id }) => id));
  return METRICS.every((one) => ids.has(one));
};

/** The figures of one tenant, by metric: labels and values in units of the currency. */
const figuresOf = async (
  { sourceFor }: Pick<Tenants, 'sourceFor'>,
  tenant: string,
): Promise<readonly TenantFigure[]> => {
  const session: Session = { tenant, role: 'owner', actor: 'metrics', via: 'token' };
  const source = await sourceFor(session, 'metrics');
  if (!source) return [];
  const found: TenantFigure[] = [];
  for (const entity of source.model.entities.filter(hasPipeline)) {
    const answer = await source.measure({ entity: entity.name, measures: METRICS });
    if (!answer.ok) continue;
    for (const { name, currency, values } of answer.value.measures) {
      const [value] = values;
      if (typeof value !== 'number') continue;
      const labels = { entity: entity.name, ...(currency === undefined ? {} : { currency }) };
      found.push([name, labels, currency === undefined ? value : Number(decimalFromMinor(value, exponent(currency)))]);
    }
  }
  return found;
};

/**
 * Tells the pipeline of all tenants. Row-level security shows one tenant at a time, so that they are asked one after the other, at most
 * once a minute and only when somebody looks; a tenant that fails is left out and counted.
 */
export const watchBusiness = (metrics: Metrics, options: BusinessOptions): void => {
  const { names, perTenant, now, age = AGE } = options;
  const failed = metrics.counter('sluice_business_failures_total', 'Tenants whose figures could not be read.');
  let last: Sample | null = null;
  let reading: Promise<void> | null = null;

  const read = async (): Promise<void> => {
    const sums = new Map<string, Map<string, [Labels, number]>>();
    const tenants = await names();
    for (const tenant of tenants) {
      const parts = [figuresOf(options, tenant), options.outboundOf?.(tenant) ?? Promise.resolve([])];
      const found = (await Promise.all(parts).catch(() => null))?.flat();
      if (!found) failed();
      for (const [metric, labels, value] of found ?? []) {
        const all = perTenant ? { ...labels, tenant } : labels;
        const series = sums.get(metric) ?? new Map<string, [Labels, number]>();
        sums.set(metric, series);
        const key = JSON.stringify(all);
        series.set(key, [all, (series.get(key)?.[1] ?? 0) + value]);
      }
    }
    const series = new Map([...sums].map(([metric, found]) => [metric, [...found.values()]] as const));
    last = { at: now(), tenants: tenants.length, series };
  };
  const sample = async (): Promise<Sample | null> => {
    if (!last || now() - last.at >= age) {
      reading ??= read()
        .catch(() => undefined)
        .finally(() => {
          reading = null;
        });
    }
    if (reading) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, PATIENCE);
      });
      await Promise.race([reading, late]);
      clearTimeout(timer);
    }
    return last;
  };

  const tenantLabel = perTenant ? ['tenant'] : [];
  for (const { name, metric, help } of FIGURES) {
    const money = metric === 'count.open' ? [] : ['currency'];
    metrics.figure(name, help, async (): Promise<Reading> => (await sample())?.series.get(metric) ?? [], [
      'entity',
      ...money,
      ...tenantLabel,
    ]);
  }
  for (const { name, metric, help } of OUTBOUND)
    metrics.figure(name, help, async (): Promise<Reading> => (await sample())?.series.get(metric) ?? [], [
      'state',
      ...tenantLabel,
    ]);
  metrics.figure('sluice_tenants', 'Tenants of this server.', async (): Promise<Reading> => {
    const found = await sample();
    return found ? found.tenants : [];
  });
  metrics.figure('sluice_business_read_timestamp_seconds', 'When the figures of the pipeline were read.', async () => {
    const found = await sample();
    return found ? found.at / 1000 : [];
  });
};
