import type { Meta } from '@storybook/web-components-vite';
import { html } from 'lit';
import { storyOf } from '../../fixtures.ts';
import './define.ts';

const meta: Meta = { title: 'Elements/KpiRow', component: 'sluice-kpi-row' };
export default meta;

const filled = html`<sluice-kpi-row trend="month"></sluice-kpi-row>`;

export const Loading = storyOf(filled, { answers: 'never' });
export const Empty = storyOf(html`<sluice-kpi-row where="client = 'Nobody'"></sluice-kpi-row>`);
export const Failed = storyOf(filled, { answers: 'offline' });
export const Filled = storyOf(filled);
export const AgainstLastMonth = storyOf(html`<sluice-kpi-row compare="previous"></sluice-kpi-row>`);
export const AgainstLastYear = storyOf(
  html`<sluice-kpi-row compare="last-year" granularity="quarter" measures="amount.won winRate amount.open"></sluice-kpi-row>`,
);
export const AgainstLastMonthRightToLeft = storyOf(
  html`<sluice-kpi-row compare="previous"></sluice-kpi-row>`,
  { locale: 'he' },
  { dir: 'rtl' },
);
export const French = storyOf(filled, { locale: 'fr' });
export const RightToLeft = storyOf(filled, { locale: 'he' }, { dir: 'rtl' });
export const Dark = storyOf(filled, {}, { theme: 'dark' });
