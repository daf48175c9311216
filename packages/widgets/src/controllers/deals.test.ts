import { expect } from 'chai';
import type { ListQuery, Source } from '@sluice/core';
import { html } from 'lit';
import '../elements/ageing/define.ts';
import '../elements/forecast/define.ts';
import { soon, sourceOf, wordsIn } from '../elements/forecast/testing.ts';
import { mountIn } from '../fixtures.ts';
import { MOST_DEALS } from './deals.ts';
import { Session } from './session.ts';

const opened = (source: Source): Session => {
  const session = new Session(
    { locale: 'en', timezone: 'UTC', today: '2025-02-05', currency: 'EUR' },
    () => '2025-02-05T10:00:00.000Z',
  );
  session.use(source);
  return session;
};
/** The source with another way to list; what it reckons, it reckons of its own records. */
const reading = (source: Source, list: Source['list']): Source => ({
  ...source,
  list,
  ...(source.reckon ? { reckon: source.reckon.bind(source) } : {}),
});
const counted = (source: Source): { readonly source: Source; readonly asked: ListQuery[] } => {
  const asked: ListQuery[] = [];
  const list: Source['list'] = (query) => {
    asked.push(query);
    return source.list(query);
  };
  return { asked, source: reading(source, list) };
};
const caption = (root: ParentNode, tag: string): string =>
  wordsIn(root.querySelector(tag)?.shadowRoot?.querySelector('.caption'));

describe('the deals of a selection', () => {
  it('are read page by page, once for all elements that ask the same, and again when they change', async () => {
    const deals = Array.from({ length: 2300 }, (_, at) => ({ client: `Deal ${at}`, stage: 'qualified', amount: at }));
    const { source, asked } = counted(sourceOf(deals));
    const { root, remove } = mountIn(
      opened(source),
      html`<sluice-ageing></sluice-ageing><sluice-ageing></sluice-ageing>`,
    );
    expect(await soon(() => caption(root, 'sluice-ageing').includes('of 2,300 open deals'))).to.equal(true);
    expect(asked.map(({ limit }) => limit)).to.deep.equal([1000, 1000, 1000]);
    await source.create('deal', { client: 'One more', stage: 'qualified', amount: 1 });
    expect(await soon(() => caption(root, 'sluice-ageing').includes('of 2,301 open deals'))).to.equal(true);
    expect(asked).to.have.length(6);
    remove();
  });

  it('are bounded, and the element says so', async () => {
    const made = sourceOf([{ client: 'Deal', stage: 'qualified', amount: 1 }]);
    const first = await made.list({ entity: 'deal' });
    const [deal] = first.ok ? first.value.items : [];
    let pages = 0;
    const list: Source['list'] = ({ limit = 0 }) => {
      pages += 1;
      const items = Array.from({ length: limit }, (_, at) => ({ ...deal!, id: `${pages}-${at}` }));
      return Promise.resolve({
        ok: true,
        issues: [],
        value: { items, total: 50_000, next: String(pages), titles: {} },
      });
    };
    const { root, remove } = mountIn(opened(reading(made, list)), html`<sluice-forecast></sluice-forecast>`);
    const bound = (): string =>
      wordsIn(root.querySelector('sluice-forecast')?.shadowRoot?.querySelector('[part=bound]'));
    expect(await soon(() => bound() !== '')).to.equal(true);
    expect(bound()).to.equal('The first 20,000 of 50,000 deals; filter to see the rest.');
    expect(pages * 1000).to.equal(MOST_DEALS);
    remove();
  });

  it('are asked for again after a failure', async () => {
    const made = sourceOf([{ client: 'Deal', stage: 'qualified', amount: 1 }]);
    let fails = true;
    const list: Source['list'] = (query) => (fails ? Promise.reject(new Error('away')) : made.list(query));
    const { root, remove } = mountIn(opened(reading(made, list)), html`<sluice-ageing></sluice-ageing>`);
    const retry = (): HTMLElement | null | undefined =>
      root.querySelector('sluice-ageing')?.shadowRoot?.querySelector<HTMLElement>('[role=alert] button');
    expect(await soon(() => retry() !== null)).to.equal(true);
    fails = false;
    retry()?.click();
    expect(await soon(() => caption(root, 'sluice-ageing').includes('of 1 open deals'))).to.equal(true);
    remove();
  });
});
