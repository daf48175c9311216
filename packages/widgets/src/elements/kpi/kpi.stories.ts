import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import { type FixtureSessionOptions, fixtureSession, type MountOptions, mountIn } from '../../fixtures.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Kpi', component: 'sluice-kpi' };
export default meta;

const story = (template: TemplateResult, options: FixtureSessionOptions = {}, mount: MountOptions = {}): Story => ({
  render: () => {
    const { root } = mountIn(fixtureSession(options), template, { parent: null, ...mount });
    root.style.background = mount.theme === 'dark' ? '#12191b' : '';
    return root;
  },
});

const filled = html`<sluice-kpi measure="weighted.open" trend="month" large></sluice-kpi>`;

export const Loading = story(filled, { answers: 'never' });
export const Empty = story(html`<sluice-kpi measure="deal.average" where="client = 'Nobody'"></sluice-kpi>`);
export const Failed = story(filled, { answers: 'offline' });
export const Filled = story(filled);
export const French = story(filled, { locale: 'fr' });
export const RightToLeft = story(filled, { locale: 'he' }, { dir: 'rtl' });
export const Dark = story(filled, {}, { theme: 'dark' });
export const WithSecondFigure = story(html`<sluice-kpi measure="conversion" beside="winRate"></sluice-kpi>`);
export const ByStage = story(html`<sluice-kpi measure="stage.count"></sluice-kpi>`);
export const Compared = story(
  html`<sluice-kpi measure="amount.won" compare="previous" granularity="quarter"></sluice-kpi>`,
);
export const NothingToCompareWith = story(
  html`<sluice-kpi measure="amount.open" compare="last-year" granularity="month"></sluice-kpi>`,
);
export const Explained: Story = {
  render: () => mountIn(fixtureSession(), filled, { parent: null }).root,
  play: async ({ canvasElement }) => {
    const figure = (): HTMLElement | null | undefined =>
      canvasElement.querySelector('sluice-kpi')?.shadowRoot?.querySelector<HTMLElement>('.figure');
    while (!figure()) await new Promise((resolve) => setTimeout(resolve, 20));
    figure()?.click();
  },
};
