import { issue } from '@sluice/core';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import { fixtureRecords, type FixtureSessionOptions, type StageOptions, storyOf } from '../../fixtures.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Field', component: 'sluice-field' };
export default meta;

const story = (template: TemplateResult, options: FixtureSessionOptions = {}, stage: StageOptions = {}): Story =>
  storyOf(template, options, { width: '360px', ...stage });

const company = fixtureRecords()['company']?.[4]?.id ?? null;
const kinds = html`
  <sluice-field name="client" .value=${'EcoGreen'}></sluice-field>
  <sluice-field name="amount" .value=${1_200_055}></sluice-field>
  <sluice-field name="stage" .value=${'qualified'}></sluice-field>
  <sluice-field name="probability" .followed=${3000}></sluice-field>
  <sluice-field name="account" .value=${company}></sluice-field>
  <sluice-field name="dueOn" .value=${'2025-03-01'}></sluice-field>
  <sluice-field name="priority" .value=${'high'}></sluice-field>
  <sluice-field name="tags" .value=${['vip', 'été']}></sluice-field>
  <sluice-field name="notes" .value=${'Calls back in March.'}></sluice-field>
`;

export const Loading = story(html`<sluice-field name="amount"></sluice-field>`, { state: 'loading' });
export const Empty = story(html`<sluice-field name="amount"></sluice-field>`);
export const Failed = story(html`<sluice-field name="height"></sluice-field>`);
export const Filled = story(kinds);
export const French = story(kinds, { locale: 'fr' });
export const RightToLeft = story(kinds, { locale: 'he' }, { dir: 'rtl' });
export const Dark = story(kinds, {}, { theme: 'dark' });
export const Wrong = story(
  html`<sluice-field name="client" .value=${'EcoGreen'} .issues=${[issue('not_unique', ['client'])]}></sluice-field>`,
);
export const Overridden = story(
  html`<sluice-field name="probability" .value=${4500} .followed=${3000}></sluice-field>`,
);
export const ReadOnly = story(html`
  <sluice-field readonly name="amount" .value=${1_200_055}></sluice-field>
  <sluice-field readonly name="account" .value=${company}></sluice-field>
  <sluice-field readonly name="tags" .value=${['vip', 'été']}></sluice-field>
`);
/** By its attributes alone, without a model. */
export const Alone = story(
  html`<sluice-field name="size" type="choice" label="Size" options="s:Small,l:Large" required></sluice-field>`,
);
