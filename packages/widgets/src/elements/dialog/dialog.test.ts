import axe from 'axe-core';
import { expect } from 'chai';
import type { SluiceDialog } from './dialog.ts';
import './define.ts';

const put = async (lang = 'en'): Promise<SluiceDialog> => {
  const dialog = document.createElement('sluice-dialog');
  dialog.lang = lang;
  dialog.heading = 'EcoGreen';
  dialog.textContent = '12 000 €';
  document.body.append(dialog);
  await dialog.updateComplete;
  return dialog;
};
const inner = (dialog: SluiceDialog) => dialog.shadowRoot?.querySelector('dialog');
const closing = (dialog: SluiceDialog) =>
  new Promise<Event>((resolve) => {
    dialog.addEventListener('sluice-dialog-close', resolve, { once: true });
  });

describe('sluice-dialog', () => {
  afterEach(() => {
    for (const dialog of document.querySelectorAll('sluice-dialog')) dialog.remove();
  });

  it('opens when its property is set after it stands in the page', async () => {
    const dialog = await put();
    expect(inner(dialog)?.open).to.equal(false);
    dialog.open = true;
    await dialog.updateComplete;
    expect(inner(dialog)?.matches(':modal')).to.equal(true);
    expect(dialog.hasAttribute('open')).to.equal(true);
  });

  it('closes by its button and says so without bubbling', async () => {
    const dialog = await put();
    let heard = 0;
    const hear = () => {
      heard += 1;
    };
    document.body.addEventListener('sluice-dialog-close', hear);
    dialog.show();
    await dialog.updateComplete;
    const closed = closing(dialog);
    dialog.shadowRoot?.querySelector<HTMLButtonElement>('.close')?.click();
    await closed;
    document.body.removeEventListener('sluice-dialog-close', hear);
    expect(dialog.open).to.equal(false);
    expect(heard).to.equal(0);
  });

  it('gives the focus back to the button that opened it, even when it is taken out of the page', async () => {
    const button = document.createElement('button');
    button.textContent = 'New deal';
    document.body.append(button);
    button.focus();
    const dialog = await put();
    dialog.show();
    await dialog.updateComplete;
    expect(document.activeElement).to.equal(dialog);
    dialog.hide();
    await dialog.updateComplete;
    expect(document.activeElement).to.equal(button);
    dialog.show();
    await dialog.updateComplete;
    dialog.remove();
    expect(document.activeElement).to.equal(button);
    button.remove();
  });

  it('stays open when somebody clicks beside it', async () => {
    const dialog = await put();
    expect(inner(dialog)?.getAttribute('closedby')).to.equal('closerequest');
  });

  it('takes a new heading while it is open', async () => {
    const dialog = await put();
    dialog.show();
    dialog.heading = 'Atelier Nord';
    await dialog.updateComplete;
    expect(dialog.shadowRoot?.querySelector('h2')?.textContent).to.equal('Atelier Nord');
  });

  it('speaks the language around it', async () => {
    const dialog = await put('fr');
    expect(dialog.shadowRoot?.querySelector('.close')?.getAttribute('aria-label')).to.equal('Fermer');
  });

  for (const dir of ['ltr', 'rtl']) {
    it(`breaks no rule of axe, ${dir}`, async () => {
      const dialog = await put();
      dialog.dir = dir;
      dialog.show();
      await dialog.updateComplete;
      const { violations } = await axe.run(dialog);
      expect(violations.map((one) => one.id)).to.deep.equal([]);
    });
  }
});
