import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import type { Session } from '../../controllers/session.ts';
import { fixtureSession, type FixtureSessionOptions, type MountOptions, onStage } from '../../fixtures.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/FilterBar', component: 'sluice-filter-bar' };
export default meta;

/** A session in which somebody has filtered already. */
const filtered = (options: FixtureSessionOptions = {}): Session => {
  const session = fixtureSession(options);
  session.toggle('stage', 'qualified');
  session.toggle('stage', 'negotiation');
  session.setCondition({ field: 'dueOn', op: 'gte', values: ['2025-02-01'] });
  session.setCondition({ field: 'dueOn', op: 'lte', values: ['2025-02-28'] });
  session.setSearch('eco');
  return session;
};
const story = (session: () => Session, template: TemplateResult, mount: MountOptions = {}): Story => ({
  render: () => {
    return onStage(session(), template, mount);
  },
});

const bar = html`<sluice-filter-bar></sluice-filter-bar>`;

export const Loading = story(() => fixtureSession({ state: 'loading' }), bar);
export const Empty = story(() => fixtureSession(), bar);
export const Failed = story(() => fixtureSession({ state: 'failed' }), bar);
export const Filled = story(() => filtered(), bar);
export const French = story(() => filtered({ locale: 'fr' }), bar);
export const RightToLeft = story(() => filtered({ locale: 'he' }), bar, { dir: 'rtl' });
export const Dark = story(() => filtered(), bar, { theme: 'dark' });
