import { type Rec, SourceError } from '@sluice/core';
import { expect } from 'chai';
import { FIXTURE_DAY, fixtureSession, fixtureSource } from '../../fixtures.ts';
import type { RecordSaved } from '../record/events.ts';
import type { CardMoveDetail, RecordOpenDetail } from './board.ts';
import {
  all,
  amountOf,
  client,
  count,
  deal,
  deals,
  euros,
  focused,
  hearing,
  inStage,
  menuTo,
  name,
  press,
  put,
  remove,
  said,
  settled,
  spoken,
  stageOf,
  stored,
  sum,
  text,
  tile,
} from './testing.ts';

describe('a card of sluice-board', () => {
  afterEach(remove);

  it('moves a deal by its menu: its stage is stored, both columns count and sum it, and the page hears of it', async () => {
    const { board, source } = await put();
    const moves = hearing<CardMoveDetail>(board, 'sluice-card-move');
    const saves = hearing<RecordSaved>(board, 'sluice-record-saved');
    const amount = deal.values['amount'] as number;
    await menuTo(board, deal, 'Negotiation');
    expect(await stored(source, deal)).to.equal('negotiation');
    expect(stageOf(board, deal)).to.equal('negotiation');
    expect([count(board, 'qualified'), count(board, 'negotiation')]).to.deep.equal([
      inStage('qualified').length - 1,
      inStage('negotiation').length + 1,
    ]);
    expect([sum(board, 'qualified'), sum(board, 'negotiation')]).to.deep.equal([
      euros.money(amountOf(inStage('qualified')) - amount, 'EUR'),
      euros.money(amountOf(inStage('negotiation')) + amount, 'EUR'),
    ]);
    expect(moves).to.deep.equal([{ entity: 'deal', id: deal.id, from: 'qualified', to: 'negotiation' }]);
    expect(saves.map(({ id, values }) => [id, values['stage']])).to.deep.equal([[deal.id, 'negotiation']]);
    expect(said(board)).to.equal(`${client} moved to Negotiation.`);
    expect(focused(board)).to.equal(name(board, deal));
  });

  it('stands in its new column before the source has answered', async () => {
    const session = fixtureSession();
    const kept = fixtureSource();
    session.use({ ...kept, change: () => new Promise<never>(() => {}) });
    const { board } = await put({ session });
    await menuTo(board, deal, 'Negotiation');
    expect(stageOf(board, deal)).to.equal('negotiation');
    expect(count(board, 'negotiation')).to.equal(inStage('negotiation').length + 1);
    expect(tile(board, deal).getAttribute('aria-busy')).to.equal('true');
  });

  it('does not move where the page prevents it', async () => {
    const { board, source } = await put();
    board.addEventListener('sluice-card-move', (event) => event.preventDefault());
    await menuTo(board, deal, 'Negotiation');
    expect([await stored(source, deal), stageOf(board, deal), said(board)]).to.deep.equal([
      'qualified',
      'qualified',
      '',
    ]);
  });

  it('takes the card back when a rule refuses: negotiation needs an owner, and nothing changes', async () => {
    const { board, source } = await put();
    await source.change('deal', deal.id, { owner: null }, { version: 1 });
    await settled();
    const [unowned, from] = [deal, 'qualified'];
    const opened = hearing<RecordOpenDetail>(board, 'sluice-record-open');
    await menuTo(board, unowned, 'Negotiation');
    expect([await stored(source, unowned), stageOf(board, unowned)]).to.deep.equal([from, from]);
    expect((await source.get('deal', unowned.id))?.version).to.equal(2);
    expect([count(board, from), count(board, 'negotiation')]).to.deep.equal([
      inStage(from).length,
      inStage('negotiation').length,
    ]);
    const refusal = tile(board, unowned).querySelector('[role="alert"]');
    expect([...(refusal?.querySelectorAll('p') ?? [])].map(text)).to.deep.equal([
      'Not moved to Negotiation.',
      'A deal this far on needs an owner.',
    ]);
    expect(text(refusal?.querySelector('button'))).to.equal('Open the deal');
    refusal?.querySelector('button')?.click();
    expect(opened).to.deep.equal([{ entity: 'deal', id: unowned.id }]);
    expect(all(board, '.undo')).to.have.length(0);
  });

  it('says both stages where somebody else moved the deal meanwhile, and overwrites nothing', async () => {
    const session = fixtureSession();
    const kept = fixtureSource();
    session.use({ ...kept, watch: () => () => {} });
    const { board } = await put({ session });
    await kept.change('deal', deal.id, { stage: 'prospect' }, { version: 1 });
    await menuTo(board, deal, 'Negotiation');
    expect(await stored(kept, deal)).to.equal('prospect');
    expect(stageOf(board, deal)).to.equal('prospect');
    expect(text(tile(board, deal).querySelector('.refusal p'))).to.equal(
      'Somebody else moved it meanwhile. Theirs: Prospect. Yours: Negotiation.',
    );
  });

  it('moves a deal of which somebody else changed the product meanwhile', async () => {
    const session = fixtureSession();
    const kept = fixtureSource();
    session.use({ ...kept, watch: () => () => {} });
    const { board } = await put({ session });
    await kept.change('deal', deal.id, { product: 'Retainer' }, { version: 1 });
    await menuTo(board, deal, 'Negotiation');
    const { values } = (await kept.get('deal', deal.id)) as Rec;
    expect([values['stage'], values['product']]).to.deep.equal(['negotiation', 'Retainer']);
  });

  it('takes the card back when the data cannot be reached', async () => {
    const session = fixtureSession();
    const kept = fixtureSource();
    session.use({ ...kept, change: () => Promise.reject(new SourceError('offline', 'No network.', 'Try again.')) });
    const { board } = await put({ session });
    await menuTo(board, deal, 'Negotiation');
    expect(stageOf(board, deal)).to.equal('qualified');
    expect(text(tile(board, deal).querySelector('.refusal'))).to.contain('The data cannot be reached.');
  });

  it('takes a move back by Ctrl+Z right after it, and by the line that stays: a won deal is open again', async () => {
    const { board, source } = await put();
    await menuTo(board, deal, 'Won');
    expect((await source.get('deal', deal.id))?.values['closedOn']).to.equal(FIXTURE_DAY);
    await press(board, 'z', { ctrlKey: true });
    const back = await source.get('deal', deal.id);
    expect([back?.values['stage'], back?.values['closedOn']]).to.deep.equal(['qualified', null]);
    expect([said(board), stageOf(board, deal)]).to.deep.equal([`${client} is back in Qualified.`, 'qualified']);
    expect([count(board, 'qualified'), count(board, 'won')]).to.deep.equal([
      inStage('qualified').length,
      inStage('won').length,
    ]);
    await menuTo(board, deal, 'Prospect');
    all(board, '.undo')[0]?.click();
    await settled();
    expect(await stored(source, deal)).to.equal('qualified');
    expect(all(board, '.undo')).to.have.length(0);
  });

  it('gives a probability that was set by hand back with the stage', async () => {
    const { board, source } = await put();
    const overridden = deals.find(
      ({ values }) => values['probability'] !== null && values['stage'] !== 'negotiation',
    ) as Rec;
    await menuTo(board, overridden, 'Lost');
    expect((await source.get('deal', overridden.id))?.values['probability']).to.equal(0);
    await press(board, 'z', { ctrlKey: true });
    expect((await source.get('deal', overridden.id))?.values['probability']).to.equal(5500);
  });

  it('moves nothing where the source can only be read', async () => {
    const { board, source } = await put({ session: fixtureSession({ writable: false }) });
    expect(all(board, '.more')).to.have.length(0);
    name(board, deal).focus();
    await press(board, ' ');
    await press(board, 'ArrowRight');
    await press(board, ' ');
    expect([await stored(source, deal), spoken(board)]).to.deep.equal(['qualified', '']);
  });
});
