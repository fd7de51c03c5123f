/**
 * How the tests run: offline, three files at a time, in two projects. Only `runtime` (test/runtime, which starts the
 * real server) needs dist/, so only it builds first.
 */
import { defineConfig } from 'vitest/config';

const common = {
  setupFiles: ['test/offline.ts'],
  // Separate processes: a crash in a native package then takes one worker along, not the run.
  pool: 'forks' as const,
  // A worker runs one file after the other and keeps what they import: reading it anew for each took half of all the
  // time. So a file puts back what it changes of the world (timers, spies), and keeps nothing in modules they share.
  isolate: false,
  // Days are Dutch days wherever the server stands; a machine set to UTC shows it when code forgets that.
  env: { TZ: 'UTC', NODE_ENV: 'test' },
};

/** Where to also write the results as JSON; `.ci/run` counts from it. */
const resultsFile = process.env.TEST_RESULTS;

export default defineConfig({
  test: {
    // More than the two cores there always are: tests of the server and the browser mostly wait.
    maxWorkers: 3,
    reporters: resultsFile ? ['default', ['json', { outputFile: resultsFile }]] : ['default'],
    projects: [
      {
        oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
        test: {
          ...common,
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/runtime/**'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
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
