import { html, nothing, type TemplateResult } from 'lit';

/** Tags of the forecast preset that are registered when they are first shown. */
export const FORECAST_TAGS = [
  'sluice-ageing',
  'sluice-calibration',
  'sluice-coverage',
  'sluice-forecast',
  'sluice-leaderboard',
  'sluice-trend',
  'sluice-velocity',
  'sluice-waterfall',
  'sluice-what-if',
] as const;

/** The figures of the forecast preset, the headline first. */
export const FORECAST_KPIS = ['weighted.open', 'winRate+conversion', 'amount.won', 'amount.open'];

/** What the parts of the forecast preset are made with. */
export interface ForecastParts {
  readonly locale: string;
  readonly quota: string;
  readonly inUrl: boolean;
  /** The row of figures, as every preset has it. */
  readonly figures: TemplateResult | typeof nothing;
  /** The part of an entity's fields, to leave out what it cannot show. */
  readonly owner: string | undefined;
  readonly closed: string | undefined;
  /** Whether quotas are kept. */
  readonly quotas: boolean;
}

/** The forecast preset below its filters: figures, forecast, quotas, what-if; velocity beside people, months beside what moved, cohort beside age. */
export const forecastParts = ({
  locale,
  quota,
  inUrl,
  figures,
  owner,
  closed,
  quotas,
}: ForecastParts): TemplateResult =>
  html`${figures}
    <sluice-forecast quota=${quota} .locale=${locale}></sluice-forecast>
    ${closed === undefined || !quotas ? nothing : html`<sluice-coverage by=${owner ?? ''} .locale=${locale}></sluice-coverage>`}
    <sluice-what-if quota=${quota} ?scenario-in-url=${inUrl} .locale=${locale}></sluice-what-if>
    <div class="halves">
      <sluice-velocity .locale=${locale}></sluice-velocity>
      ${
        owner === undefined
          ? nothing
          : html`<sluice-leaderboard by=${owner} measure="amount.won" .locale=${locale}></sluice-leaderboard>`
      }
    </div>
    <div class="halves">
      ${
        closed === undefined
          ? nothing
          : html`<sluice-trend measure="amount.won" by=${`${closed}:month`} compare="last-year" .locale=${locale}></sluice-trend>`
      }
      <sluice-waterfall .locale=${locale}></sluice-waterfall>
    </div>
    <div class="halves">
      <sluice-funnel reading="cohort" .locale=${locale}></sluice-funnel>
      <sluice-ageing .locale=${locale}></sluice-ageing>
    </div>
    <sluice-calibration .locale=${locale}></sluice-calibration>`;
