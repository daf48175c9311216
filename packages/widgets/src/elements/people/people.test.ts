import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { fixtureSession, type Mounted, mountIn } from '../../fixtures.ts';
import { testAsking } from '../../sources/account-testing.ts';
import { peopleServer } from '../../sources/people-testing.ts';
import './define.ts';
import type { SluicePeople } from './people.ts';

let mounted: Mounted | null = null;
const put = async (server = peopleServer(), locale = 'en') => {
  mounted = mountIn(fixtureSession({ locale }), html`<sluice-people .asking=${server.ask}></sluice-people>`);
  await mounted.settled();
  const people = mounted.find('sluice-people') as SluicePeople;
  const all = <T extends HTMLElement>(selector: string) => [
    ...(people.shadowRoot?.querySelectorAll<T>(selector) ?? []),
  ];
  const note = () => all('[part=note]')[0]?.textContent ?? '';
  return { people, all, note, asked: server.asked };
};
const BORIS = '018f2f6e-0000-7000-8000-000000000102';

describe('sluice-people', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('lists who belongs here and who is invited, with what they may do', async () => {
    const { all } = await put();
    expect(all('.name').map((one) => one.textContent)).to.deep.equal([
      'Anna Petit',
      'Boris Lemaire',
      'chloe@example.com',
    ]);
    expect(all<HTMLSelectElement>('li select').map((one) => one.value)).to.deep.equal(['admin', 'sales', 'viewer']);
    expect(all<HTMLInputElement>('li input').map((one) => one.checked)).to.deep.equal([false, true, false]);
    expect(all('li')[2]?.textContent).to.contain('Invited');
  });

  it('lets nobody change themselves', async () => {
    const { all } = await put();
    expect(all<HTMLSelectElement>('li select')[0]?.disabled).to.equal(true);
    expect(all('li')[0]?.querySelectorAll('button')).to.have.length(0);
  });

  it('changes a role at once, and says so', async () => {
    const { all, note, asked } = await put();
    const select = all<HTMLSelectElement>('li select')[1];
    if (!select) throw new Error('no select');
    select.value = 'admin';
    select.dispatchEvent(new Event('change'));
    await mounted?.settled();
    expect(asked.slice(2)).to.deep.equal([`patch people/${BORIS} {"role":"admin"}`]);
    expect(note()).to.equal('Boris Lemaire is changed.');
  });

  it('puts back what was refused, with the reason', async () => {
    const { all, note } = await put();
    const select = all<HTMLSelectElement>('li select')[1];
    if (!select) throw new Error('no select');
    select.value = 'viewer';
    select.dispatchEvent(new Event('change'));
    await mounted?.settled();
    expect(note()).to.contain('last administrator');
    expect(all<HTMLSelectElement>('li select')[1]?.value).to.equal('sales');
  });

  it('removes somebody with the second click, never with the first', async () => {
    const { all, asked, note } = await put();
    const remove = () => all('li')[1]?.querySelectorAll('button')[1];
    remove()?.click();
    await mounted?.settled();
    expect(asked).to.have.length(2);
    expect(remove()?.textContent.trim()).to.equal('Really remove');
    remove()?.click();
    await mounted?.settled();
    expect(asked[2]).to.equal(`delete people/${BORIS}`);
    expect(note()).to.equal('Boris Lemaire is removed.');
    expect(all('.name').map((one) => one.textContent)).to.deep.equal(['Anna Petit', 'chloe@example.com']);
  });

  it('invites by a link that is passed on', async () => {
    const { all, asked } = await put();
    const [email] = all<HTMLInputElement>('form input');
    if (email) email.value = ' david@example.com ';
    all<HTMLFormElement>('form')[0]?.requestSubmit();
    await mounted?.settled();
    expect(asked[2]).to.equal('post people {"email":"david@example.com","role":"sales","ownRecords":false}');
    expect(all<HTMLInputElement>('.link input')[0]?.value).to.equal('https://crm.example/#invite=abcdef');
  });

  it('says why somebody without the right sees nobody', async () => {
    const { all } = await put(testAsking({ 'get people': () => [403, { code: 'not_allowed', detail: 'No.' }] }));
    expect(all('[role=alert]')[0]?.textContent).to.contain('Ask an administrator');
    expect(all('form')).to.have.length(0);
  });

  for (const locale of ['en', 'he'])
    it(`has a name for every control (${locale})`, async () => {
      const { people } = await put(peopleServer(), locale);
      const { violations } = await axe.run(people);
      expect(violations.map(({ id }) => id)).to.deep.equal([]);
    });
});
