import axe from 'axe-core';
import { expect } from 'chai';
import { css, html, type TemplateResult } from 'lit';
import { SluiceElement } from '../element.ts';
import { fixtureSession, type Mounted, mountIn } from '../fixtures.ts';
import { Part } from './part.ts';

interface Chart {
  readonly draw: () => TemplateResult;
  readonly partStyles: ReturnType<typeof css>;
}
const chart: Chart = {
  draw: () => html`<p class="drawn">Drawn.</p>`,
  partStyles: css`
    .drawn {
      display: grid;
    }
  `,
};

/** How often the part was asked for, and what comes of it each time. */
let asked = 0;
let coming: readonly (() => Promise<Chart>)[] = [];
class Sketch extends SluiceElement {
  readonly chart = new Part(this, () => {
    const load = coming[asked];
    asked += 1;
    return load ? load() : Promise.reject(new TypeError('not asked for'));
  });
  protected override render() {
    const { content, problem } = this.chart;
    if (problem) return this.renderProblem(problem, () => void this.chart.want());
    return content ? content.draw() : html`<button type="button" @click=${() => void this.chart.want()}>Draw</button>`;
  }
}
customElements.define('test-sketch', Sketch);

const cut = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
let mounted: Mounted | null = null;
const put = async (locale: string, ...loads: readonly (() => Promise<Chart>)[]) => {
  asked = 0;
  coming = loads;
  mounted = mountIn(fixtureSession({ locale }), html`<test-sketch></test-sketch>`);
  await mounted.settled();
  return { ...mounted, sketch: mounted.find('test-sketch') as Sketch };
};

describe('a part that is loaded when it is wanted', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('is asked for by nobody before, and once however often it is wanted', async () => {
    const { inside, settled, sketch } = await put('en', async () => chart);
    expect(asked).to.equal(0);
    inside('button').click();
    expect(await Promise.all([sketch.chart.want(), sketch.chart.want()])).to.deep.equal([chart, chart]);
    await settled();
    expect([asked, inside('.drawn').textContent, getComputedStyle(inside('.drawn')).display]).to.deep.equal([
      1,
      'Drawn.',
      'grid',
    ]);
  });

  it('says in the reader’s language that it cannot be had, and is tried again on demand', async () => {
    const { inside, settled, root } = await put('fr', cut, cut, async () => chart);
    inside('button').click();
    await settled();
    expect(inside('[role=alert]').textContent).to.contain('injoignables');
    expect((await axe.run(root)).violations.map(({ id }) => id)).to.deep.equal([]);
    inside('[role=alert] button').click();
    await settled();
    expect([asked, inside('[role=alert]').textContent?.includes('injoignables')]).to.deep.equal([2, true]);
    inside('[role=alert] button').click();
    await settled();
    expect([asked, inside('.drawn').textContent]).to.deep.equal([3, 'Drawn.']);
  });
});
