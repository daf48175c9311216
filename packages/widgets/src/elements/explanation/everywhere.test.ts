import { expect } from 'chai';
import { html, type TemplateResult } from 'lit';
import { fixtureSession, mountIn, type Mounted } from '../../fixtures.ts';
import '../../define.ts';
import { reckoned } from '../forecast/testing.ts';

let mounted: Mounted | null = null;

/** Every element that shows figures beside the cards of the key figures. */
const ELEMENTS: readonly (readonly [name: string, element: TemplateResult])[] = [
  ['bars', html`<sluice-bars by="sector" measure="amount.open" other top="3"></sluice-bars>`],
  ['bars by month', html`<sluice-bars by="dueOn:month" measure="weighted.open"></sluice-bars>`],
  ['funnel', html`<sluice-funnel></sluice-funnel>`],
  ['funnel of a cohort', html`<sluice-funnel reading="cohort"></sluice-funnel>`],
  ['donut', html`<sluice-donut by="account.sector" measure="amount.open"></sluice-donut>`],
  ['chart', html`<sluice-chart by="stage" measures="amount.open count()"></sluice-chart>`],
  ['trend', html`<sluice-trend measure="amount.won" by="closedOn:month" compare="last-year"></sluice-trend>`],
  ['leaderboard', html`<sluice-leaderboard by="account.sector" measure="amount.won"></sluice-leaderboard>`],
  ['velocity', html`<sluice-velocity></sluice-velocity>`],
  ['velocity over other days', html`<sluice-velocity days="200"></sluice-velocity>`],
  ['forecast', html`<sluice-forecast quota="250000"></sluice-forecast>`],
  ['what-if', html`<sluice-what-if></sluice-what-if>`],
  ['waterfall', html`<sluice-waterfall></sluice-waterfall>`],
  ['calibration', html`<sluice-calibration enough="1"></sluice-calibration>`],
  ['ageing', html`<sluice-ageing></sluice-ageing>`],
];

describe('an explanation', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  for (const [name, element] of ELEMENTS)
    it(`is a click away on ${name}, of each of its figures: counted and left out make all records`, async () => {
      mounted = mountIn(fixtureSession(), element);
      const { settled, inside } = mounted;
      await reckoned(mounted, mounted.root.firstElementChild?.localName ?? '');
      inside('[part=explain]').click();
      await reckoned(mounted, 'sluice-explanation, *');

      const explanation = inside('[part=explain]').parentElement?.querySelector('sluice-explanation')?.shadowRoot;
      if (!explanation) throw new Error('there is no explanation');
      expect(explanation.querySelector('dialog')?.open).to.equal(true);
      const choice = explanation.querySelector('select');
      const figures = choice ? choice.options.length : 1;
      for (let at = 0; at < figures; at += 1) {
        if (choice) {
          choice.selectedIndex = at;
          choice.dispatchEvent(new Event('change'));
          await settled();
        }
        const told = choice?.options[at]?.text ?? name;
        expect(explanation.querySelector('[role=alert]'), told).to.equal(null);
        expect(explanation.querySelector('[part=value]')?.textContent?.trim(), told).to.match(/\S/);
        const counts = [...explanation.querySelectorAll('td.number')].map((cell) =>
          Number(cell.textContent?.replace(/\D/g, '')),
        );
        const population = counts.at(-1) ?? -1;
        expect(
          counts.slice(0, -1).reduce((sum, count) => sum + count, 0),
          told,
        ).to.equal(population);
      }
    });
});
