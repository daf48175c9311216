import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { fixtureSession, mountIn, storyOf } from '../../fixtures.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Kpi', component: 'sluice-kpi' };
export default meta;

const filled = html`<sluice-kpi measure="weighted.open" trend="month" large></sluice-kpi>`;

export const Loading = storyOf(filled, { answers: 'never' });
export const Empty = storyOf(html`<sluice-kpi measure="deal.average" where="client = 'Nobody'"></sluice-kpi>`);
export const Failed = storyOf(filled, { answers: 'offline' });
export const Filled = storyOf(filled);
export const French = storyOf(filled, { locale: 'fr' });
export const RightToLeft = storyOf(filled, { locale: 'he' }, { dir: 'rtl' });
export const Dark = storyOf(filled, {}, { theme: 'dark' });
export const WithSecondFigure = storyOf(html`<sluice-kpi measure="conversion" beside="winRate"></sluice-kpi>`);
export const ByStage = storyOf(html`<sluice-kpi measure="stage.count"></sluice-kpi>`);
export const Compared = storyOf(
  html`<sluice-kpi measure="amount.won" compare="previous" granularity="quarter"></sluice-kpi>`,
);
export const NothingToCompareWith = storyOf(
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
