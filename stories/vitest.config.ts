import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { ensureBrowser } from '../scripts/browser.mjs';

const { path, args } = await ensureBrowser();

/** Every story is a test: it renders, its play function passes, axe finds nothing. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [storybookTest({ configDir: `${import.meta.dirname}/.storybook` })],
  optimizeDeps: {
    // Everything a story leads to: what Vite finds late makes it reload a test that runs.
    include: [
      'lit',
      'lit/decorators.js',
      'lit/directives/keyed.js',
      'lit/directives/live.js',
      'lit/directives/repeat.js',
      '@lit/context',
      'papaparse',
      'chardet',
      'uuidv7',
      'zod/mini',
      'ky',
      'axe-core',
    ],
  },
  test: {
    name: 'stories',
    testTimeout: 30_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { executablePath: path, args } }),
      instances: [{ browser: 'chromium', viewport: { width: 1280, height: 800 } }],
    },
  },
});
