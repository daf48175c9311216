import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { widgetTests } from './scripts/widget-tests.mjs';

const root = import.meta.dirname;
const cluster = 'packages/server/test/cluster.ts';
const long = '**/*.long.test.ts';

/** Sources instead of dist: see "sluice-src" in the packages' exports. */
const conditions = ['sluice-src'];
const shared = {
  resolve: { conditions: [...conditions, 'module', 'browser', 'development|production', 'default'] },
  ssr: {
    resolve: {
      conditions: [...conditions, 'module', 'node', 'development|production', 'default'],
      externalConditions: conditions,
    },
  },
};

const { node: widgets } = widgetTests(root);

export default defineConfig({
  test: {
    passWithNoTests: true,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        ...shared,
        test: { name: 'core', include: ['packages/core/src/**/*.test.ts'], exclude: [long] },
      },
      {
        ...shared,
        test: {
          name: 'server',
          include: ['packages/server/{src,test}/**/*.test.ts'],
          exclude: [long],
          ...(existsSync(`${root}/${cluster}`) ? { globalSetup: [cluster] } : {}),
        },
      },
      ...(widgets.length > 0 ? [{ ...shared, test: { name: 'widgets', include: widgets } }] : []),
      {
        ...shared,
        test: {
          name: 'long',
          include: ['packages/{core,server}/{src,test}/**/*.long.test.ts'],
          testTimeout: 1_800_000,
          ...(existsSync(`${root}/${cluster}`) ? { globalSetup: [cluster] } : {}),
        },
      },
    ],
  },
});
