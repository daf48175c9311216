import type { Meta } from '@storybook/web-components-vite';
import { html } from 'lit';
import { storyOf } from '../../fixtures.ts';
import './define.ts';

const meta: Meta = { title: 'Elements/Bars', component: 'sluice-bars' };
export default meta;

const filled = html`<sluice-bars by="sector" measure="amount.open" switch="deal.average" top="5" other></sluice-bars>`;

export const Loading = storyOf(filled, { answers: 'never' });
export const Empty = storyOf(
  html`<sluice-bars by="sector" measure="amount.open" where="client = 'Nobody'"></sluice-bars>`,
);
export const Failed = storyOf(filled, { answers: 'offline' });
export const Filled = storyOf(filled);
export const French = storyOf(filled, { locale: 'fr' });
export const RightToLeft = storyOf(filled, { locale: 'he' }, { dir: 'rtl' });
export const Dark = storyOf(filled, {}, { theme: 'dark' });
export const ByMonth = storyOf(html`<sluice-bars by="createdOn:month" measure="count"></sluice-bars>`);
export const ByPerson = storyOf(html`<sluice-bars by="owner" measure="amount.open"></sluice-bars>`);
