import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import { type FixtureSessionOptions, fixtureSession, type MountOptions, mountIn } from '../../fixtures.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Tasks', component: 'sluice-tasks' };
export default meta;

const story = (template: TemplateResult, options: FixtureSessionOptions = {}, mount: MountOptions = {}): Story => ({
  render: () => {
    const { root } = mountIn(fixtureSession(options), template, { parent: null, ...mount });
    root.style.background = mount.theme === 'dark' ? '#12191b' : '';
    return root;
  },
});

const filled = html`<sluice-tasks person="anna@example.com"></sluice-tasks>`;

export const Loading = story(filled, { answers: 'never' });
export const Empty = story(html`<sluice-tasks person="nobody@example.com"></sluice-tasks>`);
export const Failed = story(filled, { answers: 'offline' });
export const Filled = story(filled);
export const Everybodys = story(html`<sluice-tasks></sluice-tasks>`);
export const ReadOnly = story(filled, { writable: false });
export const NoTasks = story(html`<sluice-tasks entity="deal"></sluice-tasks>`);
export const French = story(filled, { locale: 'fr' });
export const Russian = story(filled, { locale: 'ru' });
export const RightToLeft = story(filled, { locale: 'he' }, { dir: 'rtl' });
export const Dark = story(filled, {}, { theme: 'dark' });
