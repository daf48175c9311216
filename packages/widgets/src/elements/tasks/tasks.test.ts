import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { fixtureRecords, fixtureSession, mountIn, type Mounted } from '../../fixtures.ts';
import type { RecordOpenDetail } from '../deadlines/deadlines.ts';
import './define.ts';

let mounted: Mounted | null = null;
const put = async (...[session, template, options]: Parameters<typeof mountIn>): Promise<Mounted> => {
  mounted = mountIn(session, template, options);
  await mounted.settled();
  return mounted;
};
const text = (element: Element | null): string =>
  (element?.textContent ?? '').replace(/[\s\u00a0\u202f]+/g, ' ').trim();
const shadow = (of: Mounted): ShadowRoot => of.root.firstElementChild?.shadowRoot as ShadowRoot;
/** Each group with its tasks. */
const groups = (of: Mounted): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    [...shadow(of).querySelectorAll('section[part=group]')].map((group) => [
      text(group.querySelector('h4')),
      [...group.querySelectorAll('.name')].map(text),
    ]),
  );
const anna = html`<sluice-tasks person="anna@example.com"></sluice-tasks>`;
const box = (of: Mounted, title: string): HTMLInputElement =>
  of.inside(`input[aria-label="Done: ${title}"]`) as HTMLInputElement;
const tick = async (of: Mounted, title: string): Promise<void> => {
  const one = box(of, title);
  one.focus();
  one.click();
  await of.settled();
};

describe('sluice-tasks', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('shows my open tasks, the late ones first, and everybody’s on demand', async () => {
    const list = await put(fixtureSession(), anna);
    expect(groups(list)).to.deep.equal({
      'Overdue 1': ['Send the offer'],
      'Today 1': ['Call back'],
      'Later 1': ['Prepare the meeting'],
      'Without a day 1': ['Read the report'],
    });
    expect(text(list.inside('.late'))).to.equal('3 days late');
    list.inside('.chip:last-child').click();
    await list.settled();
    expect(groups(list)['Overdue 2']).to.deep.equal(['Send the offer', 'Ask for references']);
    expect(groups(list)['Later 2']).to.deep.equal(['Prepare the meeting', 'Send the invoice']);
  });

  it('says what a task is about', async () => {
    const list = await put(fixtureSession(), anna);
    expect([...shadow(list).querySelectorAll('.about')].map(text)).to.deep.equal(['Marie Martin', 'Noé Blanc']);
  });

  it('ticks a task off, moves the focus to the next one, and takes it back', async () => {
    const session = fixtureSession();
    const list = await put(session, anna);
    await tick(list, 'Send the offer');
    expect(Object.keys(groups(list))).not.to.include('Overdue 1');
    expect(text(list.inside('[role=status] span'))).to.equal('“Send the offer” is done.');
    expect(shadow(list).activeElement === box(list, 'Call back')).to.equal(true);
    const id = (fixtureRecords()['task'] ?? []).find(({ values }) => values['title'] === 'Send the offer')?.id ?? '';
    const done = await session.source?.get('task', id);
    expect([done?.values['status'], done?.values['completedAt']]).to.deep.equal([
      'completed',
      '2025-02-05T10:00:00.000Z',
    ]);
    list.inside('.undo').click();
    await list.settled();
    expect(groups(list)['Overdue 1']).to.deep.equal(['Send the offer']);
    const back = await session.source?.get('task', id);
    expect([back?.values['status'], back?.values['completedAt']]).to.deep.equal(['pending', null]);
  });

  it('leaves a task as it is when the page prevents it', async () => {
    const session = fixtureSession();
    const list = await put(session, anna);
    list.root.addEventListener('sluice-task-complete', (event) => event.preventDefault());
    await tick(list, 'Call back');
    expect(box(list, 'Call back').checked).to.equal(false);
    expect(groups(list)['Today 1']).to.deep.equal(['Call back']);
  });

  it('adds a task for me by its title and day, and one about a record', async () => {
    const session = fixtureSession();
    const list = await put(session, anna);
    const add = async (title: string, day: string): Promise<void> => {
      (list.inside('form input') as HTMLInputElement).value = title;
      (list.inside('form .day') as HTMLInputElement).value = day;
      (list.inside('form') as HTMLFormElement).requestSubmit();
      await list.settled();
    };
    await add('Write the minutes', '2025-02-05');
    expect(groups(list)['Today 2']).to.deep.equal(['Call back', 'Write the minutes']);
    expect((list.inside('form input') as HTMLInputElement).value).to.equal('');
    await add('   ', '');
    expect(Object.values(groups(list)).flat()).to.have.length(5);
    const lead = fixtureRecords()['lead']?.[1];
    const element = list.find('sluice-tasks');
    element.setAttribute('about', 'lead');
    element.setAttribute('record-id', lead?.id ?? '');
    await list.settled();
    expect(groups(list)).to.deep.equal({ 'Today 1': ['Call back'] });
    await add('Thank them', '');
    expect(groups(list)['Without a day 1']).to.deep.equal(['Thank them']);
  });

  it('asks the page to open the task that is clicked', async () => {
    const list = await put(fixtureSession(), anna);
    let heard: CustomEvent<RecordOpenDetail> | null = null;
    list.root.addEventListener('sluice-record-open', (event) => {
      heard = event as CustomEvent<RecordOpenDetail>;
    });
    list.inside('.item').click();
    expect((heard as CustomEvent<RecordOpenDetail> | null)?.detail.entity).to.equal('task');
  });

  it('lets nobody tick off or add where nothing can be written', async () => {
    const list = await put(fixtureSession({ writable: false }), anna);
    expect(box(list, 'Call back').disabled).to.equal(true);
    expect(shadow(list).querySelector('form') === null).to.equal(true);
  });

  it('says when there is nothing to do, no task at all, no data, and waits in shapes', async () => {
    let list = await put(fixtureSession(), html`<sluice-tasks person="nobody@example.com"></sluice-tasks>`);
    expect(text(list.inside('.nothing'))).to.equal('Nothing to do.');
    expect(list.find('sluice-tasks').matches(':state(empty)')).to.equal(true);
    list.remove();
    list = await put(fixtureSession(), html`<sluice-tasks entity="deal"></sluice-tasks>`);
    expect(text(list.inside('.nothing'))).to.contain('they are no tasks');
    list.remove();
    list = await put(fixtureSession({ answers: 'offline' }), anna);
    expect(list.inside('[role=alert] button')).not.to.equal(null);
    list.remove();
    list = await put(fixtureSession({ answers: 'never' }), anna);
    expect(shadow(list).querySelectorAll('.waiting li')).to.have.length(5);
    expect(list.find('sluice-tasks').matches(':state(loading)')).to.equal(true);
  });

  for (const [width, dir] of [
    [280, 'ltr'],
    [280, 'rtl'],
    [900, 'ltr'],
  ] as const)
    it(`stays within ${width} pixels and is accessible, ${dir}`, async () => {
      const { root, settled } = await put(fixtureSession({ locale: dir === 'rtl' ? 'he' : 'fr' }), anna, { dir });
      root.style.inlineSize = `${width}px`;
      root.style.overflow = 'hidden';
      await settled();
      expect(root.scrollWidth).to.equal(width);
      const { violations } = await axe.run(root);
      expect(violations.map(({ id }) => id)).to.deep.equal([]);
    });
});
