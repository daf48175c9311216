import { SourceError } from '@sluice/core';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { type FixtureSessionOptions, type StageOptions, storyOf } from '../../fixtures.ts';
import type { Asking } from '../../sources/answered.ts';
import { peopleServer } from '../../sources/people-testing.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/People', component: 'sluice-people' };
export default meta;

const story = (asking: Asking, options: FixtureSessionOptions = {}, stage: StageOptions = {}): Story =>
  storyOf(html`<sluice-people .asking=${asking}></sluice-people>`, options, stage);

export const Loading = story(() => new Promise<never>(() => {}));
export const Empty = story(peopleServer([]).ask);
export const Failed = story(() =>
  Promise.reject(new SourceError('offline', 'The data cannot be reached.', 'Check the connection.')),
);
export const Filled = story(peopleServer().ask);
export const French = story(peopleServer().ask, { locale: 'fr' });
export const RightToLeft = story(peopleServer().ask, { locale: 'he' }, { dir: 'rtl' });
export const Dark = story(peopleServer().ask, {}, { theme: 'dark' });
