import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { fillDeals, measureExport } from '../../test/measure-export.ts';
import { startServer } from '../../test/server-process.ts';

const ROWS = Number(process.env['SLUICE_EXPORT_ROWS'] ?? 100_000);
/** Flags of Node for the server, to see what becomes of them. */
const FLAGS = (process.env['SLUICE_NODE_FLAGS'] ?? '').split(' ').filter((flag) => flag !== '');
const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  const server = await startServer(database.connection, { flags: FLAGS });
  await fillDeals(server, ROWS);
  await server.stop();
});
afterAll(() => database.drop());

it.each(['csv', 'xlsx'])(
  'an export of a hundred thousand rows as %s: how much memory and how long, and the server answers all the while',
  async (format) => {
    const server = await startServer(database.connection, { flags: FLAGS });
    try {
      const { status, rows, size, took, idle, peak, livez, asked } = await measureExport(server, format);
      process.stdout.write(
        `${rows} rows as ${format} (${megabytes(size)}) in ${took} ms, in the server ${megabytes(idle)} before and ${megabytes(peak)} at most; ` +
          `/livez ${livez.join(', ')} ms half the time, 99 of 100 and at most (asked ${asked} times)\n`,
      );
      // the demo may have records of its own
      expect([status, rows >= ROWS]).toEqual([200, true]);
      // most of it is what the collector has not yet seen a reason to free: the heap may be held at 96 MB
      expect(peak - idle).toBeLessThan(400_000_000);
    } finally {
      await server.stop();
    }
  },
);
