import type { Page } from '@playwright/test';
import { compareQuickly } from './compare-own-module';
import { expect, setSize, test, type LaunchedApp } from './launch-app';

async function presentQuickly(launched: LaunchedApp): Promise<void> {
  const { page } = launched;
  await compareQuickly(launched);
  await page.getByRole('button', { name: /^Present/ }).click();
  await expect(page.locator('.present h1')).toBeVisible();
}

/** Smallest type that is in sight, px. */
const smallestType = (page: Page): Promise<number> =>
  page.locator('.present').evaluate((present) => {
    const sizes: number[] = [];
    const walker = document.createTreeWalker(present, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement!;
      const box = parent.getBoundingClientRect();
      const isSeen = (walker.currentNode.textContent ?? '').trim() !== '' && box.width > 1 && box.height > 1;
      if (isSeen) sizes.push(parseFloat(getComputedStyle(parent).fontSize));
    }
    return Math.min(...sizes);
  });

test('presents by keyboard: run by run, verdict, legend, keys, and back', async ({ page, app, launched }, info) => {
  await presentQuickly(launched);
  expect(await smallestType(page)).toBeGreaterThanOrEqual(24);
  await expect(page.locator('.present-header')).toHaveCount(4);
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('.present-header[data-dimmed]')).toHaveCount(3);
  await expect(page.locator('.present-header:not([data-dimmed])')).toContainText('serial');
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('.present-header:not([data-dimmed])')).toContainText('async');
  for (const [key, text] of [
    ['v', /serial|async|threads|processes/],
    ['l', /awaited/],
    ['?', /replay as a race/],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog')).toContainText(text);
    expect(await smallestType(page)).toBeGreaterThanOrEqual(24);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await setSize(app, 1920, 1080);
  await page.screenshot({ path: info.outputPath('present-1920.png'), animations: 'disabled' });
  await page.keyboard.press('Escape');
  await expect(page.locator('.present')).toHaveCount(0);
  await expect(page.locator('.compare-main')).toBeVisible();
});

test('replays the recorded runs as a race to its end', async ({ page, launched }) => {
  await presentQuickly(launched);
  await page.keyboard.press('r');
  const clock = page.locator('.present output');
  await expect(clock).toBeVisible();
  const first = await clock.textContent();
  await expect.poll(() => clock.textContent()).not.toBe(first);
  await expect.poll(() => page.locator('.present-race em').count(), { timeout: 30_000 }).toBe(4);
  for (const text of await page.locator('.present-race').allTextContents()) expect(text).toMatch(/^6 of 6/);
  await page.keyboard.press('Escape');
  await expect(clock).toHaveCount(0);
  await expect(page.locator('.present')).toBeVisible();
});
