import { SourceError } from '@sluice/core';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { type FixtureSessionOptions, type StageOptions, storyOf } from '../../fixtures.ts';
import type { Asking } from '../../sources/answered.ts';
import { auditServer } from '../../sources/audit-testing.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Audit', component: 'sluice-audit' };
export default meta;

const story = (asking: Asking, options: FixtureSessionOptions = {}, stage: StageOptions = {}): Story =>
  storyOf(html`<sluice-audit .asking=${asking}></sluice-audit>`, options, stage);

export const Loading = story(() => new Promise<never>(() => {}));
export const Empty = story(auditServer([]).ask);
export const Failed = story(() =>
  Promise.reject(new SourceError('offline', 'The data cannot be reached.', 'Check the connection.')),
);
export const Filled = story(auditServer().ask);
export const French = story(auditServer().ask, { locale: 'fr' });
export const RightToLeft = story(auditServer().ask, { locale: 'he' }, { dir: 'rtl' });
export const Dark = story(auditServer().ask, {}, { theme: 'dark' });
