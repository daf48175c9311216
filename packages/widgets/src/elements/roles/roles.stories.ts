import { SourceError } from '@sluice/core';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { type FixtureSessionOptions, type StageOptions, storyOf } from '../../fixtures.ts';
import type { Asking } from '../../sources/answered.ts';
import { rolesServer } from '../../sources/roles-testing.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Roles', component: 'sluice-roles' };
export default meta;

const story = (asking: Asking, options: FixtureSessionOptions = {}, stage: StageOptions = {}): Story =>
  storyOf(html`<sluice-roles .asking=${asking}></sluice-roles>`, options, stage);

export const Loading = story(() => new Promise<never>(() => {}));
export const Failed = story(() =>
  Promise.reject(new SourceError('offline', 'The data cannot be reached.', 'Check the connection.')),
);
export const Filled = story(rolesServer().ask);
export const French = story(rolesServer().ask, { locale: 'fr' });
export const RightToLeft = story(rolesServer().ask, { locale: 'he' }, { dir: 'rtl' });
export const Dark = story(rolesServer().ask, {}, { theme: 'dark' });
