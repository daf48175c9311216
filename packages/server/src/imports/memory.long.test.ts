import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/database.ts';
import { measureImport } from '../../test/measure-import.ts';
import { startServer } from '../../test/server-process.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

/** Rows, and bytes that each has beyond sixty: a million of half a kilobyte are a file of 500 MB. */
const SIZES = (process.env['SLUICE_IMPORT_ROWS'] ?? '100000,1000000,1000000+430').split(',').map((size) => {
  const [rows = 0, fat = 0] = size.split('+').map(Number);
  return [rows, fat] as const;
});

/** Flags of Node for the server, to see what becomes of them. */
const FLAGS = (process.env['SLUICE_NODE_FLAGS'] ?? '').split(' ').filter((flag) => flag !== '');

it.each(SIZES)(
  'an import of %i rows (and %i bytes each): how much memory and how long, and the server answers all the while',
  async (rows, fat) => {
    const server = await startServer(database.connection, { flags: FLAGS });
    try {
      const { file, plan, accept, idle, peak, apart, livez, asked } = await measureImport(server, rows, fat);
      const [half, most, longest] = livez;
      process.stdout.write(
        `${rows} rows (${megabytes(file)}): planned in ${plan} ms, accepted in ${accept} ms, ` +
          `${megabytes(apart)} at most where it was imported, in the server ${megabytes(idle)} before and ${megabytes(peak)} at most; /livez ${half} ms half the time, ${most} ms 99 of 100, ` +
          `${longest} ms at most (asked ${asked} times)\n`,
      );
      expect(apart).toBeLessThan(256_000_000);
      expect(most).toBeLessThan(50);
    } finally {
      await server.stop();
    }
  },
);
