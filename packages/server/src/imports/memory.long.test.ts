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

const SIZES = (process.env['SLUICE_IMPORT_ROWS'] ?? '100000').split(',').map(Number);

it.each(SIZES)(
  'an import of %i rows: how much memory and how long, and the server answers all the while',
  async (rows) => {
    const server = await startServer(database.connection);
    try {
      const { file, plan, accept, idle, peak, livez, asked } = await measureImport(server, rows);
      const [half, most, longest] = livez;
      process.stdout.write(
        `${rows} rows (${megabytes(file)}): planned in ${plan} ms, accepted in ${accept} ms, ` +
          `${megabytes(idle)} before, ${megabytes(peak)} at most; /livez ${half} ms half the time, ${most} ms 99 of 100, ` +
          `${longest} ms at most (asked ${asked} times)\n`,
      );
      expect(most).toBeLessThan(50);
    } finally {
      await server.stop();
    }
  },
);
