import type { Source } from '@sluice/core';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import {
  type FixtureSessionOptions,
  fixtureRecords,
  fixtureSession,
  type MountOptions,
  mountIn,
} from '../../fixtures.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Timeline', component: 'sluice-timeline' };
export default meta;

const deal = (fixtureRecords()['deal'] ?? []).find(({ values }) => values['stage'] === 'qualified');
const id = deal?.id ?? '';
const filled = html`<sluice-timeline record-id=${id}></sluice-timeline>`;

/** A deal with a past. */
const live = async (source: Source | null): Promise<void> => {
  await source?.change('deal', id, { amount: 1_200_000, product: 'Licence' }, { version: 1 });
  await source?.change('deal', id, { stage: 'negotiation' }, { version: 2 });
  await source?.change('deal', id, { probability: 5500 }, { version: 3 });
  await source?.change('deal', id, { notes: 'Calls back in March, after the budget is through.' }, { version: 4 });
  await source?.change('deal', id, { stage: 'won' }, { version: 5 });
};

const story = (template: TemplateResult, options: FixtureSessionOptions = {}, mount: MountOptions = {}): Story => ({
  render: () => {
    const session = fixtureSession(options);
    if (!options.answers) void live(session.source);
    const { root } = mountIn(session, template, { parent: null, ...mount });
    root.style.background = mount.theme === 'dark' ? '#12191b' : '';
    root.style.maxWidth = '560px';
    return root;
  },
});

export const Loading = story(filled, { answers: 'never' });
export const Empty = story(html`<sluice-timeline entity="company" record-id=${id}></sluice-timeline>`);
export const Unknown = story(html`<sluice-timeline entity="invoice" record-id=${id}></sluice-timeline>`);
export const Failed = story(filled, { answers: 'offline' });
export const Filled = story(filled);
export const French = story(filled, { locale: 'fr' });
export const RightToLeft = story(filled, { locale: 'he' }, { dir: 'rtl' });
export const Dark = story(filled, {}, { theme: 'dark' });
