import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import type { Session } from '../../controllers/session.ts';
import { fixtureSession, type FixtureSessionOptions, type MountOptions, onStage } from '../../fixtures.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Filter', component: 'sluice-filter' };
export default meta;

/** A session in which somebody has filtered already. */
const filtered = (options: FixtureSessionOptions = {}): Session => {
  const session = fixtureSession(options);
  session.toggle('stage', 'qualified');
  return session;
};
const story = (session: () => Session, template: TemplateResult, mount: MountOptions = {}): Story => ({
  render: () => {
    return onStage(session(), template, mount);
  },
});

const values = html`<sluice-filter field="stage" multiple></sluice-filter>`;
const kinds = html`<sluice-filter field="stage" multiple></sluice-filter>
  <sluice-filter field="account" multiple></sluice-filter>
  <sluice-filter field="dueOn"></sluice-filter>
  <sluice-filter field="amount"></sluice-filter>`;

export const Loading = story(() => fixtureSession({ state: 'loading' }), values);
export const Empty = story(
  () => fixtureSession({ deals: 0 }),
  html`<sluice-filter field="sector" multiple></sluice-filter>`,
);
export const Failed = story(
  () => fixtureSession({ answers: 'offline' }),
  html`<sluice-filter field="sector"></sluice-filter>`,
);
export const Filled = story(() => filtered(), values);
export const Kinds = story(() => fixtureSession(), kinds);
export const RightToLeft = story(() => filtered({ locale: 'he' }), kinds, { dir: 'rtl' });
export const Dark = story(() => filtered(), kinds, { theme: 'dark' });
