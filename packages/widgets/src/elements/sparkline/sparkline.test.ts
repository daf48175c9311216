import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { fixtureSession, fixtureValues, mountIn, type Mounted } from '../../fixtures.ts';
import './define.ts';

let mounted: Mounted | null = null;
const put = async (...[session, template, options]: Parameters<typeof mountIn>): Promise<Mounted> => {
  mounted = mountIn(session, template, options);
  await mounted.settled();
  return mounted;
};
const spoken = (of: Mounted): string => of.inside('svg').getAttribute('aria-label') ?? '';
const byMonth = new Map<string, number>();
for (const day of fixtureValues('createdOn')) {
  const month = String(day).slice(0, 7);
  byMonth.set(month, (byMonth.get(month) ?? 0) + 1);
}
const months = [...byMonth.keys()].sort();
const named = (month: string | undefined): string =>
  new Intl.DateTimeFormat('en', { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(`${month ?? ''}-01`),
  );

describe('sluice-sparkline', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('says first, last, lowest and highest month of the deals created', async () => {
    const line = await put(fixtureSession(), html`<sluice-sparkline measure="count"></sluice-sparkline>`);
    const counts = [...byMonth.values()];
    expect(spoken(line)).to.equal(
      `Deals from ${named(months[0])} to ${named(months.at(-1))}: first ${byMonth.get(months[0] ?? '') ?? 0}, ` +
        `last ${byMonth.get(months.at(-1) ?? '') ?? 0}; lowest ${Math.min(...counts)}, highest ${Math.max(...counts)}.`,
    );
  });

  it('goes on with zero through months without deals', async () => {
    const line = await put(
      fixtureSession(),
      html`<sluice-sparkline measure="count" where=${`createdOn < '${months[1] ?? ''}-01' or createdOn >= '${months[3] ?? ''}-01'`}></sluice-sparkline>`,
    );
    expect(spoken(line)).to.contain('lowest 0');
  });

  it('runs from right to left where one writes so', async () => {
    const line = await put(fixtureSession({ locale: 'he' }), html`<sluice-sparkline></sluice-sparkline>`, {
      dir: 'rtl',
    });
    const last = line.inside('.last') as unknown as SVGCircleElement;
    expect(last.cx.baseVal.value).to.be.lessThan(10);
  });

  it('says what would stand there, and waits in the same height', async () => {
    const empty = await put(
      fixtureSession(),
      html`<sluice-sparkline measure="count" where="client = 'Nobody'"></sluice-sparkline>`,
    );
    expect(empty.inside('[part=empty]').textContent).to.equal('A line will stand here once there are dates to follow.');
    empty.remove();
    const waiting = await put(fixtureSession({ answers: 'never' }), html`<sluice-sparkline></sluice-sparkline>`);
    expect(waiting.find('sluice-sparkline').getBoundingClientRect().height).to.equal(32);
    waiting.remove();
    const failed = await put(fixtureSession({ answers: 'offline' }), html`<sluice-sparkline></sluice-sparkline>`);
    expect(failed.inside('[role=alert]')).not.to.equal(null);
  });

  it('says how the last whole month changed against the one before', async () => {
    const line = await put(fixtureSession(), html`<sluice-sparkline measure="count" change></sluice-sparkline>`);
    const was = byMonth.get('2024-12') ?? 0;
    const change = Math.round((((byMonth.get('2025-01') ?? 0) - was) / was) * 100);
    expect(line.inside('.change').textContent?.trim()).to.equal(
      `${change > 0 ? '+' : ''}${change}% in Jan 2025, against Dec 2024`,
    );
  });

  it('breaks no rule of axe', async () => {
    const { root } = await put(fixtureSession(), html`<sluice-sparkline></sluice-sparkline>`);
    const { violations } = await axe.run(root);
    expect(violations.map((one) => one.id)).to.deep.equal([]);
  });
});
