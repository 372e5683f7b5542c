import { defineConfig } from 'vitest/config';

const countReporter = process.env['JUGGLER_COUNTS'] ? ['./test/setup/vitest-count-reporter.mjs'] : [];

export default defineConfig({
  test: {
    reporters: ['default', ...countReporter],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/{unit,registries}/**/*.test.{ts,tsx,mjs}'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.{ts,tsx,mjs}'],
          globalSetup: ['test/setup/xvfb.mjs'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // These start processes and measure time: one file at a time, and not beside the unit tests.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'fuzz',
          include: ['test/fuzz/**/*.test.{ts,tsx,mjs}'],
          // Some fuzzers start processes: one file at a time.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
