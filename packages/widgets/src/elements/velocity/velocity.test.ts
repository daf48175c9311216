import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { fixtureSession, mountIn, type Mounted } from '../../fixtures.ts';
import { cellsIn, sessionOf, type ToldDeal, wordsIn } from '../forecast/testing.ts';
import './define.ts';

let mounted: Mounted | null = null;
const put = async (...[session, template, options]: Parameters<typeof mountIn>): Promise<Mounted> => {
  mounted = mountIn(session, template, options);
  await mounted.settled();
  return mounted;
};
const times = (count: number, deal: ToldDeal): readonly ToldDeal[] => Array.from({ length: count }, () => deal);
/** 4 open × €25,000 × 25 % ÷ 40 days: €625 a day. */
const deals: readonly ToldDeal[] = [
  ...times(4, { client: 'Open', stage: 'qualified', amount: 100_000 }),
  { client: 'Won', stage: 'won', amount: 2_500_000, createdOn: '2024-12-12', closedOn: '2025-01-21' },
  ...times(3, { client: 'Lost', stage: 'lost', amount: 100, createdOn: '2024-12-01', closedOn: '2025-01-20' }),
  { client: 'Long ago', stage: 'won', amount: 9_900_000, createdOn: '2023-01-01', closedOn: '2023-02-01' },
];

describe('sluice-velocity', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('says the money a day and the formula with its values', async () => {
    const velocity = await put(sessionOf(deals), html`<sluice-velocity></sluice-velocity>`);
    expect(wordsIn(velocity.inside('.caption'))).to.equal('€625 per day: 4 open deals × €25K × 25% ÷ 40 days.');
    expect(wordsIn(velocity.inside('.note'))).to.equal(
      'From the deals closed between Nov 8, 2024 and Feb 5, 2025: 1 won, 3 lost.',
    );
  });

  it('tells what 10 % of each lever gives: a shorter cycle gives most', async () => {
    const velocity = await put(sessionOf(deals), html`<sluice-velocity></sluice-velocity>`);
    const cells = cellsIn(velocity.inside('[part=levers] table'));
    expect(cells.map(([name, now, better, , change]) => [name, now, better, change])).to.deep.equal([
      ['Open deals', '4', '4.4', '+10%'],
      ['Average won deal', '€25K', '€27.5K', '+10%'],
      ['Win rate', '25.0%', '27.5%', '+10%'],
      ['Sales cycle', '40 days', '36 days', '+11.1%'],
    ]);
    expect(wordsIn(velocity.inside('.best th'))).to.equal('Sales cycle');
  });

  it('takes another share and another window', async () => {
    const velocity = await put(sessionOf(deals), html`<sluice-velocity better="20" days="10"></sluice-velocity>`);
    expect(wordsIn(velocity.inside('.nothing p'))).to.contain('won in the last 10 days');
    velocity.find('sluice-velocity').setAttribute('days', '90');
    await velocity.settled();
    expect(cellsIn(velocity.inside('[part=levers] table')).at(-1)?.at(-1)).to.equal('+25%');
  });

  it('says why it cannot be said', async () => {
    const sameDay: ToldDeal = {
      client: 'A',
      stage: 'won',
      amount: 100,
      createdOn: '2025-01-20',
      closedOn: '2025-01-20',
    };
    const velocity = await put(sessionOf([sameDay]), html`<sluice-velocity></sluice-velocity>`);
    expect(wordsIn(velocity.inside('[part=value]'))).to.equal('—');
    expect(wordsIn(velocity.inside('.note'))).to.contain('won on the day they were created');
  });

  for (const [width, dir] of [
    [280, 'rtl'],
    [1200, 'ltr'],
  ] as const)
    it(`stays within ${width} pixels and breaks no rule of axe, ${dir}`, async () => {
      const locale = dir === 'rtl' ? 'he' : 'fr';
      const { root, settled } = await put(
        fixtureSession({ locale }),
        html`<sluice-velocity days="365"></sluice-velocity>`,
        { dir },
      );
      root.style.inlineSize = `${width}px`;
      root.style.overflow = 'hidden';
      await settled();
      expect(root.scrollWidth).to.equal(width);
      const { violations } = await axe.run(root);
      expect(violations.map((one) => one.id)).to.deep.equal([]);
    });
});
