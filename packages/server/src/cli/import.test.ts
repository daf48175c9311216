import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command } from '../cli.ts';

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-import-'));
  file = join(folder, 'deals.csv');
  writeFileSync(file, 'Client;Société;Montant;Statut\nACME;Nord;1 200,50 €;Prospect\nGlobex;;abc;Prospect\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const around = () => ({ env: { SLUICE_DATA: join(folder, 'data'), PORT: '0' }, folder, now: new Date() });
const run = (...words: readonly string[]) => command(words, around());
const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

describe('imports from the terminal', () => {
  it('tell what they would do, do it, and take it back', async () => {
    const dry = await run('import', file, '--links', 'create', '--dry-run');
    expect([dry.code, dry.error]).toEqual([0, '']);
    expect(dry.out).toContain('deals.csv: 2 rows, of which 1 new, 0 changed, 0 unchanged, 1 rejected.');
    expect(dry.out).toContain('Montant → amount');
    expect(dry.out).toContain('1 company: Nord');
    expect(dry.out).toMatch(/row 3: .*abc/);
    expect(dry.out).toContain('Nothing was written.');

    const mend = join(folder, 'mend.csv');
    const done = await run('import', file, '--links', 'create', '--rejected', mend);
    const id = ID.exec(/sluice undo (\S+)/.exec(done.out)?.[1] ?? '')?.[0] ?? '';
    expect([done.code, done.error, id]).toEqual([0, '', expect.stringMatching(ID)]);
    expect(readFileSync(mend, 'utf8')).toContain('Globex;;abc;Prospect');

    const again = await run('import', file, '--json', '--map', 'Montant=amount', '--column', 'amount=fill');
    expect(JSON.parse(again.out)).toMatchObject({ status: 'accepted', counts: { rows: 2, create: 0, unchanged: 1 } });
    const list = await run('imports');
    expect(list.out).toMatch(new RegExp(`${id} .* accepted .* deals.csv \\(deal\\): 2 rows, 1 new`));

    const look = await run('undo', id, '--dry-run');
    expect([look.code, look.out]).toEqual([0, expect.stringContaining('2 records: 2 to be taken out')]);
    const undone = await run('undo', id, '--json');
    expect([undone.code, JSON.parse(undone.out)]).toMatchObject([0, { status: 'undone', counts: { remove: 2 } }]);
  }, 60_000);

  it('go through the server while one runs', async () => {
    let stop: (value?: unknown) => void = () => undefined;
    const stopped = new Promise((resolve) => {
      stop = resolve;
    });
    let server: ReturnType<typeof command> | undefined;
    await new Promise<void>((ready, reject) => {
      server = command(['start'], {
        ...around(),
        say: (line) => {
          if (line.startsWith('Sluice is ready')) ready();
        },
        until: () => stopped,
      });
      server.then((ended) => reject(new Error(ended.error)), reject);
    });
    try {
      const before = await run('imports', '--json');
      const known = JSON.parse(before.out).length;
      const done = await run('import', file, '--json', '--column', 'amount=skip', '--map', 'Société=-');
      const { id, status, name, columns } = JSON.parse(done.out);
      expect([done.code, status, name]).toEqual([0, 'accepted', 'deals.csv']);
      expect(columns).toContainEqual({ header: 'Montant', field: 'amount', collision: 'skip' });
      expect((await run('undo', id)).out).toContain('1 taken out');
      expect(JSON.parse((await run('imports', '--json')).out)).toHaveLength(known + 1);
      expect(await run('undo', '018f2f6e-0000-7000-8000-0000000000ff')).toMatchObject({ code: 1 });
      const wrong = await run('import', file, '--entity', 'dragon');
      expect([wrong.code, wrong.error]).toEqual([1, expect.stringContaining('dragon')]);
    } finally {
      stop();
      await server;
    }
  }, 60_000);

  it('say what is wrong with their words or the file', async () => {
    const picture = join(folder, 'picture.csv');
    writeFileSync(picture, '%PDF-1.7 and so on');
    const cases: readonly (readonly [readonly string[], number, string])[] = [
      [['import'], 2, 'Which file?'],
      [['import', file, '--links', 'guess'], 2, 'neither match nor create'],
      [['import', file, '--map', 'amount'], 2, 'column=field'],
      [['import', file, '--column', 'amount=eat'], 2, 'amount=eat'],
      [['import', file, '--colour', 'red'], 2, 'sluice help'],
      [['import', join(folder, 'none.csv')], 1, 'cannot be read'],
      [['import', file, '--tenant', 'nobody'], 1, 'no tenant nobody'],
      [['import', picture], 1, 'not a table'],
      [['undo'], 2, 'Which import?'],
      [['undo', 'x'], 2, 'Which import?'],
      [['undo', '018f2f6e-0000-7000-8000-0000000000ff'], 1, 'no import'],
      [['imports', 'x'], 2, 'options only'],
    ];
    for (const [words, code, error] of cases)
      expect([words, await run(...words)]).toMatchObject([words, { code, error: expect.stringContaining(error) }]);
  }, 60_000);
});
