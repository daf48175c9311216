import axe from 'axe-core';
import { expect } from 'chai';
import { html, type TemplateResult } from 'lit';
import { fixtureSession, type Mounted, mountIn } from '../../fixtures.ts';
import './define.ts';

let mounted: Mounted | null = null;
const QUARTER = { fromOn: '2025-01-01', toOn: '2025-03-31' };

const put = async (
  amount: number | null,
  {
    template = html`<sluice-coverage></sluice-coverage>`,
    locale = 'en',
    more = [],
  }: {
    template?: TemplateResult;
    locale?: string;
    more?: readonly { readonly name: string; readonly quota: number | null }[];
  } = {},
) => {
  const session = fixtureSession({ locale, deals: 0 });
  const { source } = session;
  const made = async (entity: string, values: Parameters<NonNullable<typeof source>['create']>[1]) => {
    const written = await source?.create(entity, values);
    if (!written?.ok) throw new Error(written?.issues[0]?.message);
    return written.record.id;
  };
  const anna = await made('user', { name: 'Anna Petit', email: 'anna.petit@example.com' });
  await made('deal', { client: 'Alpha', amount: 2_500_000, stage: 'won', closedOn: '2025-01-20', owner: anna });
  await made('deal', { client: 'Old', amount: 9_900_000, stage: 'won', closedOn: '2024-12-20', owner: anna });
  await made('deal', { client: 'Beta', amount: 15_000_000, stage: 'negotiation', owner: anna });
  if (amount !== null) await made('quota', { name: 'Q1', amount, owner: anna, ...QUARTER });
  for (const { name, quota } of more) {
    const owner = await made('user', { name, email: `${name.normalize('NFD').replace(/\W/g, '')}@example.com` });
    await made('deal', { client: name, amount: 500, stage: 'won', closedOn: '2025-01-21', owner });
    if (quota !== null) await made('quota', { name: `Q1 ${name}`, amount: quota, owner, ...QUARTER });
  }
  mounted = mountIn(session, template);
  await mounted.settled();
  await mounted.settled();
  const element = mounted.find('sluice-coverage');
  const text = () => (element.shadowRoot?.textContent ?? '').replace(/\s+/g, ' ').trim();
  return { element, text };
};

describe('sluice-coverage', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('says what is won of the quarter’s quota, and how often the open deals cover the rest', async () => {
    // 25 000 of 100 000 are won; 150 000 are open, which is twice the 75 000 that remain
    const { text } = await put(10_000_000);
    expect(text()).to.contain('Of €100K for Q1 2025, 25% is won; what is open covers 2× of what is still to be won.');
  });

  it('shows whose quota it is', async () => {
    const { element } = await put(10_000_000, { template: html`<sluice-coverage by="owner"></sluice-coverage>` });
    const rows = [...(element.shadowRoot?.querySelectorAll('tbody tr') ?? [])].map((row) =>
      [...row.children].map((cell) => cell.textContent.trim()),
    );
    expect(rows.map(([name]) => name)).to.deep.equal(['Anna Petit', 'All']);
    expect(rows[0]?.slice(1, 4)).to.deep.equal(['€100K', '€25K', '25%']);
  });

  it('says that a quota is reached rather than by what it is covered', async () => {
    const { text } = await put(2_000_000);
    expect(text()).to.contain('The quota of €20K for Q1 2025 is reached: 125%.');
  });

  it('knows neither share nor cover of a quota of zero, and says so', async () => {
    const { text } = await put(0);
    expect(text()).to.contain('The quota for Q1 2025 is zero');
    expect(text()).not.to.match(/NaN|∞/);
  });

  it('says where there is no quota', async () => {
    const { text } = await put(null);
    expect(text()).to.contain('There is no quota for Q1 2025.');
  });

  for (const [locale, sentences] of [
    ['en', ['Zoé: no quota is set.', 'Ben: the quota is zero, nothing can be divided by it.']],
    ['fr', ['Zoé : aucun objectif fixé.', 'Ben : l’objectif est nul, rien ne se divise par zéro.']],
    ['ru', ['Zoé: план не задан.', 'Ben: план равен нулю, делить не на что.']],
    ['he', ['Zoé: לא נקבע יעד.', 'Ben: היעד הוא אפס, אי אפשר לחלק בו.']],
  ] as const)
    it(`says under the table why somebody has no coverage (${locale})`, async () => {
      const { element } = await put(10_000_000, {
        locale,
        template: html`<sluice-coverage by="owner"></sluice-coverage>`,
        more: [
          { name: 'Zoé', quota: null },
          { name: 'Ben', quota: 0 },
          { name: 'Ida', quota: 100 },
        ],
      });
      const reasons = [...(element.shadowRoot?.querySelectorAll('[part=reasons] li') ?? [])].map((one) =>
        one.textContent.trim(),
      );
      expect(reasons).to.include.members([...sentences]);
      // Ida has won more than her quota: a share, but nothing left to cover
      expect(reasons).to.have.length(3);
      const rows = [...(element.shadowRoot?.querySelectorAll('tbody tr') ?? [])].map((row) =>
        [...row.children].map((cell) => cell.textContent.trim()),
      );
      expect(rows.find(([name]) => name === 'Zoé')?.filter((cell) => cell === '—')).to.have.length(4);
      expect(element.shadowRoot?.textContent).not.to.match(/NaN|∞/);
    });

  for (const locale of ['en', 'he'])
    it(`breaks no rule of axe (${locale})`, async () => {
      const { element } = await put(10_000_000, { locale });
      const { violations } = await axe.run(element);
      expect(violations.map(({ id }) => id)).to.deep.equal([]);
    });
});
