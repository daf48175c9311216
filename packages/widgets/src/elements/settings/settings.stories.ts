import { SourceError } from '@sluice/core';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { type FixtureSessionOptions, fixtureSession, type MountOptions, mountIn } from '../../fixtures.ts';
import type { Asking } from '../../sources/answered.ts';
import { settingsServer } from '../../sources/settings-testing.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Settings', component: 'sluice-settings' };
export default meta;

const story = (asking: Asking, options: FixtureSessionOptions = {}, mount: MountOptions = {}): Story => ({
  render: () => {
    const template = html`<sluice-settings .asking=${asking}></sluice-settings>`;
    const { root } = mountIn(fixtureSession(options), template, { parent: null, ...mount });
    root.style.background = mount.theme === 'dark' ? '#12191b' : '';
    return root;
  },
});

export const Loading = story(() => new Promise<never>(() => {}));
export const Failed = story(() =>
  Promise.reject(new SourceError('offline', 'The data cannot be reached.', 'Check the connection.')),
);
export const Filled = story(settingsServer().ask);
export const French = story(settingsServer().ask, { locale: 'fr' });
export const RightToLeft = story(settingsServer().ask, { locale: 'he' }, { dir: 'rtl' });
export const Dark = story(settingsServer().ask, {}, { theme: 'dark' });
