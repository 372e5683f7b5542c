import type { Locator, Page } from '@playwright/test';
import type { JugglerBridge } from '../../src/core/protocol/bridge';
import { chooseModes, chooseModule, compareQuickly } from './compare-own-module';
import { expect, runToEnd, setSize, setTheme, test } from './launch-app';

const bandNames = (page: Page): Promise<string[]> => page.locator('.band-name').allTextContents();
const band = (page: Page, mode: string): Locator => page.locator(`.band-header[data-mode="${mode}"]`);
const run = (page: Page): Locator => page.getByRole('button', { name: 'Run', exact: true }).first();
const stop = (page: Page): Locator => page.getByRole('button', { name: 'Stop', exact: true }).first();
const numbers = (page: Page): Locator => page.getByRole('region', { name: 'Numbers' });

/** Px of the picture: from the left of the plot and the top of the bands. */
async function plot(page: Page): Promise<{ x: number; y: number; width: number }> {
  const box = await page.locator('.timeline-area').boundingBox();
  return { x: box!.x + 118, y: box!.y, width: box!.width - 118 - 16 };
}

/** How much of the canvas is painted: what is zoomed or hidden changes it. */
async function picture(page: Page): Promise<string> {
  return page.locator('.timeline-canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
}

test('the empty page invites; a run draws a band a mode, says what won, and gives its numbers', async ({
  page,
  app,
  launched,
}, info) => {
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('All are drawn on one clock')).toBeVisible();
  await compareQuickly(launched);
  expect(await bandNames(page)).toEqual(['serial', 'async', 'threads', 'processes']);
  await expect(page.locator('.verdict p')).toContainText(/(won|fastest|even)/);
  await expect(band(page, 'serial')).toContainText('baseline');
  await expect(numbers(page)).toContainText('tasks finished');
  await band(page, 'threads').getByRole('button', { name: 'threads', exact: true }).click();
  await expect(numbers(page).getByRole('heading', { level: 2 })).toHaveText('All of threads');
  await expect(numbers(page).locator('dl')).toContainText(/tasks finished\s*6/);
  for (const theme of ['dark', 'light'] as const) {
    for (const [width, height] of [
      [1280, 800],
      [1920, 1080],
    ] as const) {
      await setTheme(page, theme);
      await setSize(app, width, height);
      await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width);
      await page.screenshot({ path: info.outputPath(`compare-${theme}-${width}.png`), animations: 'disabled' });
    }
  }
});

test('zooms with wheel and keys, selects with a drag, and the numbers are those of the range', async ({
  page,
  launched,
}) => {
  await compareQuickly(launched);
  const showAll = page.getByRole('button', { name: 'Show all' });
  await expect(showAll).toBeDisabled();
  const { x, y, width } = await plot(page);
  const whole = await picture(page);

  await page.mouse.move(x + width / 4, y + 60);
  await page.mouse.wheel(0, -400);
  await expect(showAll).toBeEnabled();
  await expect.poll(() => picture(page)).not.toBe(whole);
  await showAll.click();
  await expect.poll(() => picture(page)).toBe(whole);

  await page.locator('.timeline-area').focus();
  await page.keyboard.press('+');
  await expect(showAll).toBeEnabled();
  await page.keyboard.press('0');
  await expect(showAll).toBeDisabled();

  await page.mouse.move(x + 40, y + 60);
  await page.mouse.down();
  await page.mouse.move(x + 90, y + 64, { steps: 3 });
  await page.mouse.move(x + 160, y + 64, { steps: 3 });
  await page.mouse.up();
  await expect(numbers(page).getByRole('heading', { level: 2 })).toContainText('–');
  await expect(numbers(page).locator('dl')).toContainText('length');
  await page.mouse.dblclick(x + 100, y + 64);
  await expect(showAll).toBeEnabled();
  await page.locator('.timeline-area').focus();
  await page.keyboard.press('Escape');
  await expect(numbers(page).locator('dl')).toContainText('wall time');
});

test('shows the values of every band at the cursor, and the task under it', async ({ page, launched }) => {
  await compareQuickly(launched);
  const { x, y } = await plot(page);
  const tooltip = page.getByRole('tooltip').filter({ hasText: 'Item' });
  // How far right the first tasks of serial lie depends on how long the slowest run took.
  for (let right = 4; right < 300 && !(await tooltip.isVisible()); right += 4) {
    await page.mouse.move(x + right, y + 56);
  }
  for (const fact of ['queued for', 'started', 'ended', 'took', 'on a core']) await expect(tooltip).toContainText(fact);
});

test('hides, brings back, folds, pins and moves bands, and keeps it with the comparison', async ({
  page,
  launched,
}) => {
  await compareQuickly(launched);
  await band(page, 'async').hover();
  await page.getByRole('button', { name: 'Hide: async' }).click();
  expect(await bandNames(page)).toEqual(['serial', 'threads', 'processes']);
  await band(page, 'processes').hover();
  await page.getByRole('button', { name: 'Move up: processes' }).click();
  expect(await bandNames(page)).toEqual(['serial', 'processes', 'threads']);
  await page.getByRole('button', { name: 'Pin to the top: threads' }).click({ force: true });
  expect(await bandNames(page)).toEqual(['threads', 'serial', 'processes']);
  await page.getByRole('button', { name: 'Fold serial' }).click();
  await expect(page.getByRole('button', { name: 'Unfold serial' })).toBeVisible();

  // It is saved a moment later; the window begins anew, and finds it as it was left.
  const saved = (): Promise<unknown> =>
    page.evaluate(async () => {
      const { juggler } = window as unknown as { juggler: JugglerBridge };
      const list = await juggler.request('library.list', null);
      const id = list.ok ? list.value.comparisons[0]?.id : undefined;
      const opened = id === undefined ? null : await juggler.request('library.open', { id, stream: 'test' });
      return opened?.ok ? opened.value.view?.collapsed : null;
    });
  await expect.poll(saved).toEqual(['serial']);
  await page.reload();
  await page.getByRole('button', { name: 'Library', exact: true }).click();
  await page.locator('.comparison-open').first().click();
  await expect.poll(() => bandNames(page)).toEqual(['threads', 'serial', 'processes']);
  await page.getByRole('button', { name: 'Show async' }).click();
  expect(await bandNames(page)).toContain('async');
});

test('bands are moved with the mouse', async ({ page, launched }) => {
  await compareQuickly(launched);
  const name = (mode: string): Locator => band(page, mode).locator('.band-name');
  await name('processes').dragTo(name('serial'));
  await expect.poll(() => bandNames(page)).toEqual(['processes', 'serial', 'async', 'threads']);
  await name('processes').dragTo(band(page, 'threads'));
  await expect.poll(() => bandNames(page)).toEqual(['serial', 'async', 'threads', 'processes']);
});

test('draws while it runs, and keeps what was recorded when it is stopped', async ({ page, launched }) => {
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const source = `
    export const items = Array.from({ length: 10_000 }, (_, index) => index);
    export const run = () => new Promise((resolve) => setTimeout(resolve, 20));
  `;
  await chooseModule(launched, 'endless.mjs', source);
  await expect(page.locator('.field-about').first()).toContainText('endless');
  await chooseModes(launched, ['serial']);
  await run(page).click();
  await expect(page.getByRole('region', { name: 'Progress' })).toContainText(/[1-9]\d* items done/);
  const early = await picture(page);
  await expect.poll(() => picture(page)).not.toBe(early);
  await stop(page).click();
  await run(page).waitFor({ timeout: 30_000 });
  await expect(page.locator('.verdict p')).toContainText('what was recorded is kept');
  await expect(band(page, 'serial')).toContainText('stopped');
});

test('a module that fails on an item says which, with the stack and what it printed; the other modes still run', async ({
  page,
  launched,
}) => {
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const source = `
    export const items = Array.from({ length: 10 }, (_, index) => index);
    export function run(item) {
      console.log('looking at ' + item);
      if (item === 7) throw new Error('seven is not to my liking');
      return item;
    }
  `;
  const file = await chooseModule(launched, 'picky.mjs', source);
  await expect(page.locator('.field-about').first()).toContainText(file);
  await chooseModes(launched, ['serial', 'async']);
  await runToEnd(page);
  expect(await bandNames(page)).toEqual(['serial', 'async']);
  for (const mode of ['serial', 'async']) {
    await expect(band(page, mode).locator('.band-note')).toContainText(/7/);
    await expect(band(page, mode).locator('.band-note')).toContainText('seven is not to my liking');
  }
  await band(page, 'serial').getByRole('button', { name: 'Details' }).click();
  const details = page.getByRole('region', { name: 'Details of serial' });
  await expect(details).toContainText('picky.mjs');
  await expect(details).toContainText('looking at 6');
});

test('results that differ are said loudly', async ({ page, launched }) => {
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const source = `
    import { threadId } from 'node:worker_threads';
    export const items = [1, 2, 3];
    export const run = (item) => (threadId === 0 ? item : item * 2);
  `;
  await chooseModule(launched, 'moody.mjs', source);
  await chooseModes(launched, ['serial', 'threads']);
  await runToEnd(page);
  await expect(page.getByRole('alert').filter({ hasText: 'Results differ' })).toContainText('threads');
});

test('a module without items says in the form what is missing', async ({ page, launched }) => {
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await chooseModule(launched, 'empty.mjs', 'export const nothing = 1;');
  await expect(page.locator('.field-error')).toContainText('items');
});
