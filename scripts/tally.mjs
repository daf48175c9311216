import { writeFileSync } from 'node:fs';

/**
 * Counts the checks of a script and, where `npm test` asks for it, writes the sum for it.
 * @returns {{ check: (name: string, ask: () => unknown) => Promise<void>, end: () => never }}
 *   `check` passes unless what it asks throws; `end` writes the sum and leaves with it
 */
export function tally() {
  const sum = { passed: 0, failed: 0 };
  return {
    async check(name, ask) {
      try {
        await ask();
        sum.passed += 1;
        console.log(`✓ ${name}`);
      } catch (error) {
        sum.failed += 1;
        console.log(`✗ ${name}\n${error instanceof Error ? error.message : error}`);
      }
    },
    end() {
      const path = process.env.SLUICE_REPORT;
      if (path) writeFileSync(path, `${JSON.stringify(sum)}\n`);
      process.exit(sum.failed === 0 ? 0 : 1);
    },
  };
}
