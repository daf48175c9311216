import { type Freshness, issue } from '@sluice/core';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { type FixtureSessionOptions, fixtureSession, type MountOptions, mountIn } from '../../fixtures.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Data', component: 'sluice-data' };
export default meta;

interface Standing extends FixtureSessionOptions {
  readonly freshness?: Partial<Freshness>;
}

const story = ({ freshness, ...options }: Standing = {}, mount: MountOptions = {}): Story => ({
  render: () => {
    const session = fixtureSession(options);
    const { source } = session;
    if (source && freshness)
      session.use({ ...source, freshness: () => ({ state: 'ready', at: null, issues: [], ...freshness }) });
    const { root } = mountIn(session, html`<sluice-data></sluice-data>`, { parent: null, ...mount });
    root.style.background = mount.theme === 'dark' ? '#12191b' : '';
    return root;
  },
});

const at = new Date(Date.now() - 120_000).toISOString();
const issues = [
  issue('not_date', ['rows', 12, 'Échéance'], { received: '31/02/2025', params: { count: 3 } }),
  issue('guessed_encoding', [], { severity: 'warning', received: 'windows-1252' }),
  ...[2, 5, 9, 14, 31].map((row) =>
    issue('unpriced', ['rows', row, 'Montant'], { severity: 'warning', params: { count: 1 } }),
  ),
];

export const Loading = story({ answers: 'never' });
export const Empty = story({ deals: 0 });
export const Failed = story({ state: 'failed' });
export const Filled = story({ freshness: { at } });
export const WithFindings = story({ freshness: { at, issues } });
export const Stale = story({ freshness: { at, state: 'stale' } });
export const Offline = story({ freshness: { at, state: 'offline' } });
export const French = story({ locale: 'fr', freshness: { at, issues } });
export const RightToLeft = story({ locale: 'he', freshness: { at, issues, state: 'offline' } }, { dir: 'rtl' });
export const Dark = story({ freshness: { at, issues, state: 'offline' } }, { theme: 'dark' });
