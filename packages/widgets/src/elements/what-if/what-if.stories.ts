import type { Meta } from '@storybook/web-components-vite';
import { html } from 'lit';
import { storyOf } from '../../fixtures.ts';
import './define.ts';

const meta: Meta = { title: 'Elements/WhatIf', component: 'sluice-what-if' };
export default meta;

const filled = html`<sluice-what-if quota="250000" scenario="a11000_p500.negotiation"></sluice-what-if>`;

export const Loading = storyOf(filled, { answers: 'never' });
export const Empty = storyOf(html`<sluice-what-if where="client = 'Nobody'"></sluice-what-if>`);
export const Failed = storyOf(filled, { answers: 'offline' });
export const Filled = storyOf(filled);
export const French = storyOf(filled, { locale: 'fr' });
export const RightToLeft = storyOf(filled, { locale: 'he' }, { dir: 'rtl' });
export const Dark = storyOf(filled, {}, { theme: 'dark' });
