import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import { type FixtureSessionOptions, fixtureSession, type MountOptions, mountIn } from '../../fixtures.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Exporter', component: 'sluice-exporter' };
export default meta;

/** Pressed as soon as it is there: how an export under way and one that failed look. */
const story = (
  template: TemplateResult,
  options: FixtureSessionOptions = {},
  { pressed = false, ...mount }: MountOptions & { readonly pressed?: boolean } = {},
): Story => ({
  render: () => {
    const { root } = mountIn(fixtureSession(options), template, { parent: null, ...mount });
    root.style.background = mount.theme === 'dark' ? '#12191b' : '';
    const element = root.querySelector('sluice-exporter');
    if (pressed) setTimeout(() => void element?.download(), 50);
    return root;
  },
});

const filled = html`<sluice-exporter></sluice-exporter>`;

export const Loading = story(filled, { state: 'loading' });
export const Working = story(filled, { answers: 'never' }, { pressed: true });
export const Empty = story(filled, { deals: 0 });
export const Failed = story(filled, { answers: 'offline' }, { pressed: true });
export const Filled = story(filled);
export const French = story(html`<sluice-exporter labels bom delimiter=";"></sluice-exporter>`, { locale: 'fr' });
export const RightToLeft = story(filled, { locale: 'he' }, { dir: 'rtl' });
export const Dark = story(filled, {}, { theme: 'dark' });
