import type { Page } from '@playwright/test';
import { expect, runToEnd, setTheme, test } from './launch-app';
import { goTo } from './own-files';

/** Texts of the page whose colour differs too little from what is behind them (WCAG 2, AA: 4.5:1). */
function faintTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    type Colour = readonly [number, number, number, number];
    const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
    // Painting it reads every notation of a colour, color-mix() and oklch() as well.
    const read = (css: string): Colour => {
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = css;
      context.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    };
    const over = (top: Colour, under: Colour): Colour => [
      top[0] * top[3] + under[0] * (1 - top[3]),
      top[1] * top[3] + under[1] * (1 - top[3]),
      top[2] * top[3] + under[2] * (1 - top[3]),
      1,
    ];
    const luminance = ([red, green, blue]: Colour): number => {
      const linear = [red, green, blue].map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
    };
    const behind = (element: Element | null): Colour => {
      if (element === null) return [255, 255, 255, 1];
      const own = read(getComputedStyle(element).backgroundColor);
      return own[3] === 1 ? own : over(own, behind(element.parentElement));
    };
    const opacity = (element: Element | null): number =>
      element === null ? 1 : Number(getComputedStyle(element).opacity) * opacity(element.parentElement);

    const faint = new Map<string, string>();
    let texts = 0;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement!;
      const text = node.textContent!.trim();
      // What can't be used yet needs no contrast by WCAG.
      if (text === '' || !element.checkVisibility({ visibilityProperty: true }) || element.closest(':disabled'))
        continue;
      texts++;
      const under = behind(element);
      const [red, green, blue, alpha] = read(getComputedStyle(element).color);
      const ink = over([red, green, blue, alpha * opacity(element)], under);
      const [light, dark] = [luminance(ink), luminance(under)].toSorted((a, b) => b - a);
      const ratio = (light! + 0.05) / (dark! + 0.05);
      if (ratio < 4.5) faint.set(text, `${ratio.toFixed(2)} ${element.tagName}.${element.className}: ${text}`);
    }
    if (texts < 10) throw new Error(`Only ${texts} texts were found on the page.`);
    return [...faint.values()];
  });
}

test('all text of Home, Library and Compare has a contrast of at least 4.5:1 in both themes', async ({ page }) => {
  await goTo(page, 'Compare');
  await page.getByLabel('Items').fill('8');
  await runToEnd(page);
  for (const theme of ['dark', 'light'] as const) {
    await setTheme(page, theme);
    for (const name of ['Home', 'Library', 'Compare'] as const) {
      await goTo(page, name);
      await page.locator('.comparison-row, .band-header').first().waitFor();
      expect(await faintTexts(page), `${name}, ${theme}`).toEqual([]);
    }
  }
});

test('so has that of Profile, empty and with a recorded command', async ({ page }) => {
  await goTo(page, 'Profile');
  await page.getByRole('region', { name: 'What can be seen on this machine' }).waitFor();
  for (const theme of ['dark', 'light'] as const) {
    await setTheme(page, theme);
    expect(await faintTexts(page), `empty, ${theme}`).toEqual([]);
  }
  await page.getByText('Running process', { exact: true }).click();
  await page.getByRole('option').first().click();
  for (const theme of ['dark', 'light'] as const) {
    await setTheme(page, theme);
    expect(await faintTexts(page), `processes, ${theme}`).toEqual([]);
  }
  await page.getByText('Command', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Command' }).fill('echo to stderr >&2; sleep 0.2; exit 3');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.locator('.profile-runs')).toContainText('exit 3');
  for (const theme of ['dark', 'light'] as const) {
    await setTheme(page, theme);
    expect(await faintTexts(page), `recorded, ${theme}`).toEqual([]);
  }
});
