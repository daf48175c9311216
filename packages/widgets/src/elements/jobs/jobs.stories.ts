import { SourceError } from '@sluice/core';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { type FixtureSessionOptions, type StageOptions, storyOf } from '../../fixtures.ts';
import type { Asking } from '../../sources/answered.ts';
import { jobsServer } from '../../sources/jobs-testing.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Jobs', component: 'sluice-jobs' };
export default meta;

const story = (asking: Asking, options: FixtureSessionOptions = {}, stage: StageOptions = {}): Story =>
  storyOf(html`<sluice-jobs .asking=${asking}></sluice-jobs>`, options, stage);

export const Loading = story(() => new Promise<never>(() => {}));
export const Empty = story(jobsServer([]).ask);
export const Failed = story(() =>
  Promise.reject(new SourceError('offline', 'The data cannot be reached.', 'Check the connection.')),
);
export const Filled = story(jobsServer().ask);
export const French = story(jobsServer().ask, { locale: 'fr' });
export const RightToLeft = story(jobsServer().ask, { locale: 'he' }, { dir: 'rtl' });
export const Dark = story(jobsServer().ask, {}, { theme: 'dark' });
