import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { type FixtureSessionOptions, fixtureSession, type MountOptions, mountIn } from '../../fixtures.ts';
import { testAccount } from '../../sources/account-testing.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Login', component: 'sluice-login' };
export default meta;

/** Fills the form and sends it, as a person would. */
const sent =
  (password: string): NonNullable<Story['play']> =>
  async ({ canvasElement }) => {
    const login = canvasElement.querySelector('sluice-login');
    await login?.updateComplete;
    const form = login?.shadowRoot?.querySelector('form');
    for (const input of form?.querySelectorAll('input') ?? [])
      input.value = input.name === 'email' ? 'anna@example.com' : password;
    form?.requestSubmit();
    await login?.updateComplete;
  };

const story = (options: FixtureSessionOptions = {}, mount: MountOptions = {}, play?: Story['play']): Story => ({
  render: () => {
    const account = testAccount();
    const { root } = mountIn(fixtureSession(options), html`<sluice-login .account=${account}></sluice-login>`, {
      parent: null,
      ...mount,
    });
    root.style.background = mount.theme === 'dark' ? '#12191b' : '';
    return root;
  },
  ...(play ? { play } : {}),
});

export const SignIn = story();
export const Wrong = story({}, {}, sent('wrong'));
export const SignedIn = story({}, {}, sent('right password here'));
export const Forgotten = story({}, {}, async ({ canvasElement }) => {
  const login = canvasElement.querySelector('sluice-login');
  await login?.updateComplete;
  login?.shadowRoot?.querySelector<HTMLElement>('.quiet')?.click();
});
export const NoServer: Story = {
  render: () => mountIn(fixtureSession(), html`<sluice-login></sluice-login>`, { parent: null }).root,
  play: sent('right password here'),
};
export const French = story({ locale: 'fr' });
export const RightToLeft = story({ locale: 'he' }, { dir: 'rtl' });
export const Dark = story({}, { theme: 'dark' });
