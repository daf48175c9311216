import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../test/database.ts';
import { openPool } from '../../database/lease.ts';
import { migrate, schemaOf } from '../../schema/migrate.ts';
import { MODEL } from '../testing.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  const pool = openPool(database.connection, { size: 2 });
  await migrate(pool, schemaOf(MODEL));
  await pool.close();
});
afterAll(() => database.drop());

const SCRIPT = join(import.meta.dirname, '../../../test/import-process.ts');
const [ROWS = '8000', HEAP = '64', FAT = '0'] = (process.env['SLUICE_IMPORT_PROCESS'] ?? '').split(',').filter(Boolean);

it(`a file of ${ROWS} rows is imported by a process whose heap has ${HEAP} MB`, async () => {
  const words = [`--max-old-space-size=${HEAP}`, '--max-semi-space-size=4', '--conditions=sluice-src', SCRIPT];
  const told = [JSON.stringify(database.connection), randomUUID(), ROWS, FAT];
  const { stdout } = await promisify(execFile)(process.execPath, [...words, ...told], {
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  process.stdout.write(stdout);
  const rows = Number(ROWS);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: true,
    counts: { rows, create: rows, update: 0, unchanged: 0, reject: 0 },
  });
}, 3_600_000);
