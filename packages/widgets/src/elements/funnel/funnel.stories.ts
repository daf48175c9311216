import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import { fixtureSession, mountIn, storyOf } from '../../fixtures.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Funnel', component: 'sluice-funnel' };
export default meta;

const chosen = (template: TemplateResult): Story => ({
  render: () => {
    const session = fixtureSession();
    session.toggle('stage', session.mainEntity?.stage?.options[0]?.key ?? null);
    return mountIn(session, template, { parent: null }).root;
  },
});

const filled = html`<sluice-funnel></sluice-funnel>`;

export const Loading = storyOf(filled, { answers: 'never' });
export const Empty = storyOf(html`<sluice-funnel where="client = 'Nobody'"></sluice-funnel>`);
export const Failed = storyOf(filled, { answers: 'offline' });
export const Filled = storyOf(filled);
export const Cohort = storyOf(html`<sluice-funnel reading="cohort"></sluice-funnel>`);
export const French = storyOf(filled, { locale: 'fr' });
export const RightToLeft = storyOf(filled, { locale: 'he' }, { dir: 'rtl' });
export const Dark = storyOf(filled, {}, { theme: 'dark' });
export const Chosen = chosen(html`<sluice-funnel></sluice-funnel>`);
