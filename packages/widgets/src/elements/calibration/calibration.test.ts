import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { Session } from '../../controllers/session.ts';
import { fixtureSession, mountIn, type Mounted } from '../../fixtures.ts';
import { settingsServer } from '../../sources/settings-testing.ts';
import { cellsIn, reckoned, sessionOf, sourceOf, type ToldDeal, wordsIn } from '../forecast/testing.ts';
import './define.ts';

let mounted: Mounted | null = null;
const put = async (...[session, template, options]: Parameters<typeof mountIn>): Promise<Mounted> => {
  mounted = mountIn(session, template, options);
  await reckoned(mounted, 'sluice-calibration');
  return mounted;
};
/** Twelve closed deals, of which six were won: each was a prospect (10 %) when it began. */
const closed: readonly ToldDeal[] = Array.from({ length: 12 }, (_, at) => ({
  client: `Deal ${at}`,
  stage: at < 6 ? 'won' : 'lost',
  amount: 100,
  createdOn: '2024-06-01',
  closedOn: '2024-09-01',
}));

describe('sluice-calibration', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('grades what was said: 10 % for deals of which half were won', async () => {
    const grades = await put(sessionOf(closed), html`<sluice-calibration></sluice-calibration>`);
    // (6 × 0.9² + 6 × 0.1²) ÷ 12
    expect(wordsIn(grades.inside('.caption'))).to.equal(
      'Brier score 0.41 over 12 forecasts (0 is perfect, always saying one half gives 0.25). No better than always saying the overall rate.',
    );
    expect(cellsIn(grades.inside('.spoken table'))).to.deep.equal([['10%', '50%', '25%–75%', '12']]);
    expect(wordsIn(grades.inside('.note'))).to.contain('12 stays in a stage are guesses');
  });

  it('judges the stages and offers the observed rate', async () => {
    const grades = await put(sessionOf(closed), html`<sluice-calibration></sluice-calibration>`);
    const [prospect, ...others] = cellsIn(grades.inside('[part=stages] table'));
    expect(prospect).to.deep.equal(['Prospect', '10%', '50% (25%–75%)', '12', '▲ Said too low Adopt 50%']);
    expect(others.every((row) => row[4] === 'Too few closed deals')).to.equal(true);
    const heard: unknown[] = [];
    grades.root.addEventListener('sluice-probability-adopt', (event) => heard.push((event as CustomEvent).detail));
    grades.inside('[part=stages] button').click();
    expect(heard).to.deep.equal([{ entity: 'deal', stage: 'prospect', probability: 5000 }]);
  });

  it('gives the stage the probability that is adopted, as a setting of the tenant, and takes it back', async () => {
    const server = settingsServer();
    const grades = await put(sessionOf(closed), html`<sluice-calibration .asking=${server.ask}></sluice-calibration>`);
    grades.inside('[part=stages] button').click();
    await grades.settled();
    const kept = () => server.kept().entities?.['deal']?.pipelines?.['sales']?.stages;
    expect(kept()).to.deep.equal([{ key: 'prospect', probability: 50 }]);
    expect(wordsIn(grades.inside('[part=note]'))).to.contain('Prospect now has 50%, for everybody');
    grades.inside('[part=note] button').click();
    await grades.settled();
    expect(kept()).to.deep.equal([{ key: 'prospect', probability: 10 }]);
  });

  it('leaves an adoption to the page that prevents it, and says so where no settings are kept', async () => {
    const grades = await put(sessionOf(closed), html`<sluice-calibration></sluice-calibration>`);
    const prevent = (event: Event): void => event.preventDefault();
    grades.root.addEventListener('sluice-probability-adopt', prevent);
    grades.inside('[part=stages] button').click();
    await grades.settled();
    expect(wordsIn(grades.inside('[part=note]'))).to.equal('');
    grades.root.removeEventListener('sluice-probability-adopt', prevent);
    grades.inside('[part=stages] button').click();
    await grades.settled();
    expect(wordsIn(grades.inside('[part=note]'))).to.contain('have no settings to keep it in');
  });

  it('reads the stages that a deal passed from the journal', async () => {
    const source = sourceOf([{ client: 'Moved', stage: 'prospect', amount: 100 }]);
    const session = new Session(
      { locale: 'en', timezone: 'UTC', today: '2025-02-05', currency: 'EUR' },
      () => '2025-02-05T10:00:00.000Z',
    );
    session.use(source);
    const listed = await source.list({ entity: 'deal' });
    const id = listed.ok ? (listed.value.items[0]?.id ?? '') : '';
    await source.change('deal', id, { stage: 'qualified' }, { version: 1 });
    await source.change('deal', id, { stage: 'won', closedOn: '2025-02-05' }, { version: 2 });
    const grades = await put(session, html`<sluice-calibration enough="1"></sluice-calibration>`);
    const counts = cellsIn(grades.inside('[part=stages] table')).map(([stage, , , count]) => [stage, count]);
    expect(counts).to.deep.include.members([
      ['Prospect', '1'],
      ['Qualified', '1'],
    ]);
  });

  it('says what would stand there without closed deals', async () => {
    const grades = await put(sessionOf([{ client: 'Open' }]), html`<sluice-calibration></sluice-calibration>`);
    expect(wordsIn(grades.inside('.nothing p'))).to.contain('once deals have closed');
  });

  for (const [width, dir] of [
    [280, 'rtl'],
    [1200, 'ltr'],
  ] as const)
    it(`stays within ${width} pixels and breaks no rule of axe, ${dir}`, async () => {
      const locale = dir === 'rtl' ? 'he' : 'fr';
      const { root, settled } = await put(fixtureSession({ locale }), html`<sluice-calibration></sluice-calibration>`, {
        dir,
      });
      root.style.inlineSize = `${width}px`;
      root.style.overflow = 'hidden';
      await settled();
      expect(root.scrollWidth).to.equal(width);
      const { violations } = await axe.run(root);
      expect(violations.map((one) => one.id)).to.deep.equal([]);
    });
});
