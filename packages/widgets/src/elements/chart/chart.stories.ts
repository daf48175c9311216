import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import { type FixtureSessionOptions, fixtureSession, type MountOptions, mountIn } from '../../fixtures.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Chart', component: 'sluice-chart' };
export default meta;

const story = (template: TemplateResult, options: FixtureSessionOptions = {}, mount: MountOptions = {}): Story => ({
  render: () => {
    const { root } = mountIn(fixtureSession(options), template, { parent: null, ...mount });
    root.style.background = mount.theme === 'dark' ? '#12191b' : '';
    return root;
  },
});

const filled = html`<sluice-chart type="radar" by="sector" measures="amount.open amount.won"></sluice-chart>`;

export const Loading = story(filled, { answers: 'never' });
export const Empty = story(html`<sluice-chart by="sector" where="client = 'Nobody'"></sluice-chart>`);
export const Failed = story(filled, { answers: 'offline' });
export const Filled = story(filled);
export const French = story(filled, { locale: 'fr' });
export const RightToLeft = story(filled, { locale: 'he' }, { dir: 'rtl' });
export const Dark = story(filled, {}, { theme: 'dark' });
