import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test as base } from './launch-app';
import { goTo } from './own-files';

/** A program that burns a core, and waits now and then; it has nothing to do with the app. */
const test = base.extend<{ readonly burner: ChildProcess }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures needed out of this pattern
  burner: async ({}, use) => {
    const script =
      'setInterval(() => { const end = Date.now() + 80; while (Date.now() < end); }, 100); process.title = "burns-away"';
    const child = spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
    await use(child);
    child.kill('SIGKILL');
  },
});

test('a running process is chosen, looked at for a time, and runs on', async ({ page, burner }) => {
  await goTo(page, 'Profile');
  await page.getByText('Running process', { exact: true }).click();
  const attach = page.getByRole('button', { name: 'Attach', exact: true });
  await expect(attach).toBeDisabled();
  const row = page.getByRole('option', { name: `${burner.pid}` });
  await page.getByLabel('Process', { exact: true }).fill('burns-away');
  await expect(row).toBeVisible();
  await expect(row).toContainText('%');
  await row.click();
  await expect(row).toHaveAttribute('aria-selected', 'true');
  await page.getByLabel('For').fill('2');
  await attach.click();
  await expect(page.locator('.band-header').first()).toContainText('run 1');
  // It ends by itself, after the time that was asked for.
  await expect(page.locator('.profile-runs li')).toContainText('2.0');
  await expect(page.getByRole('complementary', { name: 'Numbers and findings' })).toContainText('of 2');
  expect(readFileSync(`/proc/${burner.pid}/status`, 'utf8')).toMatch(/^State:\t[RS]/m);

  await page.getByLabel('For').fill('600');
  await page.getByRole('button', { name: 'Attach as a new band' }).click();
  await expect(page.locator('.profile-runs li')).toHaveCount(2);
  await expect(page.getByRole('status').filter({ hasText: 'Run 1 of 1' })).toContainText('1.');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(attach).toBeEnabled();
  await expect(page.locator('.profile-runs li').last()).not.toContainText('running');
  await expect(page.locator('.verdict')).not.toContainText('failed');
  expect(burner.exitCode).toBe(null);
});

test('a number that is nobody’s is answered with a sentence', async ({ page }) => {
  await goTo(page, 'Profile');
  await page.getByText('Running process', { exact: true }).click();
  await page.getByLabel('Process', { exact: true }).fill('999999999');
  await expect(page.getByRole('option', { name: 'Process 999999999' })).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('button', { name: 'Attach', exact: true }).click();
  await expect(page.getByText('There is no process 999999999.')).toBeVisible();
});
