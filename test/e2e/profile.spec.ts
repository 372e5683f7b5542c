import { existsSync } from 'node:fs';
import { pythons } from '../integration/agents/pythons';
import { expect, test } from './launch-app';

test('a command is recorded: its threads are lanes, its output is shown, and it becomes one more band', async ({
  page,
}) => {
  await page.getByRole('button', { name: 'Profile', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Profile a command' })).toBeVisible();
  const seen = page.getByRole('region', { name: 'What can be seen on this machine' });
  await expect(seen).toContainText('Threads on cores');
  for (const { version } of pythons) await expect(seen).toContainText(`Python ${version}`);
  const run = page.getByRole('button', { name: 'Run', exact: true });
  await expect(run).toBeDisabled();
  const command = page.getByRole('combobox', { name: 'Command' });
  await command.fill('echo begin; sleep 0.4; echo end >&2; exit 3');
  await command.press('Escape');
  await run.click();
  await expect(page.locator('.profile-output')).toContainText('begin');
  await expect(page.locator('.profile-output [data-stream="stderr"]')).toContainText('end');
  await expect(page.locator('.profile-runs')).toContainText('exit 3');
  await expect(page.locator('.band-header').first()).toContainText('run 1');
  const side = page.getByRole('complementary', { name: 'Numbers and findings' });
  // The shell waits for its child, the child for its time.
  await expect(side).toContainText('waited: sleep');
  await expect(side).toContainText('waited: child');

  await page.getByRole('button', { name: 'Run as a new band' }).click();
  await expect(page.locator('.profile-runs li')).toHaveCount(2);
  await expect(page.locator('.band-header')).toHaveCount(2);
  await expect(page.locator('.profile-runs li').last()).toContainText('exit 3');
});

test('Stop ends the whole tree of a command, also what went into a session of its own', async ({ page }) => {
  await page.getByRole('button', { name: 'Profile', exact: true }).click();
  await page.getByRole('combobox', { name: 'Command' }).fill('setsid sleep 61.5 & echo pid $!; sleep 62.5');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const output = page.locator('.profile-output');
  await expect(output).toContainText('pid');
  const pid = Number(/pid (\d+)/.exec(await output.innerText())![1]);
  expect(existsSync(`/proc/${pid}`)).toBe(true);
  // It may go on for hours: what it takes is said.
  await expect(page.locator('.run-progress')).toContainText(/on disk, .*\/s more/);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.locator('.verdict')).toContainText('Stopped');
  await expect.poll(() => existsSync(`/proc/${pid}`)).toBe(false);
});

test('what can’t be run is said in a sentence', async ({ page }) => {
  await page.getByRole('button', { name: 'Profile', exact: true }).click();
  await page.getByRole('combobox', { name: 'Command' }).fill('echo hi');
  await page.keyboard.press('Escape');
  await page.getByLabel('Folder').fill('/no/such/folder');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByText('There is no folder /no/such/folder.')).toBeVisible();
  await page.getByLabel('Folder').fill('');
  await page.getByLabel('Environment').fill('not a variable');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByText('“not a variable” is no variable')).toBeVisible();
});
