import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import type { Session } from '../../controllers/session.ts';
import { fixtureSession, type Mounted, mountIn } from '../../fixtures.ts';
import './define.ts';
import { FoundRecords } from './found.ts';
import type { SluiceSearch } from './search.ts';

let mounted: Mounted | null = null;
const put = async (session: Session) => {
  mounted = mountIn(session, html`<sluice-search></sluice-search>`);
  await mounted.settled();
  const search = mounted.find('sluice-search') as SluiceSearch;
  const input = mounted.inside('input') as HTMLInputElement;
  const type = (text: string) => {
    input.focus();
    input.value = text;
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  };
  const press = async (key: string) => {
    input.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
    await mounted?.settled();
  };
  const clear = () => search.shadowRoot?.querySelector<HTMLElement>('[part="clear"]') ?? null;
  return { search, input, type, press, clear };
};
/** Waits for something that comes by itself. */
const until = async (holds: () => boolean) => {
  for (let round = 0; round < 500 && !holds(); round += 1) await new Promise((resolve) => setTimeout(resolve, 10));
};

describe('sluice-search', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('searches once for a word that is typed letter by letter', async () => {
    const session = fixtureSession();
    let told = 0;
    session.subscribe(() => (told += 1));
    const { type } = await put(session);
    for (const text of ['e', 'ec', 'eco']) type(text);
    expect(session.search).to.equal('');
    await until(() => session.search !== '');
    expect(session.search).to.equal('eco');
    expect(told).to.equal(1);
  });

  it('searches at once on Enter', async () => {
    const session = fixtureSession();
    const { type, press } = await put(session);
    type('EcoGreen');
    await press('Enter');
    expect(session.search).to.equal('EcoGreen');
  });

  it('keeps a blank at the end while the next word is typed', async () => {
    const session = fixtureSession();
    const { type, input } = await put(session);
    type('atelier ');
    await until(() => session.search !== '');
    expect(session.search).to.equal('atelier');
    expect(input.value).to.equal('atelier ');
  });

  it('clears by its button and by Escape, and lets a second Escape through', async () => {
    const session = fixtureSession();
    session.setSearch('eco');
    const { clear, input, press, type } = await put(session);
    expect(input.value).to.equal('eco');
    clear()?.click();
    await mounted?.settled();
    expect(session.search).to.equal('');
    expect(clear() === null).to.equal(true);
    type('nord');
    let heard = 0;
    mounted?.root.addEventListener('keydown', () => (heard += 1));
    await press('Escape');
    expect([input.value, session.search, heard]).to.deep.equal(['', '', 0]);
    await press('Escape');
    expect(heard).to.equal(1);
  });

  it('goes blank when all filters are let go', async () => {
    const session = fixtureSession();
    const { type, input } = await put(session);
    type('eco');
    await until(() => session.search !== '');
    session.clear();
    await mounted?.settled();
    expect(input.value).to.equal('');
  });

  describe('everywhere', () => {
    /** What was looked for. */
    let asks: Promise<void>[] = [];
    const { ask } = FoundRecords.prototype;
    before(() => {
      FoundRecords.prototype.ask = function noted(...question) {
        const asked = ask.apply(this, question);
        asks.push(asked);
        return asked;
      };
    });
    after(() => {
      FoundRecords.prototype.ask = ask;
    });
    beforeEach(() => {
      asks = [];
    });

    const everywhere = async (
      options: Parameters<typeof fixtureSession>[0] = {},
      template = html`<sluice-search everywhere></sluice-search>`,
    ) => {
      mounted = mountIn(fixtureSession(options), template);
      await mounted.settled();
      const search = mounted.find('sluice-search') as SluiceSearch;
      const input = mounted.inside('input') as HTMLInputElement;
      const root = search.shadowRoot as ShadowRoot;
      const find = async (text: string) => {
        const before = asks.length;
        input.focus();
        input.value = text;
        input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
        if (text.trim() === '') await until(() => root.querySelector('.found') === null);
        else await until(() => asks.length > before);
        await asks.at(-1);
        await mounted?.settled();
      };
      const press = async (key: string) => {
        input.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
        await mounted?.settled();
      };
      const plain = (element: Element | null) => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
      const groups = () =>
        Object.fromEntries(
          [...root.querySelectorAll('.group')].map((group) => [
            plain(group.querySelector('.heading span')),
            [...group.querySelectorAll('.name')].map(plain),
          ]),
        );
      return { search, input, root, find, press, groups, plain };
    };

    it('shows the records of every entity, the words marked whatever the accents', async () => {
      const session = fixtureSession();
      const { find, groups, root } = await everywhere();
      await find('elan');
      expect(groups()['Companies']).to.deep.equal(['Brasserie Élan']);
      expect(groups()['Leads']).to.deep.equal(['Marie Martin']);
      expect([...root.querySelectorAll('.hit mark')].map((mark) => mark.textContent)).to.include('Élan');
      expect(root.querySelector('.where')?.textContent?.replace(/\s+/g, ' ')).to.contain('Château Élan');
      expect(session.search).to.equal('');
    });

    it('opens the record that the keyboard stands on', async () => {
      const { find, press, input, root, search } = await everywhere();
      const heard: unknown[] = [];
      mounted?.root.addEventListener('sluice-record-open', (event) => heard.push((event as CustomEvent).detail));
      await find('marie');
      expect(input.getAttribute('aria-expanded')).to.equal('true');
      expect(input.getAttribute('aria-activedescendant')).to.equal('hit-0');
      await press('ArrowDown');
      const count = root.querySelectorAll('.hit').length;
      expect(input.getAttribute('aria-activedescendant')).to.equal(count > 1 ? 'hit-1' : 'hit-0');
      await press('ArrowUp');
      await press('Enter');
      expect(heard).to.have.length(1);
      expect((heard[0] as { entity: string }).entity).to.equal('lead');
      expect(root.querySelector('.found') === null).to.equal(true);
      await press('ArrowDown');
      expect(root.querySelector('.found') === null).to.equal(false);
      await press('Escape');
      expect([root.querySelector('.found'), input.value]).to.deep.equal([null, 'marie']);
      await press('Escape');
      expect(input.value).to.equal('');
      expect(search.everywhere).to.equal(true);
    });

    it('offers what is similar, and says so when nothing is', async () => {
      const { find, groups, root, plain } = await everywhere();
      await find('brasserei');
      expect(groups()['Companies']).to.deep.equal(['Brasserie Élan']);
      expect(plain(root.querySelector('.near'))).to.equal('similar');
      await find('zzzzzz');
      expect(plain(root.querySelector('.none'))).to.equal('Nothing found.');
    });

    it('looks in some entities only', async () => {
      const { find, groups } = await everywhere({}, html`<sluice-search everywhere entities="users"></sluice-search>`);
      await find('anna');
      expect(groups()).to.deep.equal({ Colleagues: ['Anna Petit'] });
    });

    it('is accessible while it shows what was found, from right to left too', async () => {
      for (const locale of ['en', 'he']) {
        const { find, search } = await everywhere({ locale });
        await find('elan');
        const { violations } = await axe.run(search);
        expect(violations.map(({ id }) => id)).to.deep.equal([]);
        mounted?.remove();
      }
    });
  });

  it('is a search of the page, named in the language of the reader', async () => {
    const { search, input } = await put(fixtureSession({ locale: 'fr' }));
    expect(search.shadowRoot?.querySelector('[role="search"]') === null).to.equal(false);
    expect(input.getAttribute('aria-label')).to.equal('Rechercher');
    const { violations } = await axe.run(search);
    expect(violations.map(({ id }) => id)).to.deep.equal([]);
  });
});
