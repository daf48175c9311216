import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { fixtureSession, type Mounted, mountIn } from '../../fixtures.ts';
import { auditServer } from '../../sources/audit-testing.ts';
import './define.ts';
import type { SluiceAudit } from './audit.ts';

let mounted: Mounted | null = null;
const put = async (server = auditServer(), locale = 'en') => {
  mounted = mountIn(fixtureSession({ locale }), html`<sluice-audit .asking=${server.ask}></sluice-audit>`);
  await mounted.settled();
  const audit = mounted.find('sluice-audit') as SluiceAudit;
  const all = (selector: string) => [...(audit.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])];
  const entries = () => all('[part=entry]').map((one) => one.textContent.replace(/\s+/g, ' ').trim());
  return { audit, all, entries, asked: server.asked };
};

describe('sluice-audit', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('says who changed what, when, and from what to what', async () => {
    const { entries } = await put();
    expect(entries()[0]).to.match(/^Deal ?changed .*anna@example.com.*from €1,000.55 to €2,000/);
    expect(entries()[1]).to.match(/^Company ?EcoGreen ?added/);
    expect(entries()[2]).to.match(/^People ?changed .*from viewer to sales/);
  });

  it('shows the next page below the first', async () => {
    const { all, entries } = await put();
    all('.quiet')[0]?.click();
    await mounted?.settled();
    expect(entries()).to.have.length(4);
    expect(entries()[3]).to.contain('Jean <b>');
    expect(all('.quiet')).to.have.length(0);
  });

  it('narrows to one kind of record', async () => {
    const { all, entries, asked } = await put();
    const [select] = all('select');
    if (select instanceof HTMLSelectElement) select.value = 'deal';
    (all('form')[0] as HTMLFormElement).requestSubmit();
    await mounted?.settled();
    expect(asked.at(-1)).to.equal('get journal?entity=deal');
    expect(entries()).to.have.length(1);
  });

  it('says that nothing fits', async () => {
    const { all } = await put(auditServer([]));
    expect(all('[part=empty]')[0]?.textContent).to.equal('Nothing was done that fits.');
  });

  for (const locale of ['en', 'he'])
    it(`has a name for every control (${locale})`, async () => {
      const { audit } = await put(auditServer(), locale);
      const { violations } = await axe.run(audit);
      expect(violations.map(({ id }) => id)).to.deep.equal([]);
    });
});
