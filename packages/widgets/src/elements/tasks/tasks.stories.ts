import type { Meta } from '@storybook/web-components-vite';
import { html } from 'lit';
import { storyOf } from '../../fixtures.ts';
import './define.ts';

const meta: Meta = { title: 'Elements/Tasks', component: 'sluice-tasks' };
export default meta;

const filled = html`<sluice-tasks person="anna@example.com"></sluice-tasks>`;

export const Loading = storyOf(filled, { answers: 'never' });
export const Empty = storyOf(html`<sluice-tasks person="nobody@example.com"></sluice-tasks>`);
export const Failed = storyOf(filled, { answers: 'offline' });
export const Filled = storyOf(filled);
export const Everybodys = storyOf(html`<sluice-tasks></sluice-tasks>`);
export const ReadOnly = storyOf(filled, { writable: false });
export const NoTasks = storyOf(html`<sluice-tasks entity="deal"></sluice-tasks>`);
export const French = storyOf(filled, { locale: 'fr' });
export const Russian = storyOf(filled, { locale: 'ru' });
export const RightToLeft = storyOf(filled, { locale: 'he' }, { dir: 'rtl' });
export const Dark = storyOf(filled, {}, { theme: 'dark' });
