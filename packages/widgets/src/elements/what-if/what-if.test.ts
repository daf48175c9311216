import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { fixtureSession, mountIn, type Mounted } from '../../fixtures.ts';
import { cellsIn, sessionOf, type ToldDeal, wordsIn } from '../forecast/testing.ts';
import './define.ts';
import type { SluiceWhatIf } from './what-if.ts';

let mounted: Mounted | null = null;
const put = async (...[session, template, options]: Parameters<typeof mountIn>): Promise<Mounted> => {
  mounted = mountIn(session, template, options);
  await mounted.settled();
  return mounted;
};
/** Weighted 30 % of €100,000 and 70 % of €50,000: €65,000; due by 31 March: €30,000. */
const two: readonly ToldDeal[] = [
  { client: 'Alpha', stage: 'qualified', amount: 10_000_000, createdOn: '2025-01-01', dueOn: '2025-03-01' },
  { client: 'Beta', stage: 'negotiation', amount: 5_000_000, createdOn: '2025-01-01', dueOn: '2025-05-01' },
  { client: 'Won', stage: 'won', amount: 3_000_000, closedOn: '2025-01-12' },
];
const figures = (of: Mounted) => cellsIn(of.inside('[part=figures] table'));
const attribution = (of: Mounted) => cellsIn(of.inside('[part=attribution] table'));
const turnTo = async (of: Mounted, selector: string, value: string, type = 'input'): Promise<void> => {
  const input = of.inside(selector) as HTMLInputElement;
  input.value = value;
  input.dispatchEvent(new Event(type, { bubbles: true }));
  await of.settled();
};

describe('sluice-what-if', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('starts from the pipeline as it is', async () => {
    const what = await put(sessionOf(two), html`<sluice-what-if></sluice-what-if>`);
    expect(wordsIn(what.inside('.caption'))).to.equal(
      'Nothing is changed yet: move a lever. The weighted pipeline is €65K.',
    );
    expect(figures(what).slice(0, 2)).to.deep.equal([
      ['Weighted pipeline', '€65K', '€65K', '€0'],
      ['Weighted, due by Mar 31, 2025', '€30K', '€30K', '€0'],
    ]);
  });

  it('is saved by name with its levers, opened again, and replaced under the same name', async () => {
    const session = fixtureSession();
    const what = await put(session, html`<sluice-what-if></sluice-what-if>`);
    const element = what.find('sluice-what-if') as SluiceWhatIf;
    const button = (): HTMLButtonElement => what.inside('[part=saved] button') as HTMLButtonElement;
    expect(button().disabled).to.equal(true);
    await turnTo(what, '#amount', '110');
    element.scenarioName = 'Ten up';
    await what.settled();
    button().click();
    const kept = async () => {
      const listed = await session.source?.list({ entity: 'scenario' });
      return listed?.ok
        ? listed.value.items.map(({ values: { name, about, levers } }) => ({ name, about, levers }))
        : [];
    };
    for (let round = 0; round < 100 && (await kept()).length === 0; round += 1) await what.settled();
    expect(await kept()).to.deep.equal([
      { name: 'Ten up', about: 'deal', levers: { levers: [{ kind: 'amount', factor: 1.1 }] } },
    ]);
    await what.settled();
    element.scenario = '';
    element.scenarioName = '';
    await what.settled();
    const select = what.inside('[part=saved] select') as HTMLSelectElement;
    select.value = select.options[1]?.value ?? '';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    await what.settled();
    expect([element.scenario, element.scenarioName]).to.deep.equal(['a11000', 'Ten up']);
    await turnTo(what, '#amount', '120');
    button().click();
    await what.settled();
    for (let round = 0; round < 100 && JSON.stringify(await kept()).includes('1.1'); round += 1) await what.settled();
    expect((await kept()).map(({ levers }) => levers)).to.deep.equal([{ levers: [{ kind: 'amount', factor: 1.2 }] }]);
  });

  it('moves amounts and the probability of a stage, and attributes the change to the cent', async () => {
    const what = await put(sessionOf(two), html`<sluice-what-if></sluice-what-if>`);
    await turnTo(what, '#amount', '110');
    await turnTo(what, '#stage-3', '5');
    expect(figures(what)[0]).to.deep.equal(['Weighted pipeline', '€65K', '€74.3K', '+€9,250']);
    expect(attribution(what)).to.deep.equal([
      ['Amounts × 1.1', '2', '+€6,500', '+€3,000'],
      ['Negotiation +5 points', '1', '+€2,750', '€0'],
      ['Total', '', '+€9,250', '+€3,000'],
    ]);
    expect((what.find('sluice-what-if') as SluiceWhatIf).scenario).to.equal('a11000_p500.negotiation');
  });

  it('brings deals forward with a shorter cycle: what is due by the end of the quarter grows', async () => {
    const what = await put(sessionOf(two), html`<sluice-what-if scenario="c5000"></sluice-what-if>`);
    expect(figures(what)[1]).to.deep.equal(['Weighted, due by Mar 31, 2025', '€30K', '€65K', '+€35K']);
  });

  it('leaves out a deal, puts it back, and adds others', async () => {
    const what = await put(sessionOf(two), html`<sluice-what-if></sluice-what-if>`);
    const select = what.inside('#drop') as HTMLSelectElement;
    expect([...select.options].map(({ textContent }) => textContent?.trim())).to.deep.equal([
      'Choose a deal…',
      'Alpha · €100K',
      'Beta · €50K',
    ]);
    await turnTo(what, '#drop', select.options[1]?.value ?? '', 'change');
    expect(attribution(what)[0]).to.deep.equal(['Without Alpha', '1', '−€30,000', '−€30,000']);
    what.inside('.chips button').click();
    await what.settled();
    expect((what.find('sluice-what-if') as SluiceWhatIf).scenario).to.equal('');
    await turnTo(what, '.three input', '2', 'change');
    // two deals of €10,000 at 30 %
    expect(attribution(what)[0]).to.deep.equal(['2 × €10K at 30%', '2', '+€6,000', '€0']);
  });

  it('moves the chance of a quota', async () => {
    const what = await put(
      sessionOf(two),
      html`<sluice-what-if quota="50000" scenario="p3000.negotiation"></sluice-what-if>`,
    );
    // now: 1 − 0.7 × 0.3 = 79 %; with a certain Beta 100 %
    expect(figures(what)[3]).to.deep.equal(['Chance of €50K', '79%', '100%', '+21 points']);
  });

  it('keeps a named scenario beside the next one', async () => {
    const what = await put(
      sessionOf(two),
      html`<sluice-what-if scenario="a12000" scenario-name="Dearer"></sluice-what-if>`,
    );
    [...what.inside('.actions').querySelectorAll('button')][0]?.click();
    await what.settled();
    await turnTo(what, '#amount', '50');
    const heads = [...what.inside('[part=figures]').querySelectorAll('thead th')].map(wordsIn);
    expect(heads).to.deep.equal(['Figure', 'Today', 'Dearer', 'Scenario', 'Change']);
    expect(figures(what)[0]).to.deep.equal(['Weighted pipeline', '€65K', '€78K', '€32.5K', '−€32.5K']);
  });

  it('stands in the address on request, and is read from it', async () => {
    const before = location.href;
    const url = new URL(before);
    url.searchParams.set('scenario', 'a11000');
    url.searchParams.set('scenario-name', 'Ten more');
    history.replaceState(null, '', url);
    const what = await put(sessionOf(two), html`<sluice-what-if scenario-in-url></sluice-what-if>`);
    expect(figures(what)[0]).to.deep.equal(['Weighted pipeline', '€65K', '€71.5K', '+€6,500']);
    await turnTo(what, '#amount', '120');
    expect(new URL(location.href).searchParams.get('scenario')).to.equal('a12000');
    await turnTo(what, '#amount', '100');
    expect(new URL(location.href).searchParams.has('scenario')).to.equal(false);
    history.replaceState(null, '', before);
  });

  it('says that an address holds no scenario', async () => {
    const what = await put(sessionOf(two), html`<sluice-what-if scenario="what?"></sluice-what-if>`);
    expect(wordsIn(what.inside('[role=status].note'))).to.contain('no scenario that can be read');
    expect(figures(what)[0]?.at(-1)).to.equal('€0');
  });

  it('says what would stand there without deals', async () => {
    const what = await put(sessionOf([]), html`<sluice-what-if></sluice-what-if>`);
    expect(wordsIn(what.inside('.nothing p'))).to.equal('Levers will stand here once there are deals to move.');
  });

  for (const [width, dir] of [
    [280, 'ltr'],
    [280, 'rtl'],
    [1200, 'ltr'],
  ] as const)
    it(`stays within ${width} pixels, ${dir}`, async () => {
      const locale = dir === 'rtl' ? 'he' : 'fr';
      const { root, settled } = await put(
        fixtureSession({ locale }),
        html`<sluice-what-if quota="250000" scenario="a11000"></sluice-what-if>`,
        { dir },
      );
      root.style.inlineSize = `${width}px`;
      root.style.overflow = 'hidden';
      await settled();
      expect(root.scrollWidth).to.equal(width);
    });

  for (const dir of ['ltr', 'rtl'] as const)
    it(`breaks no rule of axe, ${dir}`, async () => {
      const { root } = await put(
        fixtureSession({ locale: dir === 'rtl' ? 'he' : 'en' }),
        html`<sluice-what-if quota="250000" scenario="a11000" scenario-in-url></sluice-what-if>`,
        { dir },
      );
      const { violations } = await axe.run(root);
      expect(violations.map((one) => one.id)).to.deep.equal([]);
    });
});
