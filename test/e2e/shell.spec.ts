import type { ElectronApplication, Page } from '@playwright/test';
import { expect, launchApp, setSize, test } from './launch-app';
import { recorderOf } from './own-files';

async function clickMenu(app: ElectronApplication, id: string): Promise<void> {
  await app.evaluate(({ Menu }, item) => Menu.getApplicationMenu()!.getMenuItemById(item)!.click(), id);
}

const currentPage = (page: Page) => page.getByRole('navigation', { name: 'Pages' }).locator('[aria-current=page]');

test('every page and the sheet of keys can be reached from the keyboard', async ({ page }) => {
  for (const [key, title] of [
    ['Control+2', 'Compare'],
    ['Control+3', 'Profile'],
    ['Control+4', 'Library'],
    ['Control+1', 'Home'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(currentPage(page)).toHaveText(title);
  }
  await page.keyboard.press('Shift+?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(sheet).toContainText('Zoom in at the cursor');
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
});

test('Tab goes through everything on Home, with a ring that can be seen', async ({ page }) => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const visited: string[] = [];
  for (let press = 0; press < 12; press++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return { name: element.textContent ?? '', ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 };
    });
    if (visited.includes(focused.name)) break;
    expect(focused).toMatchObject({ ring: true });
    visited.push(focused.name);
  }
  expect(visited.join('|')).toMatch(/^Home\|Compare\|Profile\|Library\|Run\|Compare a workload.*\|Your own module/);
});

test('the menu goes to the pages, and its theme holds over a start', async ({ folder }) => {
  const first = await launchApp(folder);
  await clickMenu(first.app, 'library');
  await expect(currentPage(first.page)).toHaveText('Library');
  // Playwright shows every page in light unless it is told to leave that to the app.
  await first.page.emulateMedia({ colorScheme: null });
  for (const theme of ['light', 'dark'] as const) {
    await clickMenu(first.app, `theme-${theme}`);
    await expect
      .poll(() => first.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches))
      .toBe(theme === 'dark');
  }
  await first.app.close();
  const second = await launchApp(folder);
  expect(await second.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
  await second.app.close();
});

const bounds = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getNormalBounds());

test('the window opens where and as large as it was', async ({ folder }) => {
  const first = await launchApp(folder);
  await setSize(first.app, 1010, 700);
  const left = await bounds(first.app);
  await first.app.close();
  const second = await launchApp(folder);
  expect(await bounds(second.app)).toEqual(left);
  await second.app.close();
});

test('a recorder that is killed is started again, which is said once, and Home is live again', async ({
  page,
  app,
}) => {
  const recorder = (): Promise<number | undefined> => recorderOf(app);
  const strip = page.locator('.home-strip canvas');
  const isLive = async (): Promise<void> => {
    const before = await strip.screenshot();
    await expect.poll(async () => (await strip.screenshot()).equals(before)).toBe(false);
  };
  await isLive();
  const killed = await recorder();
  process.kill(killed!, 'SIGKILL');
  await expect(page.getByRole('alert').filter({ hasText: 'was started again' })).toHaveCount(1);
  await expect.poll(recorder).toBeDefined();
  expect(await recorder()).not.toBe(killed);
  await isLive();
});
