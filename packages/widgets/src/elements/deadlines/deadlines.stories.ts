import type { Meta } from '@storybook/web-components-vite';
import { html } from 'lit';
import { storyOf } from '../../fixtures.ts';
import './define.ts';

const meta: Meta = { title: 'Elements/Deadlines', component: 'sluice-deadlines' };
export default meta;

const filled = html`<sluice-deadlines limit="3"></sluice-deadlines>`;

export const Loading = storyOf(filled, { answers: 'never' });
export const Empty = storyOf(html`<sluice-deadlines where="client = 'Nobody'"></sluice-deadlines>`);
export const Failed = storyOf(filled, { answers: 'offline' });
export const Filled = storyOf(filled);
export const French = storyOf(filled, { locale: 'fr' });
export const RightToLeft = storyOf(filled, { locale: 'he' }, { dir: 'rtl' });
export const Dark = storyOf(filled, {}, { theme: 'dark' });
