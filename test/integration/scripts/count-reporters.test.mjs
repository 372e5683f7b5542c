import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const reporter = (name) => join(root, 'test/setup', name);

let folder;
beforeAll(() => {
  // Inside of the project, so that the runners' packages are found.
  mkdirSync(join(root, '.cache'), { recursive: true });
  folder = mkdtempSync(join(root, '.cache/count-reporters-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function countsOf(tool, args, files) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const file = join(folder, `${tool.replaceAll('/', '-')}.json`);
  const { VITEST: _vitest, ...environment } = process.env;
  const script = join(root, 'node_modules', tool);
  const run = spawnSync(process.execPath, [script, ...args], {
    cwd: folder,
    env: { ...environment, JUGGLER_COUNTS: file },
    encoding: 'utf8',
  });
  if (run.status !== 1) throw new Error(`${tool} ended with ${run.status}: ${run.stdout}${run.stderr}`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

it('counts vitest’s tests, the reasons of the skipped ones, and failures outside of tests', () => {
  const config = { test: { include: ['*.vitest.mjs'], reporters: [reporter('vitest-count-reporter.mjs')] } };
  const counts = countsOf('vitest/vitest.mjs', ['run', '--config', 'vitest.config.mjs'], {
    'vitest.config.mjs': `export default ${JSON.stringify(config)}`,
    'tests.vitest.mjs': `
      import { describe, expect, it } from 'vitest';
      it('passes', () => {});
      it('fails', () => expect(1).toBe(2));
      it('is skipped', (context) => context.skip('no such machine'));
      it.skip('is skipped without a word', () => {});
      it.todo('is not written');
      describe('hook', () => { it('passes too', () => {}); });`,
    'broken.vitest.mjs': `throw new Error('does not load');`,
  });
  expect(counts).toEqual({
    passed: 2,
    failed: 2,
    skipped: [
      { name: 'tests.vitest.mjs > is skipped', reason: 'no such machine' },
      { name: 'tests.vitest.mjs > is skipped without a word', reason: 'no reason given' },
      { name: 'tests.vitest.mjs > is not written', reason: 'to be written' },
    ],
  });
});

it('counts Playwright’s tests, and those that did not run as failed', () => {
  const config = { testDir: '.', testMatch: '*.play.mjs', reporter: [[reporter('playwright-count-reporter.mjs')]] };
  const counts = countsOf('@playwright/test/cli.js', ['test', '--config', 'playwright.config.mjs'], {
    'playwright.config.mjs': `export default ${JSON.stringify(config)}`,
    'tests.play.mjs': `
      import { expect, test } from '@playwright/test';
      test('passes', () => {});
      test('is skipped', () => test.skip(true, 'needs root'));
      test('fails as it should', () => { test.fail(); expect(1).toBe(2); });
      test.describe('in a row', () => {
        test.describe.configure({ mode: 'serial' });
        test('fails', () => expect(1).toBe(2));
        test('does not run', () => {});
      });`,
  });
  expect(counts).toEqual({
    passed: 2,
    failed: 2,
    skipped: [{ name: 'tests.play.mjs > is skipped', reason: 'needs root' }],
  });
});
