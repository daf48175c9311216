// A server process for the tests of the launcher: starts the database of a folder, writes a row, says so, and waits.
import { openClient } from '../src/database/connection.ts';
import { startEmbedded } from '../src/database/embedded.ts';

const [folder = '', row = '', stopOn = ''] = process.argv.slice(2);
const embedded = await startEmbedded(folder, { port: 8787 });
const client = openClient(embedded.connection);
await client`create table if not exists row (body text)`;
await client`insert into row values (${row})`;
await client.end();
if (stopOn !== '') {
  const stop = async () => {
    // still there although the terminal sent its signal to the whole group
    const last = openClient(embedded.connection);
    const rows = await last`select body from row`;
    await last.end();
    await embedded.stop();
    process.stdout.write(`stopped ${rows.length}\n`);
    process.exit(0);
  };
  process.once('SIGINT', () => void stop());
}
process.stdout.write(`${JSON.stringify({ pid: embedded.pid(), adopted: embedded.adopted })}\n`);
setInterval(() => undefined, 1000);
