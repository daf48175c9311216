import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** Notes what a long test measured: on the terminal, and in the file that `npm run test:long` makes its report from. */
export const note = (goal: string, what: string, measured: Readonly<Record<string, unknown>>): void => {
  const line = JSON.stringify({ goal, what, measured });
  console.log(line);
  const file = process.env['SLUICE_MEASURED'];
  if (!file) return;
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${line}\n`);
};
