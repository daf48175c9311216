import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import type { Session } from '../../controllers/session.ts';
import { fixtureSession, type Mounted, mountIn } from '../../fixtures.ts';
import './define.ts';
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
const after = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

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
    await after(220);
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
    await after(220);
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
    await after(220);
    session.clear();
    await mounted?.settled();
    expect(input.value).to.equal('');
  });

  it('is a search of the page, named in the language of the reader', async () => {
    const { search, input } = await put(fixtureSession({ locale: 'fr' }));
    expect(search.shadowRoot?.querySelector('[role="search"]') === null).to.equal(false);
    expect(input.getAttribute('aria-label')).to.equal('Rechercher');
    const { violations } = await axe.run(search);
    expect(violations.map(({ id }) => id)).to.deep.equal([]);
  });
});
