import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// The script as a stranger runs it, and the figures that a pocket calculator gives for its six deals.
const script = fileURLToPath(new URL('pipeline.ts', import.meta.url));
const said = execFileSync(process.execPath, ['--conditions=sluice-src', '--no-warnings', script], { encoding: 'utf8' });
const figures = Object.fromEntries(
  said
    .trim()
    .split('\n')
    .map((line) => line.split(': ')),
);
const digits = (text) => text.replace(/[^\d,]/g, '').replace(/,00$/, '');
// 8 000 × 30 % + 21 300.50 × 70 % + 4 200 × 10 % + 15 900 × 10 % = 19 320.35; (sum 68 650.50) ÷ 6 = 11 441.75
const expected = { 'weighted.open': '19320,35', 'amount.won': '12500', 'deal.average': '11441,75' };
for (const [id, value] of Object.entries(expected)) {
  if (digits(figures[id] ?? '') !== value) {
    console.error(`${id} is ${figures[id]}, expected ${value}`);
    process.exit(1);
  }
}
