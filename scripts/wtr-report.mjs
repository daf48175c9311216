import { writeFileSync } from 'node:fs';

const count = (suite) => ({
  passed:
    suite.tests.filter((one) => one.passed && !one.skipped).length +
    suite.suites.reduce((sum, one) => sum + count(one).passed, 0),
  failed:
    suite.tests.filter((one) => !one.passed && !one.skipped).length +
    suite.suites.reduce((sum, one) => sum + count(one).failed, 0),
});

/**
 * A web-test-runner reporter that writes `{ passed, failed, files }` to a file. A file that did not load, and one
 * without a single test, is a failure.
 * @param {string} path where to write
 */
export function report(path) {
  return {
    onTestRunFinished({ sessions }) {
      const total = { passed: 0, failed: 0, files: sessions.length };
      for (const { testResults, errors, passed } of sessions) {
        const { passed: good, failed: bad } = testResults ? count(testResults) : { passed: 0, failed: 0 };
        const broken = bad === 0 && (!passed || errors.length > 0 || good === 0);
        total.passed += good;
        total.failed += bad + (broken ? 1 : 0);
      }
      writeFileSync(path, `${JSON.stringify(total)}\n`);
    },
  };
}
