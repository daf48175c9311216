import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import { type FixtureSessionOptions, fixtureSession, type MountOptions, mountIn } from '../../fixtures.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Funnel', component: 'sluice-funnel' };
export default meta;

const story = (template: TemplateResult, options: FixtureSessionOptions = {}, mount: MountOptions = {}): Story => ({
  render: () => {
    const { root } = mountIn(fixtureSession(options), template, { parent: null, ...mount });
    root.style.background = mount.theme === 'dark' ? '#12191b' : '';
    return root;
  },
});

const chosen = (template: TemplateResult): Story => ({
  render: () => {
    const session = fixtureSession();
    session.toggle('stage', session.mainEntity?.stage?.options[0]?.key ?? null);
    return mountIn(session, template, { parent: null }).root;
  },
});

const filled = html`<sluice-funnel></sluice-funnel>`;

export const Loading = story(filled, { answers: 'never' });
export const Empty = story(html`<sluice-funnel where="client = 'Nobody'"></sluice-funnel>`);
export const Failed = story(filled, { answers: 'offline' });
export const Filled = story(filled);
export const French = story(filled, { locale: 'fr' });
export const RightToLeft = story(filled, { locale: 'he' }, { dir: 'rtl' });
export const Dark = story(filled, {}, { theme: 'dark' });
export const Chosen = chosen(html`<sluice-funnel></sluice-funnel>`);
