import { expect } from 'chai';
import { html } from 'lit';
import { mountIn, type Mounted } from '../../fixtures.ts';
import '../../define.ts';
import { reckoned, sessionOf, type ToldDeal } from './testing.ts';

let mounted: Mounted | null = null;

const wrong = { stage: 'won', amount: 100_000, createdOn: '2025-01-31', closedOn: '2025-01-01' } as const;
const lost = { stage: 'lost', amount: 100_000, createdOn: '2025-01-01', closedOn: '2025-01-31' } as const;
const huge = { amount: 1_000_000_000_000_000, dueOn: '2025-02-20' } as const;

/** Deals of which something cannot be reckoned, by what is wrong with them, and the sentence that has to stand somewhere. */
const LISTS: readonly (readonly [wrong: string, deals: readonly ToldDeal[], why: RegExp])[] = [
  ['no deals', [], /no deals|nothing|no data|no (won|closed) deal/i],
  [
    'no won deals',
    [
      { client: 'A', amount: 100_000 },
      { client: 'B', amount: 5 },
    ],
    /once deals were won in the last/,
  ],
  ['one deal', [{ client: 'A', ...lost, stage: 'won' }], /No (open )?deals?|nothing|no deal/i],
  [
    'all deals lost',
    [
      { client: 'A', ...lost },
      { client: 'B', ...lost },
    ],
    /once deals were won in the last/,
  ],
  ['amounts of 10¹³', Array.from({ length: 12 }, (_, at) => ({ client: `H${at}`, ...huge })), /too large/],
  ['no amounts', [{ client: 'A' }, { client: 'B' }], /has an amount/],
  ['a stage that nobody knows, so without a probability', [{ client: 'A', stage: 'unheardOf', amount: 100 }], /\S/],
  ['a deal closed before it was created', [{ client: 'A', ...wrong }], /before they were created/],
];

/** Everything that can be read of an element, in the shadows of its parts too; styles are no words. */
const readIn = (node: Node): string => {
  if (node instanceof Element && node.localName === 'style') return '';
  const own = node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '') : '';
  const spoken = node instanceof Element ? ['title', 'aria-label', 'd', 'points', 'width', 'height', 'x', 'y'] : [];
  const said = spoken.map((name) => (node as Element).getAttribute(name) ?? '');
  const shadow = node instanceof Element && node.shadowRoot ? [...node.shadowRoot.childNodes] : [];
  return [own, ...said, ...[...node.childNodes, ...shadow].map(readIn)].join(' ');
};

describe('elements over deals that cannot be reckoned', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  for (const [name, deals, why] of LISTS)
    it(`show a dash and say why, where there are ${name}: never NaN, never a fault`, async () => {
      mounted = mountIn(
        sessionOf(deals),
        html`<sluice-kpi-row
            measures="winRate deal.average cycle velocity amount.open"
            compare="previous"
          ></sluice-kpi-row>
          <sluice-velocity></sluice-velocity>
          <sluice-forecast quota="0"></sluice-forecast>
          <sluice-forecast quota="250000"></sluice-forecast>
          <sluice-what-if quota="250000"></sluice-what-if>
          <sluice-waterfall></sluice-waterfall>
          <sluice-calibration enough="1"></sluice-calibration>
          <sluice-ageing></sluice-ageing>
          <sluice-coverage></sluice-coverage>
          <sluice-funnel></sluice-funnel>
          <sluice-funnel reading="cohort"></sluice-funnel>
          <sluice-leaderboard by="sector" measure="winRate"></sluice-leaderboard>
          <sluice-trend measure="winRate" by="closedOn:month" compare="last-year"></sluice-trend>
          <sluice-donut by="sector" measure="amount.open"></sluice-donut>`,
      );
      for (const { localName } of mounted.root.children) await reckoned(mounted, localName);
      for (const element of mounted.root.children) {
        const words = readIn(element);
        expect(words, element.localName).not.to.match(/NaN|Infinity|∞|undefined|\[object/);
        expect(words.trim(), element.localName).to.match(/\S/);
        // a figure that is unknown is no failure: there is nothing to try again
        expect(element.matches(':state(error)'), element.localName).to.equal(false);
      }
      const all = readIn(mounted.root);
      expect(all).to.contain('—');
      expect(all).to.match(why);
    });
});
