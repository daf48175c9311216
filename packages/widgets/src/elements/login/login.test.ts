import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { fixtureSession, type Mounted, mountIn } from '../../fixtures.ts';
import { testAccount } from '../../sources/account-testing.ts';
import './define.ts';
import type { LoginDetail, SluiceLogin } from './login.ts';

let mounted: Mounted | null = null;
const put = async (account = testAccount(), locale = 'en', linkInUrl = false) => {
  mounted = mountIn(
    fixtureSession({ locale }),
    html`<sluice-login .account=${account} ?link-in-url=${linkInUrl}></sluice-login>`,
  );
  await mounted.settled();
  const login = mounted.find('sluice-login') as SluiceLogin;
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters
  const inside = <T extends HTMLElement>(selector: string): T | null =>
    login.shadowRoot?.querySelector<T>(selector) ?? null;
  const fill = (values: Readonly<Record<string, string>>) => {
    for (const [name, value] of Object.entries(values)) {
      const input = inside<HTMLInputElement>(`[name=${name}]`);
      if (!input) throw new Error(`There is no field ${name}.`);
      input.value = value;
    }
  };
  const send = async () => {
    inside<HTMLFormElement>('form')?.requestSubmit();
    await mounted?.settled();
  };
  const note = () => inside('[part=note]')?.textContent ?? '';
  const heard: LoginDetail[] = [];
  login.addEventListener('sluice-login-done', (event) => heard.push((event as CustomEvent<LoginDetail>).detail));
  return { login, inside, fill, send, note, heard, account };
};
const anna = { email: 'anna@example.com', password: 'right password here' };

describe('sluice-login', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
    history.replaceState(null, '', location.pathname + location.search);
  });

  it('lets in who knows the password, and says who it is and where', async () => {
    const { fill, send, heard, inside, account } = await put();
    fill(anna);
    await send();
    expect(heard).to.deep.equal([
      { person: { email: 'anna@example.com', name: 'Anna Petit' }, tenant: 'demo', role: 'admin' },
    ]);
    expect(inside('.inside')?.textContent).to.contain('Signed in as Anna Petit, demo');
    inside('button[part=button]')?.click();
    await mounted?.settled();
    expect(account.asked).to.deep.equal(['sign in anna@example.com', 'sign out a-refresh-token']);
    expect(inside('form') === null).to.equal(false);
  });

  it('does not tell which of the two was wrong, keeps the address that was typed, and lets nobody in', async () => {
    const { fill, send, note, heard, inside } = await put();
    fill({ ...anna, password: 'wrong password' });
    await send();
    expect(note()).to.contain('do not go together');
    expect(inside<HTMLInputElement>('input[name=email]')?.value).to.equal('anna@example.com');
    expect(heard).to.deep.equal([]);
  });

  it('asks who belongs to several organisations for the one they mean', async () => {
    const { fill, send, heard, inside } = await put(testAccount({ several: true }));
    expect(inside('[name=tenant]') === null).to.equal(true);
    fill(anna);
    await send();
    fill({ ...anna, tenant: 'north' });
    await send();
    expect(heard.map(({ tenant }) => tenant)).to.deep.equal(['north']);
  });

  it('takes an invitation from the address, out of the address, and then signs in', async () => {
    history.replaceState(null, '', '#invite=abc');
    const { fill, send, note, inside, account } = await put(testAccount(), 'en', true);
    expect(location.hash).to.equal('');
    expect(inside('h2')?.textContent).to.equal('Accept the invitation');
    fill({ name: 'Anna', password: 'several words together' });
    await send();
    expect(account.asked).to.deep.equal(['accept abc Anna']);
    expect(note()).to.contain('Welcome');
    expect(inside<HTMLInputElement>('input[name=email]')?.value).to.equal('anna@example.com');
  });

  it('says that a link was used already', async () => {
    history.replaceState(null, '', '#invite=spent');
    const { fill, send, note } = await put(testAccount(), 'en', true);
    fill({ password: 'several words together' });
    await send();
    expect(note()).to.contain('Ask for a new one');
  });

  it('leaves the address alone where it was not told to read it', async () => {
    history.replaceState(null, '', '#reset=abc');
    const { inside } = await put();
    expect(location.hash).to.equal('#reset=abc');
    expect(inside('h2')?.textContent).to.equal('Sign in');
  });

  it('sends a link to whoever forgot the password, known or not, with the same words', async () => {
    const { fill, send, note, inside, account } = await put();
    inside('.quiet')?.click();
    await mounted?.settled();
    fill({ email: 'nobody@example.com' });
    await send();
    expect(account.asked).to.deep.equal(['link nobody@example.com']);
    expect(note()).to.contain('If there is such an account');
  });

  it('shows the password to whoever wants to read it', async () => {
    const { inside } = await put();
    inside('.icon-button')?.click();
    await mounted?.settled();
    expect(inside<HTMLInputElement>('#password')?.type).to.equal('text');
    expect(inside('.icon-button')?.getAttribute('aria-pressed')).to.equal('true');
  });

  for (const locale of ['en', 'fr', 'ru', 'he'])
    it(`is a form with names for everything (${locale})`, async () => {
      const { login } = await put(testAccount(), locale);
      const { violations } = await axe.run(login);
      expect(violations.map(({ id }) => id)).to.deep.equal([]);
    });
});
