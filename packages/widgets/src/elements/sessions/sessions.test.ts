import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { fixtureSession, type Mounted, mountIn } from '../../fixtures.ts';
import { sessionsServer, testAsking } from '../../sources/account-testing.ts';
import './define.ts';
import type { SluiceSessions } from './sessions.ts';

let mounted: Mounted | null = null;
const put = async (server = sessionsServer(), locale = 'en') => {
  mounted = mountIn(fixtureSession({ locale }), html`<sluice-sessions .asking=${server.ask}></sluice-sessions>`);
  await mounted.settled();
  const sessions = mounted.find('sluice-sessions') as SluiceSessions;
  const all = (selector: string) => [...(sessions.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])];
  return { sessions, all, asked: server.asked };
};

describe('sluice-sessions', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('lists the devices somebody is signed in on, this one marked', async () => {
    const { all } = await put();
    expect(all('.name').map((one) => one.textContent)).to.deep.equal([
      'Firefox on Linux',
      'Safari on iOS',
      'Unknown device',
    ]);
    expect(all('.badge').length).to.equal(1);
    expect(all('li')[0]?.textContent).to.contain('This device');
  });

  it('ends one, and only that one', async () => {
    const { all, asked } = await put();
    all('li button')[1]?.click();
    await mounted?.settled();
    expect(asked.slice(1)).to.deep.equal(['delete auth/sessions/018f2f6e-0000-7000-8000-000000000001']);
    expect(all('.name').map((one) => one.textContent)).to.deep.equal(['Firefox on Linux', 'Unknown device']);
    expect(all('[role=status]')[0]?.textContent).to.equal('Signed out.');
  });

  it('ends all others at once and leaves the one that is here', async () => {
    const { all, asked } = await put();
    all('.foot')[0]?.click();
    await mounted?.settled();
    expect(asked.length).to.equal(3);
    expect(all('.name').map((one) => one.textContent)).to.deep.equal(['Firefox on Linux']);
    expect(all('[role=status]')[0]?.textContent).to.equal('2 devices are signed out.');
  });

  it('says why there is nothing to list for who came by a link', async () => {
    const server = testAsking({ 'get auth/sessions': () => [409, { code: 'not_a_person' }] });
    const { all } = await put(server);
    expect(all('.muted')[0]?.textContent).to.equal('Nobody is signed in here by password.');
  });

  for (const locale of ['en', 'he'])
    it(`has a name for every button (${locale})`, async () => {
      const { sessions } = await put(sessionsServer(), locale);
      const { violations } = await axe.run(sessions);
      expect(violations.map(({ id }) => id)).to.deep.equal([]);
    });
});
