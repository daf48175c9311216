import { SourceError } from '@sluice/core';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { type FixtureSessionOptions, type StageOptions, storyOf } from '../../fixtures.ts';
import type { Asking } from '../../sources/answered.ts';
import { settingsServer } from '../../sources/settings-testing.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Settings', component: 'sluice-settings' };
export default meta;

const story = (asking: Asking, options: FixtureSessionOptions = {}, stage: StageOptions = {}): Story =>
  storyOf(html`<sluice-settings .asking=${asking}></sluice-settings>`, options, stage);

export const Loading = story(() => new Promise<never>(() => {}));
export const Failed = story(() =>
  Promise.reject(new SourceError('offline', 'The data cannot be reached.', 'Check the connection.')),
);
export const Filled = story(settingsServer().ask);
export const French = story(settingsServer().ask, { locale: 'fr' });
export const RightToLeft = story(settingsServer().ask, { locale: 'he' }, { dir: 'rtl' });
export const Dark = story(settingsServer().ask, {}, { theme: 'dark' });
