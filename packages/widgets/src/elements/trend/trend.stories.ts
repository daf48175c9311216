import type { Meta } from '@storybook/web-components-vite';
import { html } from 'lit';
import { storyOf } from '../../fixtures.ts';
import './define.ts';

const meta: Meta = { title: 'Elements/Trend', component: 'sluice-trend' };
export default meta;

const filled = html`<sluice-trend measure="amount.won" by="closedOn:month" compare="previous" periods="6"></sluice-trend>`;

export const Loading = storyOf(filled, { answers: 'never' });
export const Empty = storyOf(html`<sluice-trend where="client = 'Nobody'"></sluice-trend>`);
export const Failed = storyOf(filled, { answers: 'offline' });
export const Filled = storyOf(filled);
export const French = storyOf(filled, { locale: 'fr' });
export const RightToLeft = storyOf(filled, { locale: 'he' }, { dir: 'rtl' });
export const Dark = storyOf(filled, {}, { theme: 'dark' });
