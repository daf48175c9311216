import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { fixtureSession, type Mounted, mountIn } from '../../fixtures.ts';
import { rolesServer } from '../../sources/roles-testing.ts';
import './define.ts';
import type { SluiceRoles } from './roles.ts';

let mounted: Mounted | null = null;
const put = async (server = rolesServer(), locale = 'en') => {
  mounted = mountIn(fixtureSession({ locale }), html`<sluice-roles .asking=${server.ask}></sluice-roles>`);
  await mounted.settled();
  const roles = mounted.find('sluice-roles') as SluiceRoles;
  const all = <T extends HTMLElement>(selector: string) => [...(roles.shadowRoot?.querySelectorAll<T>(selector) ?? [])];
  const tick = async (label: string) => {
    all<HTMLInputElement>('input[type=checkbox]')
      .find((one) => one.ariaLabel === label)
      ?.click();
    await mounted?.settled();
  };
  const press = async (text: string) => {
    all('button')
      .find((one) => one.textContent.trim() === text)
      ?.click();
    await mounted?.settled();
  };
  const sales = () => server.kept().find((one) => one['name'] === 'sales')?.['rights'] as { entities: object };
  const note = () => all('[part=note]')[0]?.textContent ?? '';
  return { roles, all, tick, press, sales, note, asked: server.asked };
};

describe('sluice-roles', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('shows what a role may do to every kind of record', async () => {
    const { all } = await put();
    const checked = (label: string) =>
      all<HTMLInputElement>('table input').find((one) => one.ariaLabel === label)?.checked;
    expect([checked('Change: Deals'), checked('Change: Companies'), checked('Own rules for Companies')]).to.deep.equal([
      true,
      false,
      true,
    ]);
  });

  it('allows something for one kind of record and leaves the others', async () => {
    const { tick, press, sales, note } = await put();
    await tick('Change: Companies');
    await press('Save');
    expect(sales().entities).to.deep.equal({ '*': ['read', 'create', 'change'], company: ['read', 'change'] });
    expect(note()).to.contain('holds at once');
  });

  it('keeps a field from a role', async () => {
    const { all, press, sales } = await put();
    const select = all<HTMLSelectElement>('details li select')[3];
    if (select) {
      select.value = 'none';
      select.dispatchEvent(new Event('change'));
    }
    await mounted?.settled();
    await press('Save');
    expect(sales())
      .to.have.property('fields')
      .that.deep.equals({ deal: { amount: 'none' } });
  });

  it('says why a change is refused, and changes nothing', async () => {
    const { tick, press, note, sales } = await put(rolesServer('not_yours_to_give'));
    await tick('Remove: All others');
    await press('Save');
    expect(note()).to.contain('more than you may do yourself');
    expect(sales().entities).to.deep.equal({ '*': ['read', 'create', 'change'], company: ['read'] });
  });

  it('says that a role which somebody has cannot be taken away', async () => {
    const { press, note } = await put();
    await press('As it came');
    expect(note()).to.contain('Somebody has this role');
  });

  for (const locale of ['en', 'he'])
    it(`has a name for every control (${locale})`, async () => {
      const { roles } = await put(rolesServer(), locale);
      const { violations } = await axe.run(roles);
      expect(violations.map(({ id }) => id)).to.deep.equal([]);
    });
});
