import type { Rec } from '@sluice/core';
import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { FIXTURE_DAY, fixtureRecords, fixtureSession } from '../../fixtures.ts';
import {
  all,
  amountOf,
  client,
  count,
  deal,
  deals,
  euros,
  focused,
  inStage,
  lane,
  menuTo,
  middle,
  name,
  point,
  press,
  put,
  remove,
  rootOf,
  said,
  settled,
  stageOf,
  stages,
  stored,
  sum,
  text,
  tile,
  until,
} from './testing.ts';

describe('sluice-board', () => {
  afterEach(remove);

  it('has a column for each stage in the order of the pipeline, with its deals and what they are worth', async () => {
    const { board } = await put();
    expect(all(board, '.lane h4').map(text)).to.deep.equal([
      'Prospect',
      'To call back',
      'Qualified',
      'Negotiation',
      'Won',
      'Lost',
    ]);
    for (const { key } of stages) {
      expect([key, count(board, key), sum(board, key)]).to.deep.equal([
        key,
        inStage(key).length,
        euros.money(amountOf(inStage(key)), 'EUR'),
      ]);
      expect(lane(board, key).querySelectorAll('.tile')).to.have.length(inStage(key).length);
    }
  });

  it('shows on a card its client, its amount without cents, its owner and by how many days it is late', async () => {
    const { board } = await put();
    const late = deals.find(
      ({ values: { stage, dueOn, amount, owner } }) =>
        stage === 'negotiation' &&
        amount !== null &&
        owner !== null &&
        typeof dueOn === 'string' &&
        dueOn < FIXTURE_DAY,
    ) as Rec;
    const days = Math.round((Date.parse(FIXTURE_DAY) - Date.parse(late.values['dueOn'] as string)) / 86_400_000);
    const card = tile(board, late);
    expect(text(name(board, late))).to.equal(late.values['client']);
    expect(text(card.querySelector('.amount'))).to.equal(
      `Amount: ${euros.money(late.values['amount'] as number, 'EUR', { cents: false })}`,
    );
    expect(text(card.querySelector('.late'))).to.equal(days === 1 ? '1 day late' : `${days} days late`);
    expect(card.querySelector('.late svg')).not.to.equal(null);
    expect(text(card.querySelector('.owner'))).to.match(/^\p{Lu}{2}Owner: \p{L}+ \p{L}+$/u);
    const idle = Math.round((Date.parse(FIXTURE_DAY) - Date.parse(late.updatedAt.slice(0, 10))) / 86_400_000);
    expect(text(card.querySelector('.idle'))).to.equal(`idle for ${idle} days`);
  });

  it('shows the first cards of a column and the rest on demand', async () => {
    const { board } = await put({ template: html`<sluice-board limit="2"></sluice-board>` });
    const cards = () => lane(board, 'prospect').querySelectorAll('.tile').length;
    expect([cards(), text(lane(board, 'prospect').querySelector('.more-cards'))]).to.deep.equal([
      2,
      `${inStage('prospect').length - 2} more`,
    ]);
    lane(board, 'prospect').querySelector<HTMLElement>('.more-cards')?.click();
    await settled();
    expect(cards()).to.equal(4);
    expect(count(board, 'prospect')).to.equal(inStage('prospect').length);
  });

  it('folds closed stages where not all columns have room; a card can still be dropped there', async () => {
    const { board, source } = await put({ width: 1000 });
    expect(all(board, '.folded').map(text)).to.deep.equal(
      ['won', 'lost'].map(
        (key) =>
          `Show ${key === 'won' ? 'Won' : 'Lost'}: ${key === 'won' ? 'Won' : 'Lost'} ${inStage(key).length} ${euros.money(amountOf(inStage(key)), 'EUR', { compact: true, cents: false })}`,
      ),
    );
    const from = middle(tile(board, deal));
    const to = lane(board, 'won');
    point(name(board, deal), 'pointerdown', { ...from, button: 0 });
    point(window, 'pointermove', { clientX: from.clientX + 20, clientY: from.clientY });
    to.scrollIntoView({ inline: 'nearest', block: 'nearest' });
    const at = to.getBoundingClientRect();
    point(window, 'pointermove', { clientX: at.left + 20, clientY: at.top + 20 });
    point(window, 'pointerup', { clientX: at.left + 20, clientY: at.top + 20 });
    await settled();
    expect([await stored(source, deal), said(board)]).to.deep.equal(['won', `${client} moved to Won.`]);
    expect(count(board, 'won')).to.equal(inStage('won').length + 1);
    // a click right after a drop is none
    await until(() => {
      lane(board, 'won').querySelector('button')?.click();
      return tile(board, deal) !== undefined;
    });
    expect(stageOf(board, deal)).to.equal('won');
  });

  it('shows one column at a time on a phone, chosen by tabs', async () => {
    const { board, source } = await put({ width: 360 });
    expect(all(board, '[role=tab]').map(text)).to.deep.equal(
      stages.map(
        ({ key }, at) =>
          `${['Prospect', 'To call back', 'Qualified', 'Negotiation', 'Won', 'Lost'][at]} ${inStage(key).length}`,
      ),
    );
    expect(all(board, '.lane')).to.have.length(1);
    all(board, '[role=tab]')[0]?.focus();
    await press(board, 'ArrowRight');
    await press(board, 'ArrowRight');
    expect(all(board, '[role=tabpanel] .tile')).to.have.length(inStage('qualified').length);
    await menuTo(board, deal, 'Negotiation');
    expect(await stored(source, deal)).to.equal('negotiation');
    expect(text(all(board, '[role=tab]')[3])).to.equal(`Negotiation ${inStage('negotiation').length + 1}`);
    expect(focused(board)?.classList.contains('undo')).to.equal(true);
  });

  it('follows the filters of the app, and offers to clear them when nothing is left', async () => {
    const { board, session } = await put();
    session.setFilters([{ field: 'client', op: 'in', values: [client] }]);
    await settled();
    expect(all(board, '.tile').map((one) => text(one.querySelector('.name')))).to.deep.equal(
      deals.filter(({ values }) => values['client'] === client).map(() => client),
    );
    session.setFilters([{ field: 'client', op: 'in', values: ['Nobody'] }]);
    await settled();
    expect(text(all(board, '.nothing p')[0])).to.equal('Nothing matches these filters.');
    expect(board.matches(':state(empty)')).to.equal(true);
    all(board, '.nothing button')[0]?.click();
    await settled();
    expect(all(board, '.tile')).to.have.length(deals.length);
  });

  it('has its columns by any field of choices: an owner is given by moving the card', async () => {
    const { board, source } = await put({
      template: html`<sluice-board by="owner" card="client stage amount"></sluice-board>`,
    });
    const names = all(board, '.lane h4').map(text);
    expect([...names].sort()).to.deep.equal(['Anna Petit', 'Boris Lemaire', 'Chloé Durand', 'David Cohen']);
    await menuTo(board, deal, 'Anna Petit');
    const anna = (fixtureRecords()['user'] ?? []).find(({ values }) => values['name'] === 'Anna Petit');
    expect((await source.get('deal', deal.id))?.values['owner']).to.equal(anna?.id);
  });

  it('says so where records have no stages', async () => {
    const { board } = await put({ template: html`<sluice-board entity="company"></sluice-board>` });
    expect(text(all(board, '.nothing p')[0])).to.equal('These records have no stages to stand in.');
  });

  it('shows shapes while it loads, and offers to try again when the data cannot be had', async () => {
    const waiting = await put({ session: fixtureSession({ answers: 'never' }) });
    expect(all(waiting.board, '.columns .lane')).to.have.length(4);
    expect(waiting.board.matches(':state(loading)')).to.equal(true);
    remove();
    const failed = await put({ session: fixtureSession({ answers: 'offline' }) });
    expect(all(failed.board, '[role=alert] button')).to.have.length(1);
    expect(failed.board.matches(':state(error)')).to.equal(true);
  });

  for (const [width, dir] of [
    [280, 'ltr'],
    [280, 'rtl'],
    [1200, 'ltr'],
  ] as const)
    it(`stays within ${width} pixels, ${dir}`, async () => {
      await put({ session: fixtureSession({ locale: dir === 'rtl' ? 'he' : 'fr' }), width, dir });
      const root = rootOf() as HTMLElement;
      root.style.overflow = 'hidden';
      await settled();
      expect(root.scrollWidth).to.equal(width);
    });

  for (const [dir, width] of [
    ['ltr', 1200],
    ['rtl', 1200],
    ['ltr', 360],
  ] as const)
    it(`breaks no rule of axe, ${dir}, ${width} pixels`, async () => {
      const { board } = await put({ session: fixtureSession({ locale: dir === 'rtl' ? 'he' : 'en' }), dir, width });
      all(board, '.more')[0]?.click();
      await settled();
      const { violations } = await axe.run(rootOf() as HTMLElement);
      expect(violations.map((one) => `${one.id} ${one.nodes[0]?.html ?? ''}`)).to.deep.equal([]);
    });
});
