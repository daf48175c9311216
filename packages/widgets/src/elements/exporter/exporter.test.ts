import type { Source } from '@sluice/core';
import axe from 'axe-core';
import { expect } from 'chai';
import { html, type TemplateResult } from 'lit';
import type { Session } from '../../controllers/session.ts';
import { fixtureRecords, fixtureSession, type Mounted, mountIn } from '../../fixtures.ts';
import './collect.ts';
import './define.ts';
import type { ExportDone, ExportReady, SluiceExporter } from './exporter.ts';

let mounted: Mounted | null = null;

const put = async (session: Session, template: TemplateResult = html`<sluice-exporter></sluice-exporter>`) => {
  mounted = mountIn(session, template);
  await mounted.settled();
  const element = mounted.find('sluice-exporter') as SluiceExporter;
  const files: File[] = [];
  const done: ExportDone[] = [];
  element.addEventListener('sluice-export-ready', (event) => {
    // a test downloads nothing
    event.preventDefault();
    files.push((event as CustomEvent<ExportReady>).detail.file);
  });
  element.addEventListener('sluice-export-done', (event) => done.push((event as CustomEvent<ExportDone>).detail));
  return { element, files, done };
};
const inner = (element: SluiceExporter, selector: string) => element.shadowRoot?.querySelector<HTMLElement>(selector);
const text = (element: SluiceExporter, selector: string) =>
  (inner(element, selector)?.textContent ?? '').replace(/\s+/g, ' ').trim();
const linesOf = async (file: File | undefined) => ((await file?.text()) ?? '').trimEnd().split('\r\n');
const lots = (pages: number, gate: () => Promise<void> = () => Promise.resolve()) => {
  const session = fixtureSession({ deals: 1 });
  const source = session.source as Source;
  session.use({
    ...source,
    list: async (query) => {
      await gate();
      const page = await source.list({ entity: query.entity });
      const at = Number(query.cursor ?? 0);
      return page.ok
        ? {
            ...page,
            value: { ...page.value, total: pages, next: at + 1 < pages ? String(at + 1) : null },
          }
        : page;
    },
  });
  return session;
};

describe('sluice-exporter', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('hands over deals-2025-02-05.csv with every deal: the id first, amounts in euros, links by their titles', async () => {
    const { element, files, done } = await put(
      fixtureSession({ deals: 12 }),
      html`<sluice-exporter columns="client, amount, probability, account"></sluice-exporter>`,
    );
    expect(await element.download()).to.equal(true);
    await element.updateComplete;
    const lines = await linesOf(files[0]);
    expect([files[0]?.name, lines.length, lines[0]]).to.deep.equal([
      'deals-2025-02-05.csv',
      13,
      'id,client,amount,probability,account',
    ]);
    const [first] = fixtureRecords({ deals: 12 })['deal'] ?? [];
    const amount = (Number(first?.values['amount']) / 100).toFixed(2);
    const client = first?.values['client'] as string;
    expect(lines.find((line) => line.startsWith(first?.id ?? '—'))).to.match(
      new RegExp(`^${first?.id ?? ''},${client},${amount.replace('.', '\\.')},[\\d.]+%,${client}$`),
    );
    expect(done).to.deep.equal([{ rows: 12, name: 'deals-2025-02-05.csv' }]);
    expect(text(element, '.told')).to.equal('12 rows in deals-2025-02-05.csv');
  });

  it('leaves out what the filters leave out', async () => {
    const session = fixtureSession();
    session.toggle('stage', 'won');
    const { element, files } = await put(session, html`<sluice-exporter columns="stage"></sluice-exporter>`);
    await element.download();
    const [, ...rows] = await linesOf(files[0]);
    const won = fixtureRecords()['deal']?.filter((one) => one.values['stage'] === 'won').length;
    expect(rows.length).to.equal(won);
    expect(new Set(rows.map((row) => row.split(',')[1]))).to.deep.equal(new Set(['won']));
  });

  it('writes headings and stages in French, with a byte order mark and semicolons, when it is asked to', async () => {
    const { element, files } = await put(
      fixtureSession({ locale: 'fr', deals: 3 }),
      html`<sluice-exporter columns="client,stage" labels bom delimiter=";"></sluice-exporter>`,
    );
    await element.download();
    const bytes = new Uint8Array((await files[0]?.arrayBuffer()) ?? new ArrayBuffer());
    expect([bytes[0], bytes[1], bytes[2]]).to.deep.equal([0xef, 0xbb, 0xbf]);
    expect((await linesOf(files[0]))[0]?.replace('\ufeff', '')).to.equal('id;Client;Étape');
  });

  it('does not let a spreadsheet run what a deal is called', async () => {
    const session = fixtureSession({ deals: 0 });
    await session.source?.create('deal', { client: '=HYPERLINK("https://evil.example")', stage: 'prospect' });
    const { element, files } = await put(session, html`<sluice-exporter columns="client"></sluice-exporter>`);
    await element.download();
    expect((await linesOf(files[0]))[1]).to.contain(`"'=HYPERLINK(""https://evil.example"")"`);
  });

  it('writes the heading once, however many pages there are', async () => {
    const { element, files } = await put(lots(3), html`<sluice-exporter columns="client"></sluice-exporter>`);
    await element.download();
    const lines = await linesOf(files[0]);
    expect([lines.length, lines.filter((line) => line.startsWith('id,')).length]).to.deep.equal([4, 1]);
  });

  it('shows how far it is and saves nothing when it is cancelled', async () => {
    const { element, files } = await put(lots(3));
    const shown: string[] = [];
    const running = element.download();
    for (let round = 0; round < 50 && shown.length === 0; round += 1) {
      await new Promise((resolve) => setTimeout(resolve));
      const words = text(element, '.muted');
      if (/^\d/.test(words)) shown.push(words);
    }
    expect(shown[0]).to.match(/^[12] of 3 rows…$/);
    inner(element, 'progress ~ button')?.click();
    expect(await running).to.equal(false);
    await element.updateComplete;
    expect([files.length, text(element, '.told')]).to.deep.equal([0, 'Cancelled; nothing was saved.']);
    expect(element.shadowRoot?.activeElement?.getAttribute('part')).to.equal('button');
  });

  it('says that nothing was saved when the data cannot be reached', async () => {
    const { element, files } = await put(fixtureSession({ answers: 'offline', locale: 'fr' }));
    expect(await element.download()).to.equal(false);
    await element.updateComplete;
    expect([files.length, text(element, '.told')]).to.deep.equal([
      0,
      'L’export s’est arrêté : données injoignables. Rien n’est enregistré ; réessayez.',
    ]);
  });

  it('offers several formats in a menu, which the keys of a menu move in', async () => {
    const { element, files } = await put(
      fixtureSession({ deals: 3 }),
      html`<sluice-exporter format="csv xlsx json" columns="client,amount"></sluice-exporter>`,
    );
    inner(element, '[part="button"]')?.click();
    const menu = inner(element, '[role="menu"]');
    const opened = () => inner(element, '[part="button"]')?.ariaExpanded === 'true';
    for (let round = 0; round < 500 && !opened(); round += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    expect([menu?.matches(':popover-open'), inner(element, '[part="button"]')?.ariaExpanded]).to.deep.equal([
      true,
      'true',
    ]);
    const focused = () => element.shadowRoot?.activeElement?.textContent?.trim();
    const press = (key: string) =>
      element.shadowRoot?.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
      );
    const seen = [focused()];
    for (const key of ['ArrowDown', 'End', 'ArrowDown', 'ArrowUp']) {
      press(key);
      seen.push(focused());
    }
    expect(seen).to.deep.equal(['CSV', 'Excel', 'JSON', 'CSV', 'JSON']);
    const { violations } = await axe.run(element);
    expect(violations.map((one) => `${one.id} ${one.nodes[0]?.html ?? ''}`)).to.deep.equal([]);
    const done = new Promise((resolve) => element.addEventListener('sluice-export-done', resolve, { once: true }));
    [...(menu?.querySelectorAll('button') ?? [])].at(-1)?.click();
    await done;
    expect([files[0]?.name, menu?.matches(':popover-open')]).to.deep.equal(['deals-2025-02-05.json', false]);
    expect(JSON.parse((await files[0]?.text()) ?? '').map((row: object) => Object.keys(row))).to.deep.equal(
      Array.from({ length: 3 }, () => ['id', 'client', 'amount']),
    );
  });

  it('writes a workbook', async () => {
    const { element, files } = await put(
      fixtureSession({ deals: 3 }),
      html`<sluice-exporter format="xlsx"></sluice-exporter>`,
    );
    expect(await element.download()).to.equal(true);
    const bytes = new Uint8Array((await files[0]?.arrayBuffer()) ?? new ArrayBuffer());
    expect([files[0]?.name, files[0]?.type.includes('spreadsheetml'), bytes[0], bytes[1]]).to.deep.equal([
      'deals-2025-02-05.xlsx',
      true,
      0x50,
      0x4b,
    ]);
  });

  it('makes a report as a PDF in the page, with its letters inside', async () => {
    const { element, files } = await put(
      fixtureSession({ locale: 'he' }),
      html`<sluice-exporter format="pdf" report="board" quota="250000"></sluice-exporter>`,
    );
    expect(await element.download()).to.equal(true);
    const [file] = files;
    expect([file?.name, file?.type]).to.deep.equal(['board-2025-02-05.pdf', 'application/pdf']);
    const written = (await file?.slice(0, 5).text()) ?? '';
    expect(written).to.equal('%PDF-');
    const all = new TextDecoder('latin1').decode(await file?.arrayBuffer());
    expect(all).to.contain('/FontFile2');
    expect(text(element, '[part="told"]')).to.contain('board-2025-02-05.pdf');
  });

  it('lets a server write what is more than some pages', async () => {
    const session = fixtureSession({ deals: 2 });
    const source = session.source as Source;
    const asked: string[] = [];
    const served = {
      ...source,
      about: {},
      request: {
        ask: async (_method: string, path: string) => {
          asked.push(path);
          return { status: 200, json: new Blob(['id\r\n']), warnings: [] };
        },
      },
      list: async (query: Parameters<Source['list']>[0]) => {
        const page = await source.list({ entity: query.entity, limit: 1 });
        return page.ok ? { ...page, value: { ...page.value, total: 5001 } } : page;
      },
    };
    session.use(served);
    const { element, files, done } = await put(
      session,
      html`<sluice-exporter columns="client" delimiter=";" bom></sluice-exporter>`,
    );
    expect(await element.download()).to.equal(true);
    expect(asked).to.deep.equal(['deals/export?format=csv&columns=client&delimiter=%3B&bom=1']);
    expect([await files[0]?.text(), done[0]?.rows]).to.deep.equal(['id\r\n', 5001]);
  });

  it('waits for the data', async () => {
    const { element } = await put(fixtureSession({ state: 'loading' }));
    expect((inner(element, '[part="button"]') as HTMLButtonElement).disabled).to.equal(true);
    expect(await element.download()).to.equal(false);
  });

  it('breaks no rule of axe', async () => {
    const { element } = await put(fixtureSession());
    await element.download();
    await element.updateComplete;
    const { violations } = await axe.run(element);
    expect(violations.map((one) => `${one.id} ${one.nodes[0]?.html ?? ''}`)).to.deep.equal([]);
  });
});
