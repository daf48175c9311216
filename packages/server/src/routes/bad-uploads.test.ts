import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { said, testApp } from '../../test/http.ts';
import { listen } from '../cli/listen.ts';
import { openPool, type Pool } from '../database/lease.ts';
import { MODEL, openOffice } from '../imports/testing.ts';
import { migrate, schemaOf } from '../schema/migrate.ts';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createDatabase();
  pool = openPool(database.connection, { size: 4 });
  await migrate(pool, schemaOf(MODEL));
});
afterAll(async () => {
  await pool.close();
  await database.drop();
});

const HEAD = 'client,amount,stage';
const GOOD = `${HEAD}\nNord,12,won\nSud,13,prospect\nEst,14,prospect\n`;
const ADDRESS = '/api/v1/imports?entity=deal&name=deals.csv';
const utf8 = new TextEncoder();

/** An application over one tenant of the database. */
const open = async () => {
  const office = openOffice(pool, { tenant: randomUUID() });
  const test = testApp({ importsFor: async () => office.desk, sourceFor: async () => office.source });
  const who = await test.bearer();
  const post = async (
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
    headers: Readonly<Record<string, string>> = {},
  ) =>
    test.app.request(path, {
      method: 'POST',
      headers: { ...who, ...headers },
      ...(body === undefined ? {} : { body }),
    });
  const plan = (body: string | Uint8Array<ArrayBuffer>) => post(ADDRESS, body, { 'Content-Type': 'text/csv' });
  return { ...test, office, who, post, plan };
};
let own: Awaited<ReturnType<typeof open>>;
beforeAll(async () => {
  own = await open();
});

/** An archive with one member that unpacks to so many zeros. */
const bomb = (member: string, size: number): Uint8Array<ArrayBuffer> => {
  const packed = deflateRawSync(Buffer.alloc(size, 0x20), { level: 9 });
  const name = Buffer.from(member);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(packed.length, 18);
  head.writeUInt32LE(size, 22);
  head.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(20, 4);
  entry.writeUInt16LE(20, 6);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(size, 24);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length, 12);
  end.writeUInt32LE(head.length + name.length + packed.length, 16);
  return new Uint8Array(Buffer.concat([head, name, packed, entry, name, end]));
};
const utf16 = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));

describe('files that are not as they should be, sent', () => {
  it.each<readonly [name: string, file: string | Uint8Array<ArrayBuffer>, code: string]>([
    ['nothing', '', 'empty_file'],
    ['gzip called .csv', new Uint8Array(gzipSync(GOOD)), 'not_a_table'],
    ['an archive called .csv', bomb('deals.csv', 100), 'not_a_table'],
    ['a web page called .csv', '<!doctype html><html><body>Sign in</body></html>', 'not_a_table'],
    ['a PDF called .csv', '%PDF-1.7\n1 0 obj\n', 'not_a_table'],
    ['a workbook that unpacks to 300 MB', bomb('xl/workbook.xml', 300_000_000), 'too_large_a_file'],
    ['columns that nothing matches', 'x,y\n1,2\n', 'nothing_mapped'],
  ])('%s is refused as a whole, with a reason and a remedy', async (_, file, code) => {
    const answer = await own.plan(file);
    const body = await said(answer);
    expect(answer.status).toBeLessThan(500);
    const found = body.issues.find((one: { code: string }) => one.code === code);
    expect(found).toBeDefined();
    expect(found.remedy).toBeTruthy();
    if (body.id === undefined) return;
    expect((await own.post(`/api/v1/imports/${body.id}/accept`)).status).toBe(409);
  });

  it.each<readonly [name: string, file: string | Uint8Array<ArrayBuffer>]>([
    ['UTF-16', utf16(GOOD)],
    ['semicolons', GOOD.replaceAll(',', ';')],
    ['carriage returns', GOOD.replaceAll('\n', '\r')],
    ['a quote never closed', GOOD.replace('Nord', '"Nord')],
    ['NUL bytes', GOOD.replace('Nord', 'No\0rd')],
  ])('%s is read', async (_, file) => {
    expect((await said(await own.plan(file))).counts).toMatchObject({ rows: 3, create: 3, reject: 0 });
  });

  it('headers that mean something to machines write to no other tenant and no other record', async () => {
    const { office, plan, post } = await open();
    const other = openOffice(pool, { tenant: randomUUID() });
    const foreign = await other.make('deal', { client: 'Theirs', amount: 100, stage: 'prospect' });
    const before = await other.mark();
    const { id } = await said(
      await plan(
        `tenant_id,id,__proto__,constructor,version,${HEAD}\n${other.tenant},${foreign.id},x,y,9,Mine,12,won\n`,
      ),
    );
    await post(`/api/v1/imports/${id}/accept`);
    expect(await other.mark()).toBe(before);
    expect((await office.records('deal')).map(({ values }) => values['client'])).not.toContain('Theirs');
  });

  it('a connection that is cut half-way leaves nothing, and the next one is served', async () => {
    const { app, office, who, plan } = await open();
    const before = await office.mark();
    const server = await listen((request, env) => app.fetch(request, env), { host: '127.0.0.1', port: 0 });
    try {
      const body = utf8.encode(GOOD.repeat(2000));
      const head = [
        `POST ${ADDRESS} HTTP/1.1`,
        `Host: 127.0.0.1:${server.port}`,
        ...Object.entries(who).map(([name, value]) => `${name}: ${value}`),
        'Content-Type: text/csv',
        `Content-Length: ${body.length}`,
      ];
      await new Promise<void>((resolve, reject) => {
        const socket = connect(server.port, '127.0.0.1', () => {
          socket.write(`${head.join('\r\n')}\r\n\r\n`);
          socket.write(body.subarray(0, body.length / 2), () => socket.destroy());
        });
        socket.once('error', reject);
        socket.once('close', () => resolve());
      });
      expect((await said(await plan(GOOD))).counts.create).toBe(3);
      expect(await office.mark()).toBe(before);
      expect((await office.desk.list()).map(({ status, counts }) => [status, counts.rows])).toEqual([['planned', 3]]);
    } finally {
      await server.stop(0);
    }
  });

  it('the same file twice at once is written once', async () => {
    const { office, plan, post } = await open();
    const plans = await Promise.all([plan(GOOD), plan(GOOD)]);
    const ids = await Promise.all(plans.map(async (answer) => (await said(answer)).id as string));
    const accepted = await Promise.all(ids.map((id) => post(`/api/v1/imports/${id}/accept`)));
    expect(accepted.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(await office.records('deal')).toHaveLength(3);
    // the one that came second is shown what is left to do: nothing
    const refused = accepted.find(({ status }) => status === 409);
    expect((await said(refused as Response)).import.counts).toMatchObject({ create: 0, unchanged: 3 });
  });

  it('whatever else is sent is answered, and never by a fault of the server', async () => {
    const pieces = fc.constantFrom(
      GOOD,
      '"',
      ',',
      ';',
      '\n',
      '\r',
      '\0',
      'sep=',
      '\ufeff',
      '\u{1f600}',
      '=1+1',
      '9'.repeat(40),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(pieces, fc.string({ maxLength: 8 })), { maxLength: 6 }), async (parts) => {
        const answer = await own.plan(parts.join(''));
        expect(answer.status).toBeLessThan(500);
        const { counts } = await said(answer);
        if (counts) expect(counts.create + counts.update + counts.unchanged + counts.reject).toBe(counts.rows);
      }),
      { numRuns: 60 },
    );
  });
});
