import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { ensureBrowser } from './scripts/browser.mjs';
import { ROOT } from './scripts/run.mjs';
import { vendor } from './scripts/vendor.mjs';
import { widgetTests } from './scripts/widget-tests.mjs';
import { report } from './scripts/wtr-report.mjs';

const { path, args } = await ensureBrowser();
const reportTo = process.env.SLUICE_WTR_REPORT;

export default {
  rootDir: ROOT,
  files: widgetTests(ROOT).browser,
  nodeResolve: { browser: true, exportConditions: ['sluice-src'] },
  preserveSymlinks: false,
  concurrency: 1,
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 180_000,
  // the name that bundlers look for, of the file as it will be compiled: see packages/widgets/src/worker/start-worker.ts
  middleware: [
    (context, next) => {
      context.url = context.url.replace(/(\/src\/worker\/worker)\.js$/, '$1.ts');
      // the build puts the font of reports there
      context.url = context.url.replace(/^\/packages\/widgets\/src\/fonts\//, '/node_modules/dejavu-fonts-ttf/ttf/');
      return next();
    },
  ],
  testFramework: { config: { timeout: 10_000 } },
  plugins: [
    vendor(['papaparse', 'axe-core', 'chardet', 'dexie', 'pdfmake/build/pdfmake.min.js']),
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('packages/widgets/tsconfig.json', import.meta.url)),
    }),
  ],
  browsers: [chromeLauncher({ launchOptions: { executablePath: path, headless: true, args } })],
  reporters: [defaultReporter({ reportTestProgress: false }), ...(reportTo ? [report(reportTo)] : [])],
};
