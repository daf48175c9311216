import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { fixtureRecords, fixtureSession, mountIn, type Mounted } from '../../fixtures.ts';
import './define.ts';

let mounted: Mounted | null = null;
const put = async (...[session, template, options]: Parameters<typeof mountIn>): Promise<Mounted> => {
  mounted = mountIn(session, template, options);
  await mounted.settled();
  return mounted;
};
const text = (element: Element): string => (element.textContent ?? '').replace(/[\s\u00a0\u202f]+/g, ' ').trim();
const deals = fixtureRecords()['deal'] ?? [];
const rows = (of: Mounted): readonly (readonly string[])[] =>
  [...of.inside('table').querySelectorAll('tr')].map((row) => [...row.children].map(text));
const question = { entity: 'deal', measures: ['deal.average'] };

describe('sluice-explanation', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('says definition, formula, and that counted and left out make all deals', async () => {
    const blank = deals.filter(({ values }) => values['amount'] === null).length;
    const shown = await put(
      fixtureSession(),
      html`<sluice-explanation open .query=${question} measure="deal.average"></sluice-explanation>`,
    );
    expect(text(shown.inside('h2'))).to.equal('Average deal');
    expect(text(shown.inside('.value + p'))).to.equal(
      'Mean amount of the deals that have one; a blank amount is unknown, not zero.',
    );
    expect(text(shown.inside('dd code'))).to.equal('avg(amount)');
    expect(text(shown.inside('caption'))).to.equal(
      `${deals.length - blank} counted and ${blank} left out make ${deals.length}.`,
    );
    expect(rows(shown)).to.deep.equal([
      ['Counted', String(deals.length - blank)],
      ['Value unknownamount', String(blank)],
      ['All records', String(deals.length)],
    ]);
  });

  it('lists the records that bring most to the figure, and is taken away as CSV and JSON', async () => {
    const shown = await put(
      fixtureSession(),
      html`<sluice-explanation open .query=${question} measure="amount.open"></sluice-explanation>`,
    );
    const below = (): Element | null =>
      shown.find('sluice-explanation').shadowRoot?.querySelector('[part=deals]') ?? null;
    for (let round = 0; round < 200 && !below(); round += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    const open = deals.filter(
      ({ values: { stage, amount } }) =>
        stage !== 'won' && stage !== 'lost' && typeof amount === 'number' && amount > 0,
    );
    expect(text(below()?.querySelector('summary') as Element)).to.equal(`The ${open.length} records it is made of`);
    expect(below()?.querySelectorAll('li').length).to.equal(20);
    const files: { name: string; text: Promise<string> }[] = [];
    const { click } = HTMLAnchorElement.prototype;
    HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement): void {
      const read = async (): Promise<string> => (await fetch(this.href)).text();
      files.push({ name: this.download, text: read() });
    };
    try {
      for (const button of shown.inside('[part=take]').querySelectorAll('button')) button.click();
    } finally {
      HTMLAnchorElement.prototype.click = click;
    }
    expect(files.map(({ name }) => name)).to.deep.equal(['amount.open.csv', 'amount.open.json']);
    const csv = (await files[0]?.text) ?? '';
    const body = csv.slice(csv.indexOf('id,title,contribution')).trim().split('\r\n').slice(1);
    const sum = body.reduce((all, line) => all + Math.round(Number(line.split(',').at(-1)) * 100), 0);
    const total = open.reduce((all, { values }) => all + Number(values['amount']), 0);
    expect(sum).to.equal(total);
    const json = JSON.parse((await files[1]?.text) ?? '') as { readonly value: number };
    expect(Math.round(json.value * 100)).to.equal(total);
    expect((await axe.run(shown.inside('.body'))).violations).to.deep.equal([]);
  });

  it('counts what the filters of the app leave out, and follows them while it is open', async () => {
    const session = fixtureSession();
    const shown = await put(
      session,
      html`<sluice-explanation open .query=${question} measure="deal.average"></sluice-explanation>`,
    );
    session.toggle('sector', 'SaaS');
    await shown.settled();
    const outside = deals.filter(({ values }) => values['sector'] !== 'SaaS').length;
    expect(rows(shown)[1]).to.deep.equal(['Outside the filterssector = SaaS', String(outside)]);
    expect(rows(shown).at(-1)?.[1]).to.equal(String(deals.length));
  });

  it('asks nothing while it is closed, and closes by its button without bubbling', async () => {
    const shown = await put(
      fixtureSession(),
      html`<sluice-explanation .query=${question} measure="deal.average"></sluice-explanation>`,
    );
    expect(shown.root.querySelector('sluice-explanation')?.shadowRoot?.querySelector('table')).to.equal(null);
    let heard = 0;
    shown.root.addEventListener('sluice-explanation-close', () => {
      heard += 1;
    });
    const explanation = shown.root.querySelector('sluice-explanation');
    explanation?.show();
    await shown.settled();
    expect(shown.inside('dialog').matches(':modal')).to.equal(true);
    shown.inside('.close').click();
    await shown.settled();
    expect(explanation?.open).to.equal(false);
    expect(heard).to.equal(0);
  });

  it('offers to try again when the data cannot be had', async () => {
    const shown = await put(
      fixtureSession({ answers: 'offline' }),
      html`<sluice-explanation open .query=${question} measure="deal.average"></sluice-explanation>`,
    );
    expect(shown.inside('[role=alert] button')).not.to.equal(null);
  });

  for (const dir of ['ltr', 'rtl'] as const)
    it(`breaks no rule of axe, ${dir}`, async () => {
      const { root, inside } = await put(
        fixtureSession({ locale: dir === 'rtl' ? 'he' : 'en' }),
        html`<sluice-explanation open .query=${question} measure="deal.average"></sluice-explanation>`,
        { dir },
      );
      await Promise.all(
        inside('dialog')
          .getAnimations()
          .map(({ finished }) => finished),
      );
      const { violations } = await axe.run(root);
      expect(violations.map((one) => one.id)).to.deep.equal([]);
    });
});
