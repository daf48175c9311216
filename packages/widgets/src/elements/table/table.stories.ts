import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import { type FixtureSessionOptions, fixtureSession, type MountOptions, mountIn } from '../../fixtures.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Table', component: 'sluice-table' };
export default meta;

const story = (template: TemplateResult, options: FixtureSessionOptions = {}, mount: MountOptions = {}): Story => ({
  render: () => {
    const { root } = mountIn(fixtureSession(options), template, { parent: null, ...mount });
    root.style.background = mount.theme === 'dark' ? '#12191b' : '';
    return root;
  },
});

const filled = html`<sluice-table page-size="10" sort="-amount"></sluice-table>`;

export const Loading = story(filled, { answers: 'never' });
export const Empty = story(html`<sluice-table where="client = 'Nobody'"></sluice-table>`);
export const Failed = story(filled, { answers: 'offline' });
export const Filled = story(filled);
export const Many = story(html`<sluice-table columns="client stage amount weighted dueOn owner"></sluice-table>`, {
  deals: 8800,
  locale: 'fr',
});
export const Companies = story(html`<sluice-table entity="company" columns="name sector city"></sluice-table>`);
export const RightToLeft = story(filled, { locale: 'he' }, { dir: 'rtl' });
export const Dark = story(filled, {}, { theme: 'dark' });

/** In 320 pixels the rows are cards. */
export const Cards: Story = {
  render: () => {
    const { root } = mountIn(fixtureSession(), filled, { parent: null });
    root.style.inlineSize = '320px';
    return root;
  },
};
