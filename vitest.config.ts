/**
 * How the tests run: offline, two at a time, in two projects. Only `runtime` (test/runtime, which starts the
 * real server) needs dist/, so only it builds first.
 */
import { defineConfig } from 'vitest/config';

const common = {
  setupFiles: ['test/offline.ts'],
  // Separate processes: a crash in a native package then takes one test file along, not the run.
  pool: 'forks' as const,
  // Days are Dutch days wherever the server stands; a machine set to UTC shows it when code forgets that.
  env: { TZ: 'UTC', NODE_ENV: 'test' },
};

/** Where to also write the results as JSON; `.ci/run` counts from it. */
const resultsFile = process.env.TEST_RESULTS;

export default defineConfig({
  test: {
    maxWorkers: 2,
    reporters: resultsFile ? ['default', ['json', { outputFile: resultsFile }]] : ['default'],
    projects: [
      {
        oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
        test: {
          ...common,
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/runtime/**'],
          testTimeout: 10_000,
          hookTimeout: 20_000,
        },
      },
      {
        oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
        test: {
          ...common,
          name: 'runtime',
          include: ['test/runtime/**/*.test.{ts,tsx}'],
          globalSetup: ['test/build-once.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
