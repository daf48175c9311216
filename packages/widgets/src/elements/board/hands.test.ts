import type { Rec } from '@sluice/core';
import { expect } from 'chai';
import { fixtureSession } from '../../fixtures.ts';
import type { RecordOpenDetail } from './board.ts';
import {
  all,
  client,
  deal,
  focused,
  hearing,
  inStage,
  lane,
  middle,
  name,
  point,
  press,
  put,
  remove,
  said,
  settled,
  spoken,
  stageOf,
  stored,
  text,
  tile,
  until,
} from './testing.ts';

describe('sluice-board in the hands of a reader', () => {
  afterEach(remove);

  it('is worked by keyboard alone, and says every step', async () => {
    const { board, source } = await put();
    name(board, deal).focus();
    await press(board, ' ');
    expect(spoken(board)).to.equal(`${client} picked up from Qualified.`);
    await press(board, 'ArrowRight');
    expect(spoken(board)).to.equal('Over Negotiation, column 4 of 6.');
    expect(lane(board, 'negotiation').querySelector('.placeholder')).not.to.equal(null);
    await press(board, 'ArrowDown');
    expect(spoken(board)).to.equal('The cards of a column stand in the order of: Due.');
    await press(board, ' ');
    expect(await stored(source, deal)).to.equal('negotiation');
    expect(said(board)).to.equal(`${client} moved to Negotiation.`);
    expect(focused(board)).to.equal(name(board, deal));
    expect(lane(board, 'negotiation').querySelector('.placeholder')).to.equal(null);
  });

  it('puts a carried card back on Escape', async () => {
    const { board, source } = await put();
    name(board, deal).focus();
    await press(board, ' ');
    await press(board, 'ArrowLeft');
    await press(board, 'Escape');
    expect([spoken(board), await stored(source, deal)]).to.deep.equal([`${client} stays in Qualified.`, 'qualified']);
    expect(all(board, '.lifted, .placeholder')).to.have.length(0);
  });

  it('is one stop of the tab key, walked with the arrows; Enter opens the deal', async () => {
    const { board } = await put();
    const stops = () => all(board, '.name[tabindex="0"]');
    expect(stops()).to.have.length(1);
    stops()[0]?.focus();
    await press(board, 'ArrowDown');
    await press(board, 'ArrowRight');
    const second = lane(board, 'followUp').querySelectorAll('.name')[1];
    expect(focused(board)).to.equal(second ?? lane(board, 'followUp').querySelector('.name'));
    expect(stops()).to.deep.equal([focused(board)]);
    const opened = hearing<RecordOpenDetail>(board, 'sluice-record-open');
    (focused(board) as HTMLElement).click();
    expect(opened.map(({ entity }) => entity)).to.deep.equal(['deal']);
  });

  it('turns the arrows round where one writes from right to left', async () => {
    const { board } = await put({ session: fixtureSession({ locale: 'he' }), dir: 'rtl' });
    name(board, deal).focus();
    await press(board, ' ');
    await press(board, 'ArrowLeft');
    expect(lane(board, 'negotiation').querySelector('.placeholder')).not.to.equal(null);
    await press(board, 'Escape');
  });

  it('is dragged by the mouse into another column, and put back by Escape', async () => {
    const { board, source } = await put({ width: 760 });
    const opened = hearing<RecordOpenDetail>(board, 'sluice-record-open');
    name(board, deal).scrollIntoView({ block: 'nearest' });
    const from = middle(tile(board, deal));
    point(name(board, deal), 'pointerdown', { ...from, button: 0, pointerType: 'mouse' });
    point(window, 'pointermove', { clientX: from.clientX + 20, clientY: from.clientY, pointerType: 'mouse' });
    await settled();
    expect(all(board, '.ghost')).to.have.length(1);
    point(window, 'pointermove', { ...middle(lane(board, 'prospect')), pointerType: 'mouse' });
    await settled();
    expect(lane(board, 'prospect').classList.contains('over')).to.equal(true);
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
    await settled();
    expect([all(board, '.ghost').length, await stored(source, deal)]).to.deep.equal([0, 'qualified']);
    point(window, 'pointerup', from);
    point(name(board, deal), 'pointerdown', { ...from, button: 0, pointerType: 'mouse' });
    point(window, 'pointermove', { clientX: from.clientX + 20, clientY: from.clientY, pointerType: 'mouse' });
    point(window, 'pointermove', { ...middle(lane(board, 'prospect')), pointerType: 'mouse' });
    point(window, 'pointerup', { ...middle(lane(board, 'prospect')), pointerType: 'mouse' });
    await settled();
    expect([await stored(source, deal), stageOf(board, deal)]).to.deep.equal(['prospect', 'prospect']);
    expect(opened).to.deep.equal([]);
  });

  it('is picked up by a finger that rests, and scrolls under one that moves', async () => {
    const { board, source } = await put({ width: 760 });
    name(board, deal).scrollIntoView({ block: 'nearest' });
    const from = middle(tile(board, deal));
    const finger = { pointerType: 'touch', button: 0 };
    point(name(board, deal), 'pointerdown', { ...from, ...finger });
    point(window, 'pointermove', { clientX: from.clientX, clientY: from.clientY + 30, ...finger });
    const other = inStage('qualified').find((one) => one !== deal) as Rec;
    point(name(board, other), 'pointerdown', { ...middle(tile(board, other)), ...finger });
    // the one that moved was pressed before: its time is over, too
    await until(() => all(board, '.ghost').length > 0);
    const [ghost, ...more] = all(board, '.ghost').map(text);
    expect([ghost?.includes(other.values['client'] as string), more]).to.deep.equal([true, []]);
    point(window, 'pointercancel', finger);
    await until(() => all(board, '.ghost').length === 0);
    point(name(board, deal), 'pointerdown', { ...from, ...finger });
    await until(() => all(board, '.ghost').length > 0);
    point(window, 'pointermove', { ...middle(lane(board, 'followUp')), ...finger });
    point(window, 'pointerup', { ...middle(lane(board, 'followUp')), ...finger });
    await settled();
    expect(await stored(source, deal)).to.equal('followUp');
  });
});
