import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  // One window at a time: the tests measure time, and there is one display.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 60_000,
  globalTimeout: 19 * 60_000,
  globalSetup: './test/setup/xvfb.mjs',
  reporter: [['list'], ['./test/setup/playwright-count-reporter.mjs']],
});
