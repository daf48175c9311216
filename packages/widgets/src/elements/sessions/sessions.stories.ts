import { SourceError } from '@sluice/core';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { type FixtureSessionOptions, type StageOptions, storyOf } from '../../fixtures.ts';
import type { Asking } from '../../sources/answered.ts';
import { sessionsServer } from '../../sources/account-testing.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Sessions', component: 'sluice-sessions' };
export default meta;

const story = (asking: Asking, options: FixtureSessionOptions = {}, stage: StageOptions = {}): Story =>
  storyOf(html`<sluice-sessions .asking=${asking}></sluice-sessions>`, options, stage);

export const Loading = story(() => new Promise<never>(() => {}));
export const Empty = story(sessionsServer([]).ask);
export const Failed = story(() =>
  Promise.reject(new SourceError('offline', 'The data cannot be reached.', 'Check the connection.')),
);
export const Filled = story(sessionsServer().ask);
export const French = story(sessionsServer().ask, { locale: 'fr' });
export const RightToLeft = story(sessionsServer().ask, { locale: 'he' }, { dir: 'rtl' });
export const Dark = story(sessionsServer().ask, {}, { theme: 'dark' });
