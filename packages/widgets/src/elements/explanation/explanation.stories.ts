import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { type FixtureSessionOptions, fixtureSession, type MountOptions, mountIn } from '../../fixtures.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Explanation', component: 'sluice-explanation' };
export default meta;

const query = { entity: 'deal', measures: ['weighted.open'] };

const story = (measure: string, options: FixtureSessionOptions = {}, mount: MountOptions = {}): Story => ({
  render: () =>
    mountIn(
      fixtureSession(options),
      html`<sluice-explanation open .query=${query} measure=${measure}></sluice-explanation>`,
      { parent: null, ...mount },
    ).root,
  // what is judged is the dialog as it stands, not as it appears
  play: async ({ canvasElement }) => {
    const dialog = (): Element | null | undefined =>
      canvasElement.querySelector('sluice-explanation')?.shadowRoot?.querySelector('dialog[open]');
    while (!dialog()) await new Promise((resolve) => setTimeout(resolve, 20));
    await Promise.all((dialog()?.getAnimations() ?? []).map(({ finished }) => finished));
  },
});

export const Loading = story('weighted.open', { answers: 'never' });
export const Failed = story('weighted.open', { answers: 'offline' });
export const Filled = story('weighted.open');
export const Expression = story('sum(amount)');
export const RightToLeft = story('weighted.open', { locale: 'he' }, { dir: 'rtl' });
export const Dark = story('weighted.open', {}, { theme: 'dark' });
