import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { type FixtureSessionOptions, fixtureSession, type MountOptions, mountIn } from '../../fixtures.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Dashboard', component: 'sluice-dashboard' };
export default meta;

const story = (options: FixtureSessionOptions = {}, mount: MountOptions = {}): Story => ({
  render: () => {
    const template = html`<sluice-dashboard></sluice-dashboard>`;
    const { root } = mountIn(fixtureSession(options), template, { parent: null, ...mount });
    root.style.background = mount.theme === 'dark' ? '#12191b' : '';
    return root;
  },
});

export const Loading = story({ answers: 'never' });
export const Empty = story({ deals: 0 });
export const Failed = story({ answers: 'offline' });
export const Filled = story();
export const French = story({ locale: 'fr' });
export const RightToLeft = story({ locale: 'he' }, { dir: 'rtl' });
export const Dark = story({}, { theme: 'dark' });
export const ReadOnly = story({ writable: false });
export const Forecast: Story = {
  render: () =>
    mountIn(fixtureSession(), html`<sluice-dashboard preset="forecast" quota="250000"></sluice-dashboard>`, {
      parent: null,
    }).root,
};
const preset = (name: string, options: FixtureSessionOptions = {}, mount: MountOptions = {}): Story => ({
  render: () =>
    mountIn(fixtureSession(options), html`<sluice-dashboard preset=${name}></sluice-dashboard>`, {
      parent: null,
      ...mount,
    }).root,
});
export const Board = preset('board');
export const BoardRightToLeft = preset('board', { locale: 'he' }, { dir: 'rtl' });
export const Tasks = preset('tasks', { entity: 'task' });
export const List = preset('list', { entity: 'company' });
