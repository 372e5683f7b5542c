import { expect, runToEnd, setTheme, test } from './launch-app';

test('the first start shows the machine, live, and two ways in', async ({ page, app }) => {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /logical cores?.* One busy thread can use at most .* of it\./,
  );
  const strip = page.locator('.home-strip canvas');
  const first = await strip.screenshot();
  await expect.poll(async () => (await strip.screenshot()).equals(first)).toBe(false);
  await expect(page.getByRole('table')).toContainText('of one core');
  await expect(page.getByText('None yet. What you run is kept here by itself.')).toBeVisible();
  for (const theme of ['dark', 'light'] as const) {
    await setTheme(page, theme);
    const text = await page.evaluate(() => {
      const style = getComputedStyle(document.body);
      return [style.color, style.backgroundColor];
    });
    expect(text).toEqual(
      theme === 'dark' ? ['rgb(232, 237, 242)', 'rgb(15, 18, 22)'] : ['rgb(18, 23, 29)', 'rgb(246, 247, 249)'],
    );
  }
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('Run runs the default workload in all modes and says what won', async ({ page }) => {
  await page.getByRole('button', { name: /^Compare a workload/ }).click();
  await page.getByLabel('Items').fill('8');
  await runToEnd(page);
  for (const mode of ['serial', 'async', 'threads', 'processes']) {
    await expect(page.locator('.compare-main')).toContainText(mode);
  }
  await page.getByRole('button', { name: 'Home', exact: true }).click();
  await expect(page.locator('.comparison-row')).toHaveCount(1);
});
