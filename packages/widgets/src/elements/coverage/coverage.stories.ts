import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import type { Session } from '../../controllers/session.ts';
import { type FixtureSessionOptions, fixtureSession, type MountOptions, mountIn } from '../../fixtures.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Coverage', component: 'sluice-coverage' };
export default meta;

/** Quotas of the quarter of the fixtures' day. */
const withQuotas = (session: Session, amount: number): Session => {
  const period = { fromOn: '2025-01-01', toOn: '2025-03-31' };
  void session.source?.create('quota', { name: 'Q1', amount, ...period });
  return session;
};

const story = (
  template: TemplateResult,
  options: FixtureSessionOptions = {},
  mount: MountOptions = {},
  amount: number | null = 40_000_000,
): Story => ({
  render: () => {
    const session = fixtureSession(options);
    const { root } = mountIn(amount === null ? session : withQuotas(session, amount), template, {
      parent: null,
      ...mount,
    });
    root.style.background = mount.theme === 'dark' ? '#12191b' : '';
    return root;
  },
});

const filled = html`<sluice-coverage></sluice-coverage>`;

export const Loading = story(filled, { answers: 'never' }, {}, null);
export const Empty = story(filled, {}, {}, null);
export const Zero = story(filled, {}, {}, 0);
export const Failed = story(filled, { answers: 'offline' }, {}, null);
export const Filled = story(filled);
export const ByOwner = story(html`<sluice-coverage by="owner"></sluice-coverage>`);
export const SomeWithoutQuota: Story = {
  render: () => {
    const session = fixtureSession();
    void (async () => {
      const users = await session.source?.list({ entity: 'user', limit: 2 });
      const [first, second] = users?.ok ? users.value.items : [];
      const period = { fromOn: '2025-01-01', toOn: '2025-03-31' };
      if (first) await session.source?.create('quota', { name: 'Q1', amount: 20_000_000, owner: first.id, ...period });
      if (second) await session.source?.create('quota', { name: 'Q1', amount: 0, owner: second.id, ...period });
    })();
    return mountIn(session, html`<sluice-coverage by="owner"></sluice-coverage>`, { parent: null }).root;
  },
};
export const French = story(filled, { locale: 'fr' });
export const RightToLeft = story(filled, { locale: 'he' }, { dir: 'rtl' });
export const Dark = story(filled, {}, { theme: 'dark' });
